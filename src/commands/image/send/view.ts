import type { SendOptions } from './options.ts';

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
