import type { Duplex } from 'node:stream';
import { SwrctlError } from '../base/errors.ts';
import type { Compression } from '../model/media-type.ts';
import { unbzip2 } from './bzip2.ts';
import { gunzip } from './gunzip.ts';
import { stage, type Step } from './stage.ts';
import { unxz } from './xz.ts';
import { unzstd } from './unzstd.ts';

/** How a file can be packed as a whole. Layers use the first three. */
export type Packing = Compression | 'xz' | 'bzip2';

/** Bytes that `sniffCompression` wants to see. */
export const SNIFF_LENGTH = 6;

const MAGIC: readonly (readonly [Packing, RegExp])[] = [
  ['gzip', /^1f8b/],
  ['zstd', /^28b52ffd/],
  ['zstd', /^5[0-9a-f]2a4d18/], // a skippable frame
  ['xz', /^fd377a585a00/],
  ['bzip2', /^425a683[1-9]/],
];

/** Tells by the first bytes (at least SNIFF_LENGTH, where there are so many) how a stream is packed. */
export function sniffCompression(bytes: Uint8Array): Packing {
  const hex = Buffer.from(bytes.subarray(0, SNIFF_LENGTH)).toString('hex');
  return MAGIC.find(([, magic]) => magic.test(hex))?.[0] ?? 'none';
}

/**
 * What becomes of bytes behind the end of gzip that are no gzip, zeros among them. gzip(1) drops them; Go's reader, and
 * so docker, containerd, podman and umoci, refuses all of it. With zstd and xz they are damage to everybody.
 */
export type Tail = 'refuse' | 'drop';

/**
 * Unpacks a stream: all gzip members, all zstd and xz frames, all bzip2 streams.
 *
 * @param label how a person finds the packed content: an entry name, a path.
 * @param tail default `refuse`, as layers want it.
 * @throws {SwrctlError} SOURCE_INVALID, through the stream, for damaged or truncated input.
 */
export function decompress(packing: Packing, label: string, tail?: Tail): Duplex {
  return stage(unpacking(packing, label, tail));
}

/** `decompress` as a step of a stage. */
export function unpacking(packing: Packing, label: string, tail: Tail = 'refuse'): Step {
  const unpack = packing === 'gzip' ? unpackGzip(label, tail) : UNPACKERS[packing];
  return async function* (source) {
    const reading = watched(source);
    try {
      yield* unpack(reading.source);
    } catch (cause) {
      if (reading.failure() !== undefined || cause instanceof SwrctlError) throw cause;
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new SwrctlError('SOURCE_INVALID', `${label} is damaged: ${packing} says "${why}"`, {
        hint: 'Copy or save it again',
        cause,
      });
    }
  };
}

function unpackGzip(label: string, tail: Tail): Step {
  const refuse = (): never => {
    throw new SwrctlError('SOURCE_INVALID', `${label} has bytes behind the end of its gzip stream`, {
      hint: 'docker, podman and umoci cannot unpack it: build or save the image again',
    });
  };
  return (source) => gunzip(source, tail === 'drop' ? () => undefined : refuse);
}

/** Remembers whether it was the source that failed, so that a lost connection is not called damage. */
function watched(source: AsyncIterable<Buffer>): { source: AsyncIterable<Buffer>; failure: () => unknown } {
  let failure: unknown;
  async function* pass(): AsyncGenerator<Buffer> {
    try {
      yield* source;
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  return { source: pass(), failure: () => failure };
}

const UNPACKERS: Record<Exclude<Packing, 'gzip'>, Step> = {
  none: (source) => source,
  zstd: unzstd,
  xz: unxz,
  bzip2: unbzip2,
};
