import { SwrctlError } from '../base/errors.ts';
import { decodeText } from './credentials-file.ts';

/** What somebody gave on stdin or in a file. */
export type SecretInput =
  | { readonly kind: 'secret'; readonly secret: string }
  | {
      readonly kind: 'login-line';
      readonly username: string;
      readonly password: string;
      /** Absent when the line has none; then it means Docker Hub to docker, which nobody wants here. */
      readonly host?: string;
    };

const LOGIN_LINE =
  /^(?:[$#>]\s+)?(?:sudo\s+(?:-\S+\s+)*)?(?:docker|podman|nerdctl|skopeo|buildah)(?:\.exe)?\s+login(?:\s|$)/;
const USER_FLAGS = new Set(['-u', '--username']);
const PASSWORD_FLAGS = new Set(['-p', '--password']);
/** The flags of those programs that take a value; all else that begins with a dash stands alone. */
const TAKES_VALUE = new Set([
  ...[...USER_FLAGS, ...PASSWORD_FLAGS],
  ...['--authfile', '--cert-dir', '-c', '--config', '-H', '--host', '--context'],
]);

/**
 * Reads a secret as people give it: the bare text, blanks and line ends cut off, or a whole `docker login …` line as
 * the console gives it.
 *
 * @param input what was read, whole.
 * @param label where it came from, for messages; the input itself is never quoted.
 * @throws {SwrctlError} USAGE when it is empty, has several lines, or is a login line that lacks something.
 */
export function parseSecretInput(input: Buffer, label: string): SecretInput {
  const text = decodeText(input)
    .replace(/\\\r?\n\s*/g, ' ')
    .trim();
  if (text === '') throw wrong(`${label} is empty`, 'Pipe the secret in, for example: swrctl login --sk-stdin < FILE');
  if (/[\r\n]/.test(text)) {
    throw wrong(
      `${label} has several lines, so it is not a secret`,
      'A credentials.csv goes with --credentials-file FILE',
    );
  }
  return LOGIN_LINE.test(text) ? parseLoginLine(text, label) : { kind: 'secret', secret: text };
}

function wrong(message: string, hint: string): SwrctlError {
  return new SwrctlError('USAGE', message, { hint });
}

function parseLoginLine(text: string, label: string): SecretInput {
  const words = splitWords(text);
  const { username = '', password = '', hosts } = readFlags(words.slice(words.indexOf('login') + 1));
  const problem =
    (username === '' ? 'no user (-u)' : undefined) ??
    (password === '' ? 'no password (-p)' : undefined) ??
    (hosts.length > 1 ? 'more than one host' : undefined);
  if (problem !== undefined) {
    const hint = 'Copy the whole line from the console: docker login -u … -p … HOST';
    throw wrong(`${label} is a login line with ${problem}`, hint);
  }
  const host = hosts[0]?.replace(/^https?:\/\//, '').split('/', 1)[0];
  return { kind: 'login-line', username, password, ...(host ? { host } : {}) };
}

function readFlags(words: readonly string[]): { username?: string; password?: string; hosts: string[] } {
  const found: { username?: string; password?: string; hosts: string[] } = { hosts: [] };
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const { flag, value } = splitFlag(word);
    const given = value ?? (TAKES_VALUE.has(flag) ? left.shift() : undefined) ?? '';
    if (USER_FLAGS.has(flag)) found.username = given;
    else if (PASSWORD_FLAGS.has(flag)) found.password = given;
    else if (!flag.startsWith('-')) found.hosts.push(flag);
  }
  return found;
}

/** `--username=U`, `-uU` and `-u=U` carry their value; everything else is a word as it is. */
function splitFlag(word: string): { flag: string; value?: string } {
  const long = /^(--[a-z-]+)=(.*)$/s.exec(word);
  const short = /^(-[upcH])=?(.+)$/s.exec(word);
  const [, flag, value] = long ?? short ?? [];
  return flag === undefined || value === undefined ? { flag: word } : { flag, value };
}

/** Words as a shell sees them: blanks part, quotes and backslashes keep together. Nothing is expanded. */
function splitWords(text: string): string[] {
  const words = text.match(/(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+/gs) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs, unquote));
}

function unquote(_: string, single?: string, double?: string, escaped?: string): string {
  return single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? '';
}
