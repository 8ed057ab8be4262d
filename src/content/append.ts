import type { Duplex } from 'node:stream';
import { stage } from './stage.ts';

/** Passes bytes through and adds some behind the last one. */
export function append(bytes: Buffer): Duplex {
  return stage(async function* (source) {
    yield* source;
    yield bytes;
  });
}
