import { checkedRepository } from './paths.ts';

/** What is asked for. `push` and `delete` may pull, too; `catalog` is the list of repositories, whatever the repository. */
export type Access = 'pull' | 'push' | 'delete' | 'catalog';

const ACTIONS = { pull: 'pull', push: 'pull,push', delete: 'pull,push,delete' } as const;

/**
 * Scope of one repository. SWR's challenge has an empty action list, so it is never echoed.
 *
 * @throws {SwrctlError} REFERENCE_INVALID for a name that could ask for more than one repository.
 */
export function scopeOf(repository: string, access: Access): string {
  if (access === 'catalog') return 'registry:catalog:*';
  return `repository:${checkedRepository(repository)}:${ACTIONS[access]}`;
}
