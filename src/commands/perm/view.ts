import type { Grant } from '../../model/permission.ts';
import type { View } from '../../output/output.ts';
import { formatName, type TargetName } from '../shared/names.ts';

/** JSON fields of a permission: a contract. Source: docs/reference/contract.md#json-fields. */
export const PERM_FIELDS = ['user', 'userId', 'level', 'target'] as const;

/** A permission as JSON shows it. */
export interface PermRow extends Grant {
  /** `org` or `org/repo`. */
  readonly target: string;
}

export const permRow = ({ user, userId, level }: Grant, target: TargetName): PermRow => ({
  user,
  userId,
  level,
  target: formatName(target),
});

export const PERM_VIEW: View<PermRow> = {
  columns: [
    { header: 'User', value: ({ user }) => user },
    { header: 'Level', value: ({ level }) => level },
    { header: 'Target', value: ({ target }) => target, drop: 1 },
    { header: 'User id', value: ({ userId }) => userId, wide: true },
  ],
  name: ({ user }) => user,
  empty: 'Nobody has a permission of his own here; administrators of the account need none',
};
