import { isAbsolute } from 'node:path';
import { GZIP_PROGRAMS, type GzipProgram } from '../../content/external-gzip.ts';
import { GZIP_LEVELS } from '../../content/gzip.ts';
import { SwrctlError } from '../../errors.ts';
import type { Compression } from '../../model/media-type.ts';
import { findOnPath } from '../find-on-path.ts';
import type { CompressorChoice } from './send-options.ts';

export interface CompressorOptions {
  readonly compressor: CompressorChoice;
  readonly compression?: Compression;
  readonly compressionLevel?: number;
}

/**
 * Finds the program that packs gzip layers. `auto` is igzip where it is installed and has the level.
 *
 * @param path the variable PATH.
 * @returns undefined: we pack them ourselves.
 * @throws {SwrctlError} USAGE for a program that is not there, or a level that there is not.
 */
export async function findCompressor(
  options: CompressorOptions,
  path: string | undefined,
): Promise<GzipProgram | undefined> {
  const { compressor } = options;
  if (compressor === 'builtin') return builtin(options);
  const name = compressor === 'auto' ? 'igzip' : compressor;
  // Relative folders are left out: what packs layers does not come from where one happens to stand.
  const found = canPack(name, options) ? await findOnPath(name, path, isAbsolute) : undefined;
  if (found !== undefined) return { name, path: found };
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
  const [lowest, highest] = GZIP_PROGRAMS[name].levels;
  return compression === 'gzip' && (level === undefined || (level >= lowest && level <= highest));
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
