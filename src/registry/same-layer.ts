import { pipeline } from 'node:stream/promises';
import { constants, gunzipSync } from 'node:zlib';
import { decompress } from '../content/compression.ts';
import { discard } from '../content/discard.ts';
import { SIZE_TAIL, namesSize } from '../content/gzip-size.ts';
import { verify } from '../content/verify.ts';
import { hasCode } from '../errors.ts';
import type { LayerNode } from '../model/content.ts';
import type { Descriptor } from '../model/descriptor.ts';
import type { Digest } from '../model/digest.ts';
import { downloadBlob } from './download.ts';
import type { RegistryHost } from './host.ts';
import { blobPath } from './paths.ts';

export interface LayerPlace {
  readonly host: RegistryHost;
  readonly repository: string;
  readonly signal?: AbortSignal | undefined;
}

/** How much of both ends is compared, packed bytes from the registry. */
const SAMPLE = 64 * 1024;

/**
 * Looks whether a gzip blob of a registry is the layer that a diffID names. The same beginning as our own copy, and an
 * end that names the same size, are taken for a yes: two small requests, and no pass over the layer. That finds
 * every mix-up between layers; a registry that forges blobs could still only offer an image that no engine unpacks.
 * Where they differ, our copy may be the damaged one, so the blob itself is read and decides.
 *
 * @returns false also when it cannot tell.
 */
export async function isSameLayer(place: LayerPlace, blob: Descriptor, layer: LayerNode): Promise<boolean> {
  const [head, tail] = await Promise.all([
    readRange(place, blob, 0, Math.min(SAMPLE, blob.size)),
    readRange(place, blob, Math.max(0, blob.size - SIZE_TAIL), Math.min(SIZE_TAIL, blob.size)),
  ]);
  if (head === undefined || tail === undefined) return false;
  if (layer.compression === 'none' && !namesSize(tail, layer.size)) return false;
  const theirs = unpackPart(head);
  if (theirs === undefined) return false;
  const ours = await plainPrefix(layer, theirs.length, place.signal).catch(() => Buffer.alloc(0)); // damaged
  return ours.equals(theirs) || unpacksTo(place, blob, layer.diffID);
}

/** Reads a blob of the registry whole. */
async function unpacksTo(
  place: LayerPlace,
  { digest, size }: Descriptor,
  diffID: Digest | undefined,
): Promise<boolean> {
  if (diffID === undefined) return false;
  try {
    const source = await downloadBlob({ ...place, digest });
    const stages = [verify({ digest, size }), decompress('gzip', digest), verify({ digest: diffID }, digest)];
    await pipeline([source, ...stages, discard()]);
    return true;
  } catch (error) {
    if (hasCode(error, 'CONTENT_MISMATCH', 'SOURCE_INVALID')) return false;
    throw error;
  }
}

async function readRange(
  { host, repository, signal }: LayerPlace,
  { digest }: Descriptor,
  offset: number,
  count: number,
): Promise<Buffer | undefined> {
  const response = await host.send({
    method: 'GET',
    url: blobPath(repository, digest),
    repository,
    access: 'pull',
    headers: { range: `bytes=${offset}-${offset + count - 1}` },
    ...(signal ? { signal } : {}),
  });
  // A server that ignores Range would send the whole layer: not worth it.
  if (response.status === 206) return response.bytes(count);
  response.body.destroy();
  return undefined;
}

/** As much as the first part of a gzip file gives. */
function unpackPart(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return undefined; // not gzip: somebody else's type was wrong
  }
}

async function plainPrefix(layer: LayerNode, size: number, signal?: AbortSignal): Promise<Buffer> {
  const source = await layer.open(0, signal);
  const plain = layer.compression === 'none' ? source : source.pipe(decompress(layer.compression, layer.label));
  const chunks: Buffer[] = [];
  let count = 0;
  try {
    for await (const chunk of plain as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      count += chunk.length;
      if (count >= size) break;
    }
  } finally {
    source.destroy();
  }
  return Buffer.concat(chunks).subarray(0, size);
}
