import type { Digest } from '../../model/digest.ts';
import type { Table } from '../store/database.ts';

/** 7 manage, 3 edit, 1 read, 0 nothing. Source: SWR API reference, "auth". */
export type Level = 0 | 1 | 3 | 7;

/** What one user may do with one organization or repository. */
export interface Grant {
  readonly userId: string;
  readonly userName: string;
  readonly level: Level;
}

interface Created {
  readonly id: number;
  readonly creatorId: string;
  readonly creatorName: string;
  /** Wire form, UTC. So are all times in records. */
  readonly createdAt: string;
}

export interface Namespace extends Created {
  readonly name: string;
  readonly accountId: string;
}

export interface Repository extends Created {
  readonly namespace: string;
  readonly name: string;
  readonly isPublic: boolean;
  readonly category: string;
  readonly description: string;
  readonly downloads: number;
  readonly updatedAt: string;
}

/** That a repository may serve a blob. */
export interface BlobLink {
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
}

export interface ManifestRecord {
  readonly digest: Digest;
  readonly mediaType: string;
  /** Bytes of the manifest itself. */
  readonly size: number;
  /** Bytes of config and layers; of a list, those of its images. */
  readonly contentSize: number;
  /** Hex of the config's digest; empty for a list. */
  readonly imageId: string;
  /** What it refers to: config and layers, or the images of a list. */
  readonly parts: readonly Digest[];
  /** What it refers to without holding it; the registry of an instance lists it there. */
  readonly subject?: Digest;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Media type of the config; a list has none. */
  readonly configType?: string;
  /** Number, and when it was pushed and last pulled; only instances keep count. */
  readonly id?: number;
  readonly pushedAt?: string;
  readonly pulledAt?: string;
}

export interface Tag {
  readonly id: number;
  readonly name: string;
  readonly digest: Digest;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Temporary keys: good for a docker login until they end, and for signing together with the security token. */
export interface TemporaryKey {
  readonly ak: string;
  readonly sk: string;
  readonly securityToken: string;
  readonly userId: string;
  readonly expiresAt: string;
}

export interface IamToken {
  readonly token: string;
  readonly userId: string;
  readonly projectId: string;
  readonly expiresAt: string;
}

/** Scope: region. Key: name. */
export const NAMESPACES: Table<Namespace> = { name: 'namespace' };
/** Scope: region/organization. Key: user id. */
export const NAMESPACE_GRANTS: Table<Grant> = { name: 'namespace-grant' };
/** Scope: region/organization. Key: name, with slashes. */
export const REPOSITORIES: Table<Repository> = { name: 'repository' };
/** These have the scope region/organization/repository. Keys: user id, digest, digest, name. */
export const REPOSITORY_GRANTS: Table<Grant> = { name: 'repository-grant' };
export const BLOBS: Table<BlobLink> = { name: 'blob' };
export const MANIFESTS: Table<ManifestRecord> = { name: 'manifest' };
export const TAGS: Table<Tag> = { name: 'tag' };
/** Scope: empty. Key: AK. */
export const TEMPORARY_KEYS: Table<TemporaryKey> = { name: 'temporary-key' };
/** Scope: empty. Key: the token. */
export const IAM_TOKENS: Table<IamToken> = { name: 'iam-token' };

/** Newest first by the time of a record; of equal times, what came later. Wire times do not sort as text. */
export function byNewest<T extends { readonly id: number }>(timeOf: (record: T) => string): (a: T, b: T) => number {
  return (a, b) => Date.parse(timeOf(b)) - Date.parse(timeOf(a)) || b.id - a.id;
}

/** RFC 3339 in UTC with trailing zeros cut, as the service writes times. */
export function formatTime(date: Date): string {
  return date.toISOString().replace(/\.?0+Z$/, 'Z');
}
