import { pipeline } from 'node:stream/promises';
import { underSignal } from '../base/abort.ts';
import { SNIFF_LENGTH, decompress, sniffCompression, type Packing } from '../content/compression.ts';
import { discard } from '../content/discard.ts';
import { measure } from '../content/measure.ts';
import type { LayerNode } from '../model/content.ts';
import type { Digest } from '../model/digest.ts';

/** How a layer is packed, by its first bytes: registries hold layers whose type says something else. */
export async function packingOf(layer: LayerNode, signal?: AbortSignal): Promise<Packing> {
  let head = Buffer.alloc(0);
  for await (const chunk of (await layer.open(0, signal)) as AsyncIterable<Buffer>) {
    head = Buffer.concat([head, chunk]);
    if (head.length >= SNIFF_LENGTH) break; // ends the stream
  }
  return sniffCompression(head);
}

/**
 * Reads a whole layer to find the digest of what it unpacks to.
 *
 * @throws {SwrctlError} SOURCE_INVALID when it cannot be unpacked; NETWORK, DISK.
 */
export async function computeDiffID(layer: LayerNode, signal?: AbortSignal): Promise<Digest> {
  const packing = await packingOf(layer, signal);
  const unpack = packing === 'none' ? [] : [decompress(packing, layer.label)];
  const { stream, result } = measure();
  const stages = [await layer.open(0, signal), ...unpack, stream, discard()];
  await underSignal(signal, (own) => pipeline(stages, { signal: own }));
  return result().digest;
}
