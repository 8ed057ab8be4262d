import { present } from '../../base/decode.ts';
import type { InstanceTag } from '../../swr/enterprise/artifacts.ts';
import type { TagInfo } from '../../model/tag.ts';
import type { View } from '../../output/output.ts';

/** JSON fields of a tag: a contract. Source: docs/reference/contract.md#json-fields. */
export const TAG_FIELDS = [
  ...(['name', 'digest', 'size', 'mediaType', 'createdAt', 'updatedAt'] as const),
  'pulledAt', // in an instance, which does not say when a tag was made
] as const;

/** A tag as JSON shows it. */
export type TagRow = Omit<TagInfo, 'createdAt' | 'updatedAt'> & {
  readonly createdAt: string;
  readonly updatedAt: string;
};

export function tagRow(tag: TagInfo): TagRow {
  const { createdAt, updatedAt, ...rest } = tag;
  return { ...rest, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

/** What both editions say of a tag. */
type AnyTagRow = { readonly [Field in 'name' | 'digest']: string } & {
  readonly size: number;
  readonly updatedAt?: string;
};

/** The first columns of a list of tags; programs get whole names. */
const commonColumns = <R extends AnyTagRow>(wholeName: (row: R) => string): View<R>['columns'] => [
  { header: 'Name', value: ({ name }) => name, tsv: wholeName },
  { header: 'Digest', value: ({ digest }) => digest, kind: 'digest', drop: 1 },
  { header: 'Size', value: ({ size }) => size, kind: 'bytes' },
  { header: 'Updated at', value: ({ updatedAt }) => updatedAt, kind: 'time', drop: 2 },
];

const NO_TAGS = 'The repository has no tags';

/** Tags of the repository `org/repo`. Programs get the whole name, which is what the sibling verbs take. */
export function tagView(repository: string): View<TagRow> {
  const wholeName = ({ name: tag }: TagRow): string => `${repository}:${tag}`;
  return {
    columns: [
      ...commonColumns(wholeName),
      { header: 'Media type', value: ({ mediaType }) => mediaType, wide: true },
      { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time', wide: true },
    ],
    name: wholeName,
    empty: NO_TAGS,
  };
}

/** A tag of an instance as JSON shows it. */
export interface InstanceTagRow {
  readonly name: string;
  readonly digest: string;
  readonly size: number;
  readonly mediaType?: string;
  readonly updatedAt?: string;
  /** Absent: never. */
  readonly pulledAt?: string;
}

export function instanceTagRow({ name, digest, size, mediaType, pushedAt, pulledAt }: InstanceTag): InstanceTagRow {
  const times = { updatedAt: pushedAt?.toISOString(), pulledAt: pulledAt?.toISOString() };
  return { name, digest, size, ...present({ mediaType, ...times }) };
}

export function instanceTagView(repository: string): View<InstanceTagRow> {
  const wholeName = ({ name: tag }: InstanceTagRow): string => `${repository}:${tag}`;
  return {
    columns: [
      ...commonColumns(wholeName),
      { header: 'Pulled at', value: ({ pulledAt }) => pulledAt, kind: 'time', drop: 3 },
      { header: 'Media type', value: ({ mediaType }) => mediaType, wide: true },
    ],
    name: wholeName,
    empty: NO_TAGS,
  };
}
