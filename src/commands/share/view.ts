import type { Share } from '../../model/share.ts';
import type { View } from '../../output/output.ts';
import { formatName } from '../shared/names.ts';

/** JSON fields of a share: a contract with scripts. `until` is a time or `forever`. */
export const SHARE_FIELDS = ['repository', 'account', 'until', 'valid', 'description', 'createdAt', 'creator'] as const;

/** A share as JSON shows it. */
export interface ShareRow {
  readonly repository: string;
  readonly account: string;
  readonly until: string;
  readonly valid: boolean;
  readonly description: string;
  readonly createdAt: string | null;
  readonly creator: string | null;
}

export function shareRow({ account, until, isValid, description, createdAt, creator, ...name }: Share): ShareRow {
  return {
    repository: formatName(name),
    account,
    until: formatUntil(until),
    valid: isValid,
    description,
    createdAt: createdAt?.toISOString() ?? null,
    creator: creator ?? null,
  };
}

export const formatUntil = (until: Share['until']): string => (until === 'forever' ? until : until.toISOString());

export const SHARE_VIEW: View<ShareRow> = {
  columns: [
    { header: 'Repository', value: ({ repository }) => repository },
    { header: 'Account', value: ({ account }) => account },
    { header: 'Until', value: ({ until }) => until, kind: 'time' },
    { header: 'Valid', value: ({ valid }) => valid, drop: 2 },
    { header: 'Description', value: ({ description }) => description, flow: 'shorten', drop: 1 },
    { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time', wide: true },
    { header: 'Creator', value: ({ creator }) => creator, wide: true },
  ],
  name: ({ repository, account }) => `${repository} ${account}`,
  empty: 'Nothing is shared; share with: swrctl share add ORG/REPO --account ACCOUNT --until 30d',
};
