import type { PermissionLevel } from './permission.ts';

/** What people call an organization. */
export interface Namespace {
  readonly name: string;
  /** What the caller may do in it; `none` where only a repository inside shows it. */
  readonly permission: PermissionLevel | 'none';
  /** Users with a grant; absent where the service does not say. */
  readonly userCount?: number;
  readonly repositoryCount?: number;
  /** Absent where the service does not say. */
  readonly createdAt?: Date;
  readonly creator?: string;
}
