import type { Platform } from '../../../model/platform.ts';

export const PULL_FORMATS = ['docker-archive', 'oci-archive', 'oci'] as const;

export type PullFormat = (typeof PULL_FORMATS)[number];

export interface PullOptions {
  readonly references: readonly string[];
  /** File, directory, or `-` for stdout. */
  readonly output?: string;
  readonly format: PullFormat;
  readonly platform?: Platform;
  readonly allPlatforms: boolean;
  readonly uncompressed: boolean;
  /** Unpacks layers that stay packed, too. */
  readonly verify: boolean;
  /** Also what names the pulled manifests as its subject. */
  readonly referrers: boolean;
  readonly force: boolean;
  /** Uses what an earlier run left, and leaves it for a later one. */
  readonly resume: boolean;
}
