import type { Reply } from './side.ts';

/** What of an answer is compared: lines such as `status 400`, `$.errors[].errorCode "…"`, `$.repos[].name string`. */
export type Observation = readonly string[];

const HEADERS = ['content-type', 'content-range', 'docker-content-digest', 'www-authenticate', 'x-swr-expireat'];

/** Errors are compared word by word, everything else by names and types: values belong to the account. */
export function observe({ status, headers, body }: Reply): Observation {
  const kept = HEADERS.filter((name) => headers[name] !== undefined).map(
    (name) => `header ${name}${valueOf(name, headers)}`,
  );
  return [`status ${status}`, ...kept, ...new Set(linesOf(body, '$', status >= 400))];
}

function valueOf(name: string, headers: Reply['headers']): string {
  const text = headers[name] ?? '';
  if (name === 'content-type') return ` ${text.replace(/ *;.*/, '')}`;
  return name === 'www-authenticate' ? ` ${text.replace(/\/\/[^/"]+/g, '//HOST')}` : '';
}

function linesOf(value: unknown, at: string, isError: boolean): string[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return [`${at} empty list`];
    return [`${at} list`, ...value.flatMap((item: unknown) => linesOf(item, `${at}[]`, isError))];
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    return [`${at} object`, ...entries.flatMap(([key, part]) => linesOf(part, `${at}.${key}`, isError))];
  }
  const isTelling = isError && typeof value === 'string' && !/request_?id|trace/i.test(at);
  return [`${at} ${isTelling ? JSON.stringify(value) : value === null ? 'null' : typeof value}`];
}

/** The lines that only one of two observations has. Of a list that is empty on one side nothing is known. */
export function differences(service: Observation, emulator: Observation): { service: string[]; emulator: string[] } {
  const unknown = [...service, ...emulator]
    .filter((line) => line.endsWith(' empty list'))
    .map((line) => line.split(' ')[0]);
  const isKnown = (line: string): boolean =>
    !unknown.some((at) => line.startsWith(`${at}[]`) || line === `${at} list` || line === `${at} empty list`);
  const only = (one: Observation, other: Observation): string[] =>
    one.filter((line) => !other.includes(line) && isKnown(line));
  return { service: only(service, emulator), emulator: only(emulator, service) };
}

/** Values by which an account could be known, wherever an answer has them. */
export function privateWords(body: unknown, key = ''): string[] {
  if (Array.isArray(body)) return body.flatMap((item: unknown) => privateWords(item, key));
  if (typeof body === 'object' && body !== null) {
    return Object.entries(body).flatMap(([name, part]) => privateWords(part, name));
  }
  const isPrivate = /user|creator|domain|account|owner|operator|namespace|^name$|path|token|auth$/i.test(key);
  return isPrivate && typeof body === 'string' && body.length > 2 ? [body] : [];
}

/** Takes private words, long hex numbers, e-mail and IP addresses out of a line. */
export function redact(line: string, words: readonly string[], org: string): string {
  const [head = '', ...rest] = line.split(' ');
  let text = rest.join(' ').replaceAll(org, 'ORG');
  for (const word of words) if (!KNOWN.has(word)) text = text.replaceAll(word, '…');
  text = text
    .replace(/\b[\da-f]{16,}\b/gi, '…')
    .replace(/\b[A-Z\d]{20,}\b/g, '…')
    .replace(/[\w.+-]+@[\w.-]+/g, '…')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b(?::\d+)?/g, '…');
  return `${head.replaceAll(org, 'ORG')} ${text}`;
}

/** Words of the steps themselves. */
const KNOWN: ReadonlySet<string> = new Set(['web', 'ORG', 'read', 'forever', 'v2', 'linux']);
