import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { releaseChunk } from '../base/block-memory.ts';
import { algorithmOf, digestOfHash } from '../model/digest.ts';
import type { Descriptor } from '../model/descriptor.ts';

/**
 * Reads a stream to see whether it is exactly the content that a descriptor names. Stops at the first byte too many.
 *
 * @throws what the stream fails with.
 */
export async function isContent(
  stream: Readable,
  { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
  onBytes?: (count: number) => void,
): Promise<boolean> {
  const algorithm = algorithmOf(digest);
  const hash = createHash(algorithm);
  let count = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    count += chunk.length;
    if (count > size) return false; // leaving the loop ends the stream
    hash.update(chunk);
    onBytes?.(chunk.length);
    releaseChunk(chunk);
  }
  return count === size && digestOfHash(hash, algorithm) === digest;
}
