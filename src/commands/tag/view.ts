import type { TagInfo } from '../../model/tag.ts';
import type { View } from '../../output/output.ts';

/** JSON fields of a tag: a contract. Source: docs/reference/contract.md#json-fields. */
export const TAG_FIELDS = ['name', 'digest', 'size', 'mediaType', 'createdAt', 'updatedAt'] as const;

/** A tag as JSON shows it. */
export type TagRow = Omit<TagInfo, 'createdAt' | 'updatedAt'> & {
  readonly createdAt: string;
  readonly updatedAt: string;
};

export function tagRow(tag: TagInfo): TagRow {
  const { createdAt, updatedAt, ...rest } = tag;
  return { ...rest, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

/** Tags of the repository `org/repo`. Programs get the whole name, which is what the sibling verbs take. */
export function tagView(repository: string): View<TagRow> {
  const wholeName = ({ name: tag }: TagRow): string => `${repository}:${tag}`;
  return {
    columns: [
      { header: 'Name', value: ({ name }) => name, tsv: wholeName },
      { header: 'Digest', value: ({ digest }) => digest, kind: 'digest', drop: 1 },
      { header: 'Size', value: ({ size }) => size, kind: 'bytes' },
      { header: 'Updated at', value: ({ updatedAt }) => updatedAt, kind: 'time', drop: 2 },
      { header: 'Media type', value: ({ mediaType }) => mediaType, wide: true },
      { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time', wide: true },
    ],
    name: wholeName,
    empty: 'The repository has no tags',
  };
}
