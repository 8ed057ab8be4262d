/** Where each byte of an unescaped text, and its end, stand in the original; undefined: at the same place. */
export type Offsets = readonly number[] | undefined;

export const offset = (at: Offsets, index: number): number => at?.[index] ?? index;

/** A text as bytes in a string. */
export interface View {
  readonly bytes: string;
  readonly at: Offsets;
}

const ESCAPE =
  /%[0-9a-f]{2}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\[/"'\\]|&#(?:x[0-9a-f]{1,4}|[0-9]{1,5});|&(?:amp|lt|gt|quot|apos);/gi;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The text with one layer of escapes undone; undefined when there are none. */
export function unescaped({ bytes, at }: View): View | undefined {
  const parts: string[] = [];
  const offsets: number[] = [];
  let done = 0;
  const keep = (to: number): void => {
    parts.push(bytes.slice(done, to));
    for (let index = done; index < to; index += 1) offsets.push(offset(at, index));
  };
  for (const match of bytes.matchAll(ESCAPE)) {
    keep(match.index);
    const plain = plainOf(match[0]);
    parts.push(plain);
    for (let index = 0; index < plain.length; index += 1) offsets.push(offset(at, match.index));
    done = match.index + match[0].length;
  }
  if (done === 0) return undefined;
  keep(bytes.length);
  offsets.push(offset(at, bytes.length));
  return { bytes: parts.join(''), at: offsets };
}

/** The bytes that an escape stands for. */
function plainOf(escape: string): string {
  if (escape.startsWith('%')) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  if (escape.startsWith('\\')) {
    return escape.length === 2 ? escape.slice(1) : bytesOf(Number.parseInt(escape.slice(2), 16));
  }
  const name = escape.slice(1, -1);
  if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? '';
  const isHex = name[1]?.toLowerCase() === 'x';
  return bytesOf(Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10));
}

const bytesOf = (code: number): string => Buffer.from(String.fromCharCode(code), 'utf8').toString('latin1');
