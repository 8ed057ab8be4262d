import type { Compression } from '../../../model/media-type.ts';
import type { Platform } from '../../../model/platform.ts';

/** What `--format` takes. */
export const FORMAT_CHOICES = ['auto', 'docker', 'oci', 'keep'] as const;

export type FormatChoice = (typeof FORMAT_CHOICES)[number];

/** What `--compressor` takes. */
export const COMPRESSOR_CHOICES = ['auto', 'builtin', 'igzip', 'pigz'] as const;

export type CompressorChoice = (typeof COMPRESSOR_CHOICES)[number];

/** What `--reuse` takes: what is believed of layers that a registry is said to have. */
export const REUSE_MODES = ['verified', 'trusted', 'off'] as const;

export type ReuseMode = (typeof REUSE_MODES)[number];

/** What push and copy have in common. */
export interface SendOptions {
  readonly format: FormatChoice;
  readonly compression?: Compression;
  /** From 1, up to what packs: gzip of ours to 12, igzip to 3, pigz to 9, zstd to 19. */
  readonly compressionLevel?: number;
  /** Bytes per PATCH. Default: one streamed PATCH. */
  readonly chunkSize?: number;
  readonly platforms: readonly Platform[];
  readonly noClobber: boolean;
  /** Digest that the tag must have now. */
  readonly ifDigest?: string;
  readonly createOrg: boolean;
  readonly public: boolean;
  readonly dryRun: boolean;
}
