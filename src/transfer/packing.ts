import { GZIP_PROGRAMS, type GzipProgram } from '../content/external-gzip.ts';
import { DEFAULT_GZIP_LEVEL } from '../content/gzip.ts';
import { GZIP_PACKERS, type GzipPacking } from '../content/gzip-mark.ts';
import type { Compression } from '../model/media-type.ts';

export interface EncodeOptions {
  /** Level of the compressor. Default: the compressor's own. */
  readonly level?: number | undefined;
  /** Packs gzip instead of ourselves. What it makes is unpacked and checked on the way. */
  readonly gzipProgram?: GzipProgram | undefined;
  /** Layers of fewer bytes are packed by ourselves all the same: to start a program would take longer. Default: none. */
  readonly programFrom?: number | undefined;
}

/**
 * The options that a layer is packed with. Only its size decides, so that it becomes the same blob on every run.
 *
 * @param size bytes, as the source stores it.
 */
export function packingFor({ level, gzipProgram, programFrom = 0 }: EncodeOptions, size: number): EncodeOptions {
  return size < programFrom ? { level } : { level, gzipProgram };
}

/** How gzip layers are packed under these options. */
export function gzipPackingOf({ level, gzipProgram }: EncodeOptions): GzipPacking {
  const usual = gzipProgram === undefined ? DEFAULT_GZIP_LEVEL : GZIP_PROGRAMS[gzipProgram.name].level;
  return { packer: gzipProgram?.name ?? 'builtin', level: level ?? usual };
}

/** A name for what a layer is packed with, for records: `gzip-igzip-2`, `zstd-3`. */
export function packingName(compression: Compression, options: EncodeOptions): string {
  if (compression !== 'gzip') return `${compression}-${options.level ?? 'usual'}`;
  const { packer, level } = gzipPackingOf(options);
  return `gzip-${packer}-${level}`;
}

/** The reverse of `packingName`, for gzip; undefined for anything else. */
export function parseGzipPacking(name: string): GzipPacking | undefined {
  const [, text, level] = /^gzip-([a-z]+)-(\d{1,2})$/.exec(name) ?? [];
  const packer = GZIP_PACKERS.find((one) => one === text);
  return packer === undefined ? undefined : { packer, level: Number(level) };
}
