import { pipeline } from 'node:stream/promises';
import { decompress } from '../content/compression.ts';
import { discard } from '../content/discard.ts';
import { verify } from '../content/verify.ts';
import { hasCode } from '../base/errors.ts';
import type { Descriptor } from '../model/descriptor.ts';
import type { Digest } from '../model/digest.ts';
import type { Compression } from '../model/media-type.ts';
import { downloadBlob } from './download.ts';
import type { RegistryHost } from './host-types.ts';
import { blobPath } from './paths.ts';

export interface BlobPlace {
  readonly host: RegistryHost;
  readonly repository: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The last bytes of a blob, by Range.
 *
 * @returns undefined where the registry sends no ranges: the whole layer is not worth it.
 */
export async function readBlobEnd(
  { host, repository, signal }: BlobPlace,
  { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
  count: number,
): Promise<Buffer | undefined> {
  if (size < count) return undefined;
  const response = await host.send({
    method: 'GET',
    url: blobPath(repository, digest),
    repository,
    access: 'pull',
    headers: { range: `bytes=${size - count}-${size - 1}` },
    signal,
  });
  if (response.status === 206) return response.bytes(count);
  response.body.destroy();
  return undefined;
}

/**
 * Reads a blob whole: whether it has the digest that it is stored under and unpacks to the layer of a diffID.
 *
 * @throws {SwrctlError} NETWORK, NOT_FOUND … when it cannot be read.
 */
export async function unpacksTo(
  place: BlobPlace,
  { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
  compression: Compression,
  diffID: Digest,
): Promise<boolean> {
  try {
    const source = await downloadBlob({ ...place, digest, size });
    const unpack = compression === 'none' ? [] : [decompress(compression, digest)];
    const stages = [verify({ digest, size }), ...unpack, verify({ digest: diffID }, digest)];
    await pipeline([source, ...stages, discard()]);
    return true;
  } catch (error) {
    if (hasCode(error, 'CONTENT_MISMATCH', 'SOURCE_INVALID')) return false;
    throw error;
  }
}
