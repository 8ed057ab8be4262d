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
  /** 0 to 19; each packer has its own range. */
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

/** One pushed tag, as JSON shows it: a contract. Source: docs/reference/contract.md#json-fields. */
export interface PushedTag {
  readonly reference: string;
  /** Null in a dry run where only packing the layers would tell. */
  readonly digest: string | null;
  /** Digest in the source, where it had one. */
  readonly sourceDigest: string | null;
  /** Bytes of config and layers. */
  readonly size: number;
  readonly uploadedBytes: number;
  readonly platform: string | null;
}

/** The line of a tag on stdout: a dry run gives nothing a digest. */
export const pushedLine =
  ({ dryRun }: Pick<SendOptions, 'dryRun'>) =>
  ({ reference, digest }: PushedTag): string =>
    dryRun || digest === null ? reference : `${reference}@${digest}`;

export const PUSH_FIELDS = ['reference', 'digest', 'sourceDigest', 'size', 'uploadedBytes', 'platform'] as const;
