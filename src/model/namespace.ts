import type { PermissionLevel } from './permission.ts';

/** What people call an organization. */
export interface Namespace {
  readonly name: string;
  /** What the caller may do in it. */
  readonly permission: PermissionLevel;
  /** Absent where the service does not say. */
  readonly createdAt?: Date;
  readonly creator?: string;
}
