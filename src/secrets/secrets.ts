import { offset, unescaped, type View } from './escapes.ts';
import { formsOf } from './forms.ts';
import { hideUserinfo } from './userinfo.ts';

/** Shown in place of a secret. */
const MASK = '…';
/** The latest ones are kept: what is in use is sent again and again. */
const MAX_KNOWN = 500;
/** Bytes. Shorter secrets are not looked for: everything would be full of them. */
export const SHORTEST_SECRET = 4;
/** Bytes. Secrets as long as this are no part of our own words. */
export const LONG_SECRET = 8;
/** Of a secret that was cut off, at least this many characters are hidden. */
const SHORTEST_REST = 8;
/** Layers of URL, JSON and HTML escapes that are looked through. */
const MAX_ESCAPES = 3;

interface Known {
  readonly shown: string;
  readonly size: number;
  /** The ways of writing it, as bytes in a string, in lower case. */
  readonly forms: readonly string[];
}

/**
 * What this process must not show: what it sent to servers, which like to quote their requests. Of the process and not
 * of a connection, because an error may be told far from where it came from, by a handler of crashes too.
 */
const known = new Map<string, Known>();

/** An AK as logs may show it: the first four characters and the last two, or nothing of a short one. */
export function maskAccessKey(accessKey: string): string {
  return accessKey.length < 10 ? MASK : `${accessKey.slice(0, 4)}${MASK}${accessKey.slice(-2)}`;
}

/** From now on `secret` is hidden wherever it turns up; `shown` stands in its place. */
export function rememberSecret(secret: string, shown = MASK): void {
  const text = secret.trim();
  if (text.length < SHORTEST_SECRET) return;
  const entry = known.get(text) ?? { shown, size: Buffer.byteLength(text), forms: formsOf(text) };
  known.delete(text); // to be the latest
  known.set(text, entry);
  const [oldest] = known.keys();
  if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
}

/** The same for an access key, of which a part may be seen. */
export function rememberAccessKey(accessKey: string): void {
  rememberSecret(accessKey, maskAccessKey(accessKey));
}

export interface HideOptions {
  /** Bytes of the shortest secret that is looked for. Default 6: shorter ones are parts of ordinary words. */
  readonly shortest?: number;
  /** True: the text was cut off, perhaps within a secret. */
  readonly isCut?: boolean;
}

/**
 * Hides in a text every secret of this process, and the user and password of any address: as they are, in base64 or
 * hexadecimal, and with the escapes of URLs, JSON and HTML. The time it takes grows with the length of the text.
 */
export function hideSecrets(text: string, { shortest = 6, isCut = false }: HideOptions = {}): string {
  const entries = [...known.values()].filter(({ size }) => size >= shortest);
  const found = entries.length === 0 ? [] : findAll(Buffer.from(text, 'utf8').toString('latin1'), entries, isCut);
  return hideUserinfo(found.length === 0 ? text : replaced(Buffer.from(text, 'utf8'), found));
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly shown: string;
}

function findAll(bytes: string, entries: readonly Known[], isCut: boolean): Range[] {
  const found: Range[] = [];
  let view: View | undefined = { bytes, at: undefined };
  for (let depth = 0; view !== undefined && depth <= MAX_ESCAPES; depth += 1) {
    const { at } = view;
    const lower = view.bytes.toLowerCase();
    for (const { forms, shown } of entries) {
      for (const form of forms) found.push(...occurrences(lower, form, shown, at));
      if (isCut) found.push(...cutOff(lower, forms, shown, at));
    }
    view = unescaped(view);
  }
  return found;
}

function occurrences(bytes: string, form: string, shown: string, at: View['at']): Range[] {
  const found: Range[] = [];
  for (let from = bytes.indexOf(form); from !== -1; from = bytes.indexOf(form, from + form.length)) {
    found.push({ from: offset(at, from), to: offset(at, from + form.length), shown });
  }
  return found;
}

/** The beginning of a secret at the very end. */
function cutOff(bytes: string, forms: readonly string[], shown: string, at: View['at']): Range[] {
  for (const form of forms) {
    for (let length = Math.min(form.length - 1, bytes.length); length >= SHORTEST_REST; length -= 1) {
      if (!bytes.endsWith(form.slice(0, length))) continue;
      return [{ from: offset(at, bytes.length - length), to: offset(at, bytes.length), shown }];
    }
  }
  return [];
}

function replaced(text: Buffer, found: readonly Range[]): string {
  const sorted = [...found].sort((a, b) => a.from - b.from || b.to - a.to);
  const parts: Buffer[] = [];
  let done = 0;
  for (const { from, to, shown } of sorted) {
    // What overlaps with the one before is hidden with it.
    if (from >= done) parts.push(text.subarray(done, from), Buffer.from(shown));
    done = Math.max(done, to);
  }
  return Buffer.concat([...parts, text.subarray(done)]).toString('utf8');
}
