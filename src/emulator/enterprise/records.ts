import type { Table } from '../store/database.ts';
import type { Level } from '../domain/records.ts';

/** One registry that somebody pays for. Its id is the first part of the scope of everything in it, as a region's name is in the shared edition. */
export interface Instance {
  /** 32 hex digits. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly accountId: string;
  readonly projectId: string;
  readonly region: string;
  /** First label of the default domain: the name and six characters. */
  readonly label: string;
  readonly spec: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly enterpriseProjectId: string;
  readonly bucket: string;
  /** Whether the caller brought the bucket. */
  readonly isOwnBucket: boolean;
  readonly status: 'Creating' | 'Running' | 'Unavailable';
  /** Whether somebody without a login may pull from public namespaces. */
  readonly isAnonymous: boolean;
  /** Whether public access is on, or being switched on. */
  readonly isPublic: boolean;
  /** When the last switching of public access is done. */
  readonly switchedAt?: string;
  /** Whether its own network is let in. */
  readonly isIntranet: boolean;
  /** Ranges that are let in while public access is on. */
  readonly allowList: readonly AllowedRange[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface AllowedRange {
  readonly ip: string;
  readonly description: string;
}

/** What a user may do in an instance; administrators of the account may do everything. */
export interface InstanceAccess {
  readonly userId: string;
  readonly level: Level;
}

/** A namespace, whose settings travel as text. */
export interface InstanceNamespace {
  readonly id: number;
  readonly name: string;
  readonly isPublic: boolean;
  readonly autoScan: boolean;
  readonly isBlocking: boolean;
  readonly severity: Severity;
  readonly allowList: {
    readonly id: number;
    readonly cves: readonly string[];
    readonly expiresAt?: number;
    readonly createdAt: string;
    readonly updatedAt: string;
  };
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const SEVERITIES = ['none', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A login of an instance. */
export interface InstanceCredential {
  readonly tokenId: string;
  /** Absent for temporary ones. */
  readonly name?: string;
  /** The IAM user who made it. */
  readonly ownerId: string;
  /** User name of the login. */
  readonly userId: string;
  readonly authToken: string;
  readonly isEnabled: boolean;
  readonly createdAt: string;
  readonly expiresAt?: string;
}

/** Work that takes time: it is done when the clock has reached `endsAt`. */
export interface InstanceJob {
  readonly id: string;
  readonly accountId: string;
  readonly projectId: string;
  readonly instanceId: string;
  readonly resourceId: string;
  readonly resourceName: string;
  readonly type: string;
  readonly status: 'Running' | 'Failed' | 'Success';
  readonly reason: string;
  /** RFC 3339. */
  readonly endsAt: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Scope: empty. Key: id. */
export const INSTANCES: Table<Instance> = { name: 'instance' };
/** Scope: empty. Key: id. */
export const INSTANCE_JOBS: Table<InstanceJob> = { name: 'instance-job' };
/** These have the id of the instance as their scope. Keys: user id, name, token id. */
export const INSTANCE_ACCESS: Table<InstanceAccess> = { name: 'instance-access' };
export const INSTANCE_NAMESPACES: Table<InstanceNamespace> = { name: 'instance-namespace' };
export const INSTANCE_CREDENTIALS: Table<InstanceCredential> = { name: 'instance-credential' };

/** A network that is let in. It is made, or gone when it leaves, when the clock has reached `endsAt`. */
export interface InternalEndpoint {
  readonly id: string;
  readonly projectId: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly description: string;
  readonly ip: string;
  readonly isLeaving: boolean;
  /** RFC 3339. */
  readonly endsAt: string;
  readonly createdAt: string;
}

/** Scope: id of the instance. Key: id. */
export const INTERNAL_ENDPOINTS: Table<InternalEndpoint> = { name: 'instance-endpoint' };

/** A host name of one's own. */
export interface CustomDomain {
  readonly id: string;
  readonly name: string;
  readonly certificateId: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Scope: id of the instance. Key: host name. */
export const CUSTOM_DOMAINS: Table<CustomDomain> = { name: 'instance-domain' };
