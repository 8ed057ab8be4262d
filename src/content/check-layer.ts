import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { underSignal } from '../base/abort.ts';
import type { LayerNode } from '../model/content.ts';
import { decompress } from './compression.ts';
import { count } from './count.ts';
import { verify } from './verify.ts';

export interface CheckLayerOptions {
  readonly signal?: AbortSignal | undefined;
  /** Stored bytes that were read since the last call. */
  readonly onBytes?: (count: number) => void;
}

/**
 * Reads a whole layer and checks what is known about it: the digest of the stored bytes, and the diffID of what they
 * unpack to.
 *
 * @throws {SwrctlError} CONTENT_MISMATCH naming the layer; SOURCE_INVALID when it cannot be unpacked.
 */
export async function checkLayer(layer: LayerNode, { signal, onBytes }: CheckLayerOptions = {}): Promise<void> {
  const { digest, diffID, size, compression, label } = layer;
  const stages = [
    ...(onBytes === undefined ? [] : [count(onBytes)]),
    ...(digest === undefined ? [] : [verify({ digest, size }, label)]),
    ...(compression === 'none' ? [] : [decompress(compression, label)]),
    ...(diffID === undefined || diffID === digest ? [] : [verify({ digest: diffID }, label)]),
  ];
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const source = await layer.open(0, signal);
  await underSignal(signal, (own) => pipeline([source, ...stages, nowhere], { signal: own }));
}
