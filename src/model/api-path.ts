import { SwrctlError } from '../base/errors.ts';
import { escapeControls, hasControls } from './control-characters.ts';

declare const partBrand: unique symbol;
declare const pathBrand: unique symbol;

/** Text that was checked and encoded for its place in a path. */
export type PathPart = string & { readonly [partBrand]: true };

/**
 * Path (and query) of a request, every part of it checked. Requests take nothing else, so a name that a server or an
 * archive made up cannot lead to another resource than the one it was meant for.
 */
export type ApiPath = string & { readonly [pathBrand]: true };

/** Longest piece of a name that a message quotes. */
const QUOTED = 100;

/** A name from elsewhere in quotes, for messages: on one line, and cut when it is long. */
export function quoteName(name: string): string {
  if (name.length <= QUOTED) return `"${escapeControls(name)}"`;
  return `"${escapeControls(name.slice(0, QUOTED))}…" (${name.length} characters)`;
}

/** @throws {SwrctlError} REFERENCE_INVALID */
function refuseName(name: string, what: string): never {
  throw new SwrctlError('REFERENCE_INVALID', `${quoteName(name)} is not ${what}, so no request is made with it`, {
    hint: 'Check the spelling; a name that a server gave must not decide where a request goes',
  });
}

/** A `/…` template with checked parts. */
export function apiPath(strings: TemplateStringsArray, ...parts: readonly PathPart[]): ApiPath {
  return String.raw({ raw: strings }, ...parts) as ApiPath;
}

/** Fills in the `{names}` of a path. */
export function fillTemplate(template: string, partOf: (name: string) => PathPart): ApiPath {
  return template.replace(/\{(\w+)\}/g, (_all, name: string) => partOf(name)) as ApiPath;
}

/** A part that a stricter rule than `segment` let through; it stays as it is written. */
export function checkedPart(text: string, isRight: (text: string) => boolean, what: string): PathPart {
  return isRight(text) ? (text as PathPart) : refuseName(text, what);
}

/**
 * One segment of a path, percent-encoded. What a server or a gateway might read as something else than one segment is
 * refused: nothing, `.`, `..`, slashes, `$` (SWR's way to write a slash), `%` and control characters.
 *
 * @throws {SwrctlError} REFERENCE_INVALID
 */
export function segment(text: string): PathPart {
  if (text === '' || isDots(text) || /[/\\%$]/.test(text) || hasControls(text)) refuseName(text, 'a name for a path');
  return encodeURIComponent(text) as PathPart;
}

/** What stands behind the `?`. */
export function queryPart(values: Readonly<Record<string, PathPart>>): PathPart {
  return new URLSearchParams(values).toString() as PathPart;
}

/** Several segments as one, joined by `$`: how the management API wants the slashes of a repository name. */
export function joinedSegments(text: string): PathPart {
  return text.split('/').map(segment).join('$') as PathPart;
}

/** Several segments as one, the slashes percent-encoded twice: how the enterprise edition wants a repository name. */
export function encodedTwice(text: string): PathPart {
  return text.split('/').map(segment).join('%252F') as PathPart;
}

/** Path and query of an address that a server named; whose host it names does not count. */
export function pathOfUrl({ pathname, search }: URL): ApiPath {
  return `${pathname}${search}` as ApiPath;
}

const isDots = (text: string): boolean => text === '.' || text === '..';

/**
 * A path as a person writes it, with query. Undefined when it does not begin with a slash, or when one of its segments
 * is empty or, as it stands or decoded, would be read as something else than one segment.
 */
export function parseApiPath(text: string): ApiPath | undefined {
  const [path = ''] = text.split('?', 1);
  const isWhole = path.startsWith('/') && !/[\\#\s]/.test(text) && !hasControls(text);
  const isRight = isWhole && (path === '/' || path.slice(1).split('/').every(isWrittenSegment));
  return isRight ? (text as ApiPath) : undefined;
}

function isWrittenSegment(written: string): boolean {
  try {
    const text = decodeURIComponent(written);
    return text !== '' && !isDots(text) && !/[/\\%]/.test(text) && !hasControls(text);
  } catch {
    return false; // a broken escape
  }
}
