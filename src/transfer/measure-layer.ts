import { pipeline } from 'node:stream/promises';
import { underSignal } from '../base/abort.ts';
import { decompress } from '../content/compression.ts';
import { discard } from '../content/discard.ts';
import { measure } from '../content/measure.ts';
import { verify } from '../content/verify.ts';
import type { LayerNode } from '../model/content.ts';
import type { Digest } from '../model/digest.ts';

/**
 * Reads a packed layer of unknown digest: hashes the stored bytes and checks that they unpack to the diffID.
 *
 * @throws {SwrctlError} CONTENT_MISMATCH or SOURCE_INVALID naming the entry.
 */
export async function measureLayer(layer: LayerNode, signal?: AbortSignal): Promise<Digest> {
  const { stream, result } = measure();
  const { diffID, label, compression } = layer;
  const unpack = compression === 'none' ? [] : [decompress(compression, label)];
  const check = diffID === undefined ? [] : [verify({ digest: diffID }, label)];
  const stages = [await layer.open(0, signal), stream, ...unpack, ...check, discard()];
  await underSignal(signal, (own) => pipeline(stages, { signal: own }));
  return result().digest;
}
