import { isAbsolute } from 'node:path';
import { GZIP_PROGRAMS, type GzipProgram } from '../../../content/external-gzip.ts';
import { GZIP_LEVELS } from '../../../content/gzip.ts';
import type { GzipPacking } from '../../../content/gzip-mark.ts';
import { SwrctlError } from '../../../base/errors.ts';
import type { Compression } from '../../../model/media-type.ts';
import type { EncodeOptions } from '../../../transfer/packing.ts';
import { findOnPath } from '../../shared/find-on-path.ts';
import type { CompressorChoice } from './options.ts';

export interface CompressorOptions {
  readonly compressor: CompressorChoice;
  readonly compression?: Compression;
  readonly compressionLevel?: number;
}

/** What layers are packed with. */
export interface Packers {
  /** What packs a layer that nothing is known of. */
  readonly own: EncodeOptions;
  /** True when the user asked for no packer and no level. */
  readonly takesAny: boolean;
  /**
   * What packs a layer as another one was packed; undefined where this machine cannot, or was asked to pack in another
   * way.
   */
  readonly like: (packing: GzipPacking) => Promise<EncodeOptions | undefined>;
}

/** Bytes of a layer that a program is started for: it takes as long as we need to pack this much. */
const PROGRAM_FROM = 1024 * 1024;

/**
 * Finds the program that packs gzip layers. `auto` is igzip where it is installed and has the level,
 * but for small layers.
 *
 * @param path the variable PATH.
 * @throws {SwrctlError} USAGE for a program that is not there, or a level that there is not.
 */
export async function findPackers(options: CompressorOptions, path: string | undefined): Promise<Packers> {
  const gzipProgram = await findCompressor(options, path);
  const { compressor, compressionLevel: level } = options;
  const isWanted = (packing: GzipPacking): boolean =>
    (compressor === 'auto' || compressor === packing.packer) && (level ?? packing.level) === packing.level;
  return {
    own: { level, gzipProgram, ...(compressor === 'auto' && level === undefined ? { programFrom: PROGRAM_FROM } : {}) },
    takesAny: compressor === 'auto' && level === undefined && options.compression === undefined,
    like: async (packing) => {
      if (!isWanted(packing)) return undefined;
      if (packing.packer === 'builtin')
        return hasLevel(GZIP_LEVELS, packing.level) ? { level: packing.level } : undefined;
      if (!hasLevel(GZIP_PROGRAMS[packing.packer].levels, packing.level)) return undefined;
      const program = await findProgram(packing.packer, path);
      return program && { level: packing.level, gzipProgram: program };
    },
  };
}

function hasLevel([lowest, highest]: readonly [number, number], level: number): boolean {
  return level >= lowest && level <= highest;
}

/** Relative folders are left out: what packs layers does not come from where one happens to stand. */
async function findProgram(name: GzipProgram['name'], path: string | undefined): Promise<GzipProgram | undefined> {
  const found = await findOnPath(name, path, isAbsolute);
  return found === undefined ? undefined : { name, path: found };
}

async function findCompressor(options: CompressorOptions, path: string | undefined): Promise<GzipProgram | undefined> {
  const { compressor } = options;
  if (compressor === 'builtin') return builtin(options);
  const name = compressor === 'auto' ? 'igzip' : compressor;
  const found = canPack(name, options) ? await findProgram(name, path) : undefined;
  if (found !== undefined) return found;
  if (compressor === 'auto') return builtin(options);
  throw unusable(name, options);
}

/** Highest levels of what we pack ourselves. */
const HIGHEST: Record<Compression, number> = { gzip: GZIP_LEVELS[1], zstd: 19, none: Infinity };

function builtin({ compression = 'gzip', compressionLevel: level = 1 }: CompressorOptions): undefined {
  const highest = HIGHEST[compression];
  if (level <= highest) return undefined;
  throw new SwrctlError('USAGE', `${compression} has the levels 1 to ${highest}`, {
    hint: `Use --compression-level ${highest}`,
  });
}

function canPack(
  name: GzipProgram['name'],
  { compression = 'gzip', compressionLevel: level }: CompressorOptions,
): boolean {
  return compression === 'gzip' && (level === undefined || hasLevel(GZIP_PROGRAMS[name].levels, level));
}

function unusable(name: GzipProgram['name'], options: CompressorOptions): SwrctlError {
  const { compression = 'gzip' } = options;
  if (compression !== 'gzip') {
    return new SwrctlError('USAGE', `${name} packs gzip, not ${compression}`, {
      hint: 'Leave --compressor or --compression out',
    });
  }
  if (canPack(name, options)) {
    return new SwrctlError('USAGE', `${name} is not on the PATH`, { hint: 'Install it, or use --compressor builtin' });
  }
  const [lowest, highest] = GZIP_PROGRAMS[name].levels;
  return new SwrctlError('USAGE', `${name} has the levels ${lowest} to ${highest}`, {
    hint: `Use --compression-level ${highest}, or --compressor builtin`,
  });
}
