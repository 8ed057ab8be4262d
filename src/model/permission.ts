import { SwrctlError } from '../base/errors.ts';

/** What somebody may do: pull; also push and edit; also delete, grant and share. */
export type PermissionLevel = 'read' | 'edit' | 'manage';

/** From the weakest to the strongest; each holds the ones before. */
export const PERMISSION_LEVELS = ['read', 'edit', 'manage'] as const satisfies readonly PermissionLevel[];

/** One user's right on an organization or a repository. */
export interface Grant {
  /** Name of the IAM user. */
  readonly user: string;
  /** IAM id of the user. */
  readonly userId: string;
  readonly level: PermissionLevel;
}

const WIRE: Record<PermissionLevel, number> = { read: 1, edit: 3, manage: 7 };

/** The service's number for a level. */
export function encodePermission(level: PermissionLevel): number {
  return WIRE[level];
}

/** @throws {SwrctlError} API_SHAPE for a number that is no level. */
export function decodePermission(value: number, at: string): PermissionLevel {
  const found = PERMISSION_LEVELS.find((level) => WIRE[level] === value);
  if (found !== undefined) return found;
  throw new SwrctlError('API_SHAPE', `${at} is ${value}, which is no permission level`);
}

/** True when `level` allows what `needed` allows. */
export function isAtLeast(level: PermissionLevel, needed: PermissionLevel): boolean {
  return WIRE[level] >= WIRE[needed];
}
