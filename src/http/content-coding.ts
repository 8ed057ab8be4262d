import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Codings of RFC 9110, 8.4.1, that servers use although they are asked for none. */
const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** The codings of a body, in the order in which they were applied. */
export function codingsOf(headers: Readonly<Record<string, string>>): readonly string[] {
  const names = (headers['content-encoding'] ?? '').split(',').map((name) => name.trim().toLowerCase());
  return names.filter((name) => name !== '' && name !== 'identity');
}

/**
 * A body as it was before the server packed it for the way. The headers that describe the packed form go with it. A
 * coding that is not known leaves everything as it is.
 */
export function decoded(
  headers: Readonly<Record<string, string>>,
  body: Readable,
): { readonly headers: Readonly<Record<string, string>>; readonly body: Readable } {
  const codings = codingsOf(headers);
  const decoders = codings.map((name) => DECODERS[name]);
  if (codings.length === 0 || decoders.some((create) => create === undefined)) return { headers, body };
  const rest = Object.entries(headers).filter(([name]) => name !== 'content-encoding' && name !== 'content-length');
  const stages = decoders.flatMap((create) => (create === undefined ? [] : [create()])).reverse();
  const plain = stages.reduce<Readable>((source, stage) => pipeline(source, stage, () => undefined), body);
  return { headers: Object.fromEntries(rest), body: plain };
}
