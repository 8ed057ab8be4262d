import type { Background } from './background.ts';
import type { BlobStore } from '../store/blob-store.ts';
import type { Database } from '../store/database.ts';
import type { InstanceHosts } from '../enterprise/hosts.ts';
import type { Quirks } from './quirks.ts';
import type { TokenIssuer } from '../registry/token.ts';
import type { Uploads } from '../store/uploads.ts';

/** Everything that routes work on. */
export interface World {
  readonly quirks: Quirks;
  readonly quotas: Quotas;
  readonly now: () => Date;
  /** What a signature may be dated by. */
  readonly signingTimes: () => readonly Date[];
  readonly random: () => number;
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly uploads: Uploads;
  readonly tokens: TokenIssuer;
  readonly background: Background;
  /** Where fired triggers are reported to. */
  readonly triggerUrl?: string | undefined;
  /** Where instances of the enterprise edition are reached. */
  readonly hosts: InstanceHosts;
  /** How long jobs of the enterprise edition take, in milliseconds. */
  readonly jobTimeMs: number;
  /** Port of the second origin that serves blobs, with the quirk blob-redirect. */
  readonly blobPort?: number;
}

/** Limits by the service's own keys. `layer` is in bytes; absent means no limit. */
export interface Quotas {
  readonly namespace: number;
  readonly layer: number;
  readonly repository?: number;
  readonly tag?: number;
  /** Of each instance of the enterprise edition. */
  readonly ee: InstanceQuotas;
}

/** How many of each an instance may have; long-term ones of credentials. */
export interface InstanceQuotas {
  readonly namespace: number;
  readonly repository: number;
  readonly replication: number;
  readonly retention: number;
  readonly trigger: number;
  readonly registry: number;
  readonly signing: number;
  readonly vpc: number;
  readonly credential: number;
}

const GIB = 1024 ** 3;

/** 5 organizations per account and region, 10 GB per layer. Source: docs/reference/service.md#limits. */
export const DEFAULT_QUOTAS: Quotas = {
  namespace: 5,
  layer: 10 * GIB,
  // No figure is public.
  ee: {
    namespace: 1000,
    repository: 10_000,
    replication: 1000,
    retention: 1000,
    trigger: 1000,
    registry: 100,
    signing: 1000,
    vpc: 20,
    credential: 100,
  },
};
