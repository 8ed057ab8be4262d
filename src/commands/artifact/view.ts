import { present } from '../../base/decode.ts';
import { shortDigests } from '../../output/cell.ts';
import type { View } from '../../output/output.ts';
import type { Accessory, Artifact, BuildStep } from '../../swr/enterprise/artifacts.ts';

/** JSON fields of an artifact: a contract. Source: docs/reference/contract.md#json-fields. */
export const ARTIFACT_FIELDS = [
  ...(['name', 'digest', 'type', 'mediaType', 'size', 'tags', 'pushedAt', 'pulledAt'] as const),
  ...(['scanStatus', 'severity', 'findings', 'fixable'] as const),
] as const;

/** A version of a repository as JSON shows it. */
export interface ArtifactRow {
  /** `ns/repo@digest`, which the sibling verbs accept. */
  readonly name: string;
  readonly digest: string;
  readonly type?: string;
  readonly mediaType?: string;
  readonly size: number;
  readonly tags: readonly string[];
  readonly pushedAt?: string;
  /** Absent: never. */
  readonly pulledAt?: string;
  /** Absent where it was not scanned, and in lists. */
  readonly scanStatus?: string;
  readonly severity?: string;
  readonly findings?: number;
  readonly fixable?: number;
}

export function artifactRow(path: string, artifact: Artifact): ArtifactRow {
  const { digest, type, mediaType, size, tags, pushedAt, pulledAt, scan } = artifact;
  return {
    name: `${path}@${digest}`,
    digest,
    size,
    tags,
    ...present({ type, mediaType, pushedAt: pushedAt?.toISOString(), pulledAt: pulledAt?.toISOString() }),
    ...present({
      scanStatus: scan?.status,
      severity: scan?.severity?.toLowerCase(),
      findings: scan?.total,
      fixable: scan?.fixable,
    }),
  };
}

/** @param isDetailed whether a scan is shown, which lists do not ask for. */
export const artifactView = (isDetailed: boolean): View<ArtifactRow> => ({
  columns: [
    { header: 'Name', value: ({ name }) => name, ...(isDetailed ? {} : { text: ({ name }) => shortDigests(name) }) },
    { header: 'Tags', value: ({ tags }) => tags, text: ({ tags }) => tags.join(', ') },
    { header: 'Size', value: ({ size }) => size, kind: 'bytes' },
    { header: 'Pushed at', value: ({ pushedAt }) => pushedAt, kind: 'time', drop: 2 },
    { header: 'Pulled at', value: ({ pulledAt }) => pulledAt, kind: 'time', drop: 1 },
    { header: 'Type', value: ({ type }) => type, wide: true },
    { header: 'Media type', value: ({ mediaType }) => mediaType, wide: true },
    ...(isDetailed ? SCAN : []),
  ],
  name: ({ name }) => name,
  empty: 'There are no artifacts here; push one with: swrctl push app.tar ORG/REPO:TAG',
});

const SCAN: View<ArtifactRow>['columns'] = [
  { header: 'Scan status', value: ({ scanStatus }) => scanStatus },
  { header: 'Severity', value: ({ severity }) => severity },
  { header: 'Findings', value: ({ findings }) => findings, kind: 'number' },
  { header: 'Fixable', value: ({ fixable }) => fixable, kind: 'number' },
];

export const ACCESSORY_FIELDS = ['digest', 'type', 'size', 'createdAt'] as const;

export interface AccessoryRow {
  readonly digest: string;
  readonly type: string;
  readonly size: number;
  readonly createdAt?: string;
}

export const accessoryRow = ({ digest, type, size, createdAt }: Accessory): AccessoryRow => ({
  digest,
  type,
  size,
  ...present({ createdAt: createdAt?.toISOString() }),
});

export const ACCESSORY_VIEW: View<AccessoryRow> = {
  columns: [
    { header: 'Digest', value: ({ digest }) => digest, kind: 'digest' },
    { header: 'Type', value: ({ type }) => type },
    { header: 'Size', value: ({ size }) => size, kind: 'bytes' },
    { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time' },
  ],
  name: ({ digest }) => digest,
  empty: 'The service lists nothing that refers to it',
};

export const HISTORY_FIELDS = ['createdBy', 'createdAt', 'emptyLayer', 'size', 'digest', 'mediaType'] as const;

export interface HistoryRow {
  readonly createdBy: string;
  readonly createdAt?: string;
  readonly emptyLayer: boolean;
  readonly size: number;
  readonly digest?: string;
  readonly mediaType?: string;
}

export const historyRow = ({ createdBy, createdAt, isEmpty, size, digest, mediaType }: BuildStep): HistoryRow => ({
  createdBy,
  emptyLayer: isEmpty,
  size,
  ...present({ createdAt: createdAt?.toISOString(), digest, mediaType }),
});

export const HISTORY_VIEW: View<HistoryRow> = {
  columns: [
    { header: 'Created by', value: ({ createdBy }) => createdBy, flow: 'shorten' },
    { header: 'Size', value: ({ size }) => size, kind: 'bytes' },
    { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time', drop: 1 },
    { header: 'Digest', value: ({ digest }) => digest, kind: 'digest', drop: 2 },
    { header: 'Empty layer', value: ({ emptyLayer }) => emptyLayer, wide: true },
    { header: 'Media type', value: ({ mediaType }) => mediaType, wide: true },
  ],
  name: ({ digest, createdBy }) => digest ?? createdBy,
  empty: 'The image has no history',
};
