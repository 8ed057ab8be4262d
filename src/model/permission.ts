import { SwrctlError } from '../errors.ts';

/** What somebody may do: pull; also push and edit; also delete, grant and share. */
export type PermissionLevel = 'read' | 'edit' | 'manage';

const WIRE: Record<PermissionLevel, number> = { read: 1, edit: 3, manage: 7 };

/** The service's number for a level. */
export function encodePermission(level: PermissionLevel): number {
  return WIRE[level];
}

/** @throws {SwrctlError} API_SHAPE for a number that is no level. */
export function decodePermission(value: number, at: string): PermissionLevel {
  const found = (Object.keys(WIRE) as PermissionLevel[]).find((level) => WIRE[level] === value);
  if (found !== undefined) return found;
  throw new SwrctlError('API_SHAPE', `${at} is ${value}, which is no permission level`);
}
