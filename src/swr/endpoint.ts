import type { Decoder } from '../base/decode.ts';
import { checkedPart, encodedTwice, fillTemplate, joinedSegments, segment, type ApiPath } from '../model/api-path.ts';
import { isDigest } from '../model/digest.ts';
import { isTag } from '../model/reference.ts';

/** The `{names}` in a path, as a union of string literals. */
export type PathParam<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParam<Rest>
  : never;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One API call as data: the path's parameters are required keys, the query's optional ones. */
export interface Endpoint<P extends string, Q extends string, Body, Result> {
  /** What it does, for messages: `list the tags of {namespace}/{repository}`. */
  readonly does: string;
  readonly method: Method;
  readonly path: P;
  readonly query: readonly Q[];
  /** True: the query's values travel in one parameter, `filter=name::value|name::value`. Default: each on its own. */
  readonly isFilter?: boolean;
  /** Turns our words into the wire's. Absent: no body. */
  readonly encode?: (body: Body) => unknown;
  readonly decode: Decoder<Result>;
}

type QueryValue = string | number | boolean | undefined;

/** The arguments of a call. */
export type Arguments<P extends string, Q extends string, Body> = Readonly<Record<PathParam<P>, string>> &
  Partial<Readonly<Record<Q, QueryValue>>> &
  ([Body] extends [never] ? unknown : { readonly body: Body });

interface EndpointParts<P extends string, Q extends string, Body, Result> {
  readonly does: string;
  readonly method: Method;
  readonly path: P;
  readonly query?: readonly Q[];
  readonly isFilter?: boolean;
  readonly encode?: (body: Body) => unknown;
  readonly decode: Decoder<Result>;
}

export function endpoint<const P extends string, Result, const Q extends string = never, Body = never>(
  parts: EndpointParts<P, Q, Body, Result>,
): Endpoint<P, Q, Body, Result> {
  return { ...parts, query: parts.query ?? [] };
}

/** For answers whose body says nothing: empty or `{}`. */
export const nothing: Decoder<undefined> = () => undefined;

/**
 * Fills in a path. `/` in a `repository` is written as `$`, as the shared edition wants it, and in a `repositoryPath` as
 * `%252F`, as the enterprise edition does; nothing else reaches beyond its own segment, whoever made up the name.
 *
 * @throws {SwrctlError} REFERENCE_INVALID naming the value that a path cannot hold.
 */
export function fillPath(path: string, values: Readonly<Record<string, unknown>>): ApiPath {
  return fillTemplate(path, (name) => {
    const text = String(values[name]);
    if (name === 'repository') return joinedSegments(text);
    if (name === 'repositoryPath') return encodedTwice(text);
    if (name === 'digest') return checkedPart(text, isDigest, 'a digest');
    return name === 'tag' ? checkedPart(text, isTag, 'a tag') : segment(text);
  });
}

/** Fills in the words of `does`; what is not there is left out. */
export function fillWords(words: string, values: Readonly<Record<string, unknown>>): string {
  return words.replace(/\{(\w+)\}/g, (_all, name: string) => (typeof values[name] === 'string' ? values[name] : ''));
}
