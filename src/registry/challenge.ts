/**
 * What a registry answers to a request without credentials. Source: RFC 7235; distribution, "Token Authentication
 * Specification".
 */
export type Challenge =
  | {
      readonly scheme: 'bearer';
      readonly realm: string;
      readonly service?: string | undefined;
      readonly scope?: string;
    }
  | { readonly scheme: 'basic' };

/**
 * Reads `WWW-Authenticate`. Several challenges may stand in one header; Bearer wins over Basic. Undefined when there is
 * none that we can answer.
 */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  const parsed = readChallenges(header ?? '');
  const bearer = parsed.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'));
  if (bearer !== undefined) {
    const service = bearer.parameters.get('service');
    const scope = bearer.parameters.get('scope');
    return {
      scheme: 'bearer',
      realm: bearer.parameters.get('realm') ?? '',
      service,
      ...(scope === undefined ? {} : { scope }),
    };
  }
  return parsed.some(({ scheme }) => scheme === 'basic') ? { scheme: 'basic' } : undefined;
}

/** True for the challenge of an SWR. Source: docs/reference/registry.md#recognizing-an-swr. */
export function isSwrChallenge(challenge: Challenge | undefined): boolean {
  if (challenge?.scheme !== 'bearer') return false;
  return challenge.service === 'dockyard' || challenge.realm.includes('/swr/auth/');
}

interface Read {
  readonly scheme: string;
  readonly parameters: Map<string, string>;
}

/** A piece of a header: a quoted text (also one without an end), a mark, or a word. */
interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** No piece is looked at twice, so the time grows with the length of the header. */
const PIECE = /"(?:[^"\\]|\\[^])*"?|[,=]|[^\s,="]+/g;

function piecesOf(header: string): Piece[] {
  return [...header.matchAll(PIECE)].map(({ 0: text, index }) => ({ text, start: index, end: index + text.length }));
}

/** A word is a scheme at the beginning or behind a comma, unless `=` follows: then it is the name of a parameter. */
function readChallenges(header: string): Read[] {
  const pieces = piecesOf(header);
  const found: Read[] = [];
  for (let index = 0; index < pieces.length; index += 1) {
    const text = pieces[index]?.text.toLowerCase() ?? '';
    if (pieces[index + 1]?.text === '=') {
      const value = valueAt(pieces, index + 2);
      found.at(-1)?.parameters.set(text, value.text);
      index = value.last;
    } else if (text !== ',' && (index === 0 || pieces[index - 1]?.text === ',')) {
      found.push({ scheme: text, parameters: new Map() });
    }
  }
  return found;
}

/** A quoted text, or a bare one up to a blank or a comma, which may have `=` in it. */
function valueAt(pieces: readonly Piece[], from: number): { readonly text: string; readonly last: number } {
  const first = pieces[from]?.text ?? '';
  if (first.startsWith('"')) {
    const text = first.length > 1 && first.endsWith('"') ? first.slice(1, -1) : first.slice(1);
    return { text: text.replace(/\\([^])/g, '$1'), last: from };
  }
  let last = from;
  while (pieces[last + 1]?.start === pieces[last]?.end && pieces[last + 1]?.text !== ',') last += 1;
  return { text: textOf(pieces.slice(from, last + 1)), last };
}

const textOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');
