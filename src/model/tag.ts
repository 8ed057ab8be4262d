import type { Digest } from './digest.ts';

export interface TagInfo {
  readonly name: string;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  /** Of the manifest; empty when the service does not tell. */
  readonly mediaType: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
