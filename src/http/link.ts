import { SwrctlError } from '../base/errors.ts';

/** One link of a `Link` header. Source: RFC 8288, section 3. */
interface Link {
  /** As written, most often relative. */
  readonly target: string;
  /** Relation types, in lower case. */
  readonly relations: readonly string[];
}

const TARGET = /\s*<([^<>]*)>\s*/y;
/** `; name`, `; name=token` or `; name="quoted"`; blanks wherever the grammar allows them. */
const PARAMETER = /;\s*(?:([!#$%&'*+.^_`|~\w-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"<>]+))\s*)?)?/y;
const SEPARATOR = /[\s,]*/y;
/** Longer ones are not read: the patterns must not meet text without end. */
const MAX_LENGTH = 16 * 1024;

/**
 * The target of `rel=next`, wherever it stands in the header and however it is written; undefined when there is none.
 *
 * @param from who sent it, for messages.
 * @throws {SwrctlError} API_SHAPE for a header that cannot be read, or that names several next pages: taking it for the
 *   end of the list would lose the rest unseen.
 */
export function nextTarget(header: string | undefined, from: string): string | undefined {
  const links = header === undefined ? [] : parseLinks(header);
  const targets = new Set(links?.flatMap(({ target, relations }) => (relations.includes('next') ? [target] : [])));
  if (links !== undefined && targets.size <= 1) return [...targets][0];
  throw new SwrctlError('API_SHAPE', `${from} says in a way that cannot be read where its list goes on`, {
    hint: 'Ask the operator of the registry: its Link header is not as RFC 8288 wants it',
  });
}

/** Undefined when the header does not follow the grammar. */
function parseLinks(header: string): Link[] | undefined {
  if (header.length > MAX_LENGTH) return undefined;
  const links: Link[] = [];
  let at = lengthOf(SEPARATOR, header, 0);
  while (at < header.length) {
    const target = matchAt(TARGET, header, at);
    if (target === undefined) return undefined;
    at += target[0].length;
    let relations: readonly string[] | undefined;
    for (let found = matchAt(PARAMETER, header, at); found !== undefined; found = matchAt(PARAMETER, header, at)) {
      at += found[0].length;
      relations ??= relationsOf(found); // further ones do not count
    }
    links.push({ target: target[1] ?? '', relations: relations ?? [] });
    if (at < header.length && header[at] !== ',') return undefined;
    at += lengthOf(SEPARATOR, header, at);
  }
  return links;
}

function relationsOf([, name = '', quoted, token = '']: RegExpExecArray): readonly string[] | undefined {
  if (name.toLowerCase() !== 'rel') return undefined;
  const text = quoted === undefined ? token : quoted.replace(/\\(.)/g, '$1');
  return text.toLowerCase().split(/\s+/);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  const sticky = new RegExp(pattern);
  sticky.lastIndex = at;
  return sticky.exec(text) ?? undefined;
}

const lengthOf = (pattern: RegExp, text: string, at: number): number => matchAt(pattern, text, at)?.[0].length ?? 0;
