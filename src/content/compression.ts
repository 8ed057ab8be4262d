import type { Duplex } from 'node:stream';
import { SwrctlError } from '../errors.ts';
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
 * Unpacks a stream: all gzip members, all zstd and xz frames. Zeros and other garbage after gzip are dropped, as
 * gzip(1) does.
 *
 * @param label how a person finds the packed content: an entry name, a path.
 * @throws {SwrctlError} SOURCE_INVALID, through the stream, for damaged or truncated input.
 */
export function decompress(packing: Packing, label: string): Duplex {
  const unpack = UNPACKERS[packing];
  return stage(async function* (source) {
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
  });
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

const UNPACKERS: Record<Packing, Step> = {
  none: (source) => source,
  gzip: gunzip,
  zstd: unzstd,
  xz: unxz,
  bzip2: unbzip2,
};
