import { section, type View } from '../../../output/view.ts';

/** One platform of an index, as JSON shows it. */
export interface PlatformRow {
  readonly platform: string | null;
  readonly digest: string;
  readonly mediaType: string;
  /** Stored bytes of config and layers; null when they were not read. */
  readonly size: number | null;
}

export interface LayerRow {
  /** Of the stored bytes; null where only reading them would tell. */
  readonly digest: string | null;
  readonly diffID: string | null;
  /** Stored bytes. */
  readonly size: number;
  readonly compression: string;
  readonly mediaType: string;
  /** The line of the history that made it; null where the history does not say. */
  readonly createdBy: string | null;
}

export interface HistoryRow {
  readonly createdBy: string;
  readonly created: string | null;
  readonly comment: string | null;
  readonly emptyLayer: boolean;
}

/** An image as JSON shows it: the fields of INSPECT_FIELDS. */
export interface InspectedImage {
  /** The path as given or the whole reference. */
  readonly name: string;
  /** Names in the archive; empty for a registry. */
  readonly names: readonly string[];
  readonly format: 'registry' | 'docker-archive' | 'oci-archive' | 'oci-layout';
  /** Of the manifest or index; null for a docker-archive, which has none. */
  readonly digest: string | null;
  readonly mediaType: string | null;
  /** Digest of the config, which docker calls the image ID; null for an index of artifacts. */
  readonly imageId: string | null;
  readonly platform: string | null;
  readonly created: string | null;
  readonly author: string | null;
  /** Stored bytes of config and layers, repeated layers counted once. */
  readonly size: number;
  readonly user: string | null;
  readonly workdir: string | null;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly env: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Of an index; empty for a single image. */
  readonly platforms: readonly PlatformRow[];
  readonly layers: readonly LayerRow[];
  readonly history: readonly HistoryRow[];
  /** What the archive names but does not hold, and what swrctl leaves aside. */
  readonly leftOut: readonly string[];
}

/** One of several images of an archive. */
export interface ListedImage extends Partial<Omit<InspectedImage, 'names'>>, Pick<InspectedImage, 'names'> {
  /** What `--image` takes for it. */
  readonly image: string;
  /** Why it cannot be read; then there is no more than its names. */
  readonly problem: string | null;
}

export const LIST_VIEW: View<ListedImage> = {
  columns: [
    { header: 'Image', value: ({ image }) => image },
    { header: 'Names', value: ({ names }) => names.join(', '), drop: 1 },
    { header: 'Platform', value: ({ platform, platforms = [] }) => platformNames(platforms) ?? platform, flow: 'wrap' },
    { header: 'Digest', value: ({ digest }) => digest, kind: 'digest', drop: 3 },
    { header: 'Image ID', value: ({ imageId }) => imageId, kind: 'digest', drop: 2 },
    { header: 'Size', value: ({ size }) => size, kind: 'bytes' },
    { header: 'Problem', value: ({ problem }) => problem, flow: 'wrap' },
  ],
  name: ({ image }) => image,
};

function platformNames(rows: readonly PlatformRow[]): string | undefined {
  const names = rows.flatMap(({ platform }) => platform ?? []);
  return names.length > 1 ? names.join(', ') : undefined;
}

const PLATFORMS: View<PlatformRow> = {
  columns: [
    { header: 'Platform', value: ({ platform }) => platform },
    { header: 'Digest', value: ({ digest }) => digest, kind: 'digest' },
    { header: 'Size', value: ({ size }) => size, kind: 'bytes' },
    { header: 'Media type', value: ({ mediaType }) => mediaType, wide: true },
  ],
  name: ({ platform }) => platform ?? '',
};

/** Without the shell that the builder put before it. */
const instruction = (line: string | null): string | null => line?.replace(/^\/bin\/sh -c (#\(nop\) +)?/, '') ?? null;

const LAYERS: View<LayerRow> = {
  columns: [
    { header: 'Digest', value: ({ digest }) => digest, kind: 'digest' },
    { header: 'diffID', value: ({ diffID }) => diffID, kind: 'digest', drop: 1 },
    { header: 'Size', value: ({ size }) => size, kind: 'bytes' },
    { header: 'Compression', value: ({ compression }) => compression, drop: 2 },
    {
      header: 'Created by',
      value: ({ createdBy }) => createdBy,
      text: ({ createdBy }) => instruction(createdBy),
      flow: 'shorten',
    },
    { header: 'Media type', value: ({ mediaType }) => mediaType, wide: true },
  ],
  name: ({ digest, diffID }) => digest ?? diffID ?? '',
};

/** As a Dockerfile has it: `["/bin/sh","-c"]`. */
const listText = (items: readonly string[]): string | null => (items.length === 0 ? null : JSON.stringify(items));

export const INSPECT_VIEW: View<InspectedImage> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Names', value: ({ names }) => names, kind: 'lines' },
    { header: 'Format', value: ({ format }) => format },
    { header: 'Digest', value: ({ digest }) => digest },
    { header: 'Media type', value: ({ mediaType }) => mediaType },
    { header: 'Image ID', value: ({ imageId }) => imageId },
    { header: 'Platform', value: ({ platform }) => platform },
    { header: 'Created', value: ({ created }) => created, kind: 'time' },
    { header: 'Author', value: ({ author }) => author },
    { header: 'Size', value: ({ size }) => size, kind: 'bytes' },
    { header: 'User', value: ({ user }) => user },
    { header: 'Workdir', value: ({ workdir }) => workdir },
    { header: 'Entrypoint', value: ({ entrypoint }) => listText(entrypoint) },
    { header: 'Cmd', value: ({ cmd }) => listText(cmd) },
    { header: 'Ports', value: ({ ports }) => ports, kind: 'lines' },
    { header: 'Volumes', value: ({ volumes }) => volumes, kind: 'lines' },
    { header: 'Env', value: ({ env }) => env, kind: 'lines' },
    {
      header: 'Labels',
      value: ({ labels }) => Object.entries(labels).map(([name, value]) => `${name}=${value}`),
      kind: 'lines',
    },
    { header: 'Left out', value: ({ leftOut }) => leftOut, kind: 'lines' },
  ],
  sections: [
    section('Platforms', ({ platforms }) => platforms, PLATFORMS),
    section('Layers', ({ layers }) => layers, LAYERS),
  ],
  name: ({ name }) => name,
};
