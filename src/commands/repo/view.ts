import { present } from '../../base/decode.ts';
import type { InstanceRepository } from '../../swr/enterprise/repositories.ts';
import type { RepositoryInfo, SharedRepository } from '../../model/repository.ts';
import type { View } from '../../output/output.ts';

/** JSON fields of a repository: a contract. Source: docs/reference/contract.md#json-fields. */
export const REPO_FIELDS = [
  ...(['name', 'organization', 'public', 'category', 'description'] as const),
  ...(['tagCount', 'size', 'downloads', 'createdAt', 'updatedAt'] as const),
  // In an instance, in place of public, category, size and downloads:
  ...(['artifactCount', 'pulls', 'instance'] as const),
] as const;

/** A repository as JSON shows it. */
export type RepoRow = Omit<RepositoryInfo, 'createdAt' | 'updatedAt'> & {
  readonly createdAt: string;
  readonly updatedAt: string;
};

/** Further fields of shared repositories: the account that owns it, and whether the share has not expired. */
export const SHARED_FIELDS = ['owner', 'valid'] as const;

export interface SharedRow extends RepoRow {
  readonly owner: string;
  readonly valid: boolean;
}

export function sharedRow({ owner, isValid, ...repository }: SharedRepository): SharedRow {
  return { ...repoRow(repository), owner, valid: isValid };
}

export function repoRow(repository: RepositoryInfo): RepoRow {
  const { createdAt, updatedAt, ...rest } = repository;
  return { ...rest, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

export const REPO_VIEW: View<RepoRow> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Public', value: (row) => row.public, drop: 4 },
    { header: 'Tags', value: ({ tagCount }) => tagCount, kind: 'number', field: 'tagCount', drop: 3 },
    { header: 'Size', value: ({ size }) => size, kind: 'bytes' },
    { header: 'Downloads', value: ({ downloads }) => downloads, kind: 'number', drop: 1 },
    { header: 'Updated at', value: ({ updatedAt }) => updatedAt, kind: 'time', drop: 2 },
    { header: 'Category', value: ({ category }) => category, wide: true },
    { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time', wide: true },
    { header: 'Description', value: ({ description }) => description, wide: true },
  ],
  name: ({ name }) => name,
  empty: 'There are no repositories here; push one with: swrctl push app.tar ORG/REPO:TAG',
};

/** @param center whose they are: shared by this account, or with it. */
export const sharedView = (center: 'self' | 'thirdparty'): View<SharedRow> => ({
  columns: [
    ...REPO_VIEW.columns,
    { header: 'Owner', value: ({ owner }) => owner },
    { header: 'Valid', value: ({ valid }) => valid, wide: true },
  ],
  name: ({ name }) => name,
  empty:
    center === 'self'
      ? 'No repositories are shared; share one with: swrctl share add ORG/REPO --account ACCOUNT --until 30d'
      : 'No other account shares a repository with this one; its owner does that',
});

/** A repository of an instance as JSON shows it. */
export interface InstanceRepoRow {
  readonly name: string;
  readonly organization: string;
  readonly description: string;
  readonly tagCount: number;
  readonly artifactCount: number;
  readonly pulls: number;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  readonly instance: string;
}

/** @param instance its name, where the list does not say it. */
export function instanceRepoRow(repository: InstanceRepository, instance: string): InstanceRepoRow {
  const { namespace, name, description, tagCount, artifactCount, pulls, createdAt, updatedAt } = repository;
  const times = present({ createdAt: createdAt?.toISOString(), updatedAt: updatedAt?.toISOString() });
  return {
    name: `${namespace}/${name}`,
    organization: namespace,
    description,
    tagCount,
    artifactCount,
    pulls,
    ...times,
    instance: repository.instance ?? instance,
  };
}

/** @param isOfAll whether rows of several instances stand below each other. */
export const instanceRepoView = (isOfAll: boolean): View<InstanceRepoRow> => ({
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Instance', value: ({ instance }) => instance, wide: !isOfAll },
    { header: 'Tags', value: ({ tagCount }) => tagCount, kind: 'number', field: 'tagCount', drop: 3 },
    {
      header: 'Artifacts',
      value: ({ artifactCount }) => artifactCount,
      kind: 'number',
      field: 'artifactCount',
      drop: 4,
    },
    { header: 'Pulls', value: ({ pulls }) => pulls, kind: 'number', drop: 1 },
    { header: 'Updated at', value: ({ updatedAt }) => updatedAt, kind: 'time', drop: 2 },
    { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time', wide: true },
    { header: 'Description', value: ({ description }) => description, wide: true },
  ],
  name: ({ name }) => name,
  empty: 'There are no repositories here; push one with: swrctl push app.tar ORG/REPO:TAG',
});
