import { isAtLeast, type PermissionLevel } from './permission.ts';

/** What people ask about. */
export const ACTIONS = ['pull', 'push', 'manage'] as const;
export type Action = (typeof ACTIONS)[number];

/** One user's rights as far as they matter for a repository, or for an organization alone. */
export interface Access {
  /** On the organization. */
  readonly namespace?: PermissionLevel | undefined;
  /** On the repository alone. */
  readonly repository?: PermissionLevel | undefined;
}

/** The stronger of the two. */
export function effectiveLevel({ namespace, repository }: Access): PermissionLevel | undefined {
  if (namespace === undefined || repository === undefined) return namespace ?? repository;
  return isAtLeast(namespace, repository) ? namespace : repository;
}

/**
 * Whether these rights are enough. Uploading needs the right on the organization: on the repository alone it is not
 * enough. Source: docs/reference/service.md#permissions.
 */
export function isAllowed(access: Access, action: Action): boolean {
  const level = action === 'push' ? access.namespace : effectiveLevel(access);
  const needed = { pull: 'read', push: 'edit', manage: 'manage' } as const;
  return level !== undefined && isAtLeast(level, needed[action]);
}
