import type { BlobEvents, ContentSink, ContentSource, OpenAt } from '../model/content.ts';
import { isIndexType, isManifestType } from '../model/media-type.ts';
import { hasBlob } from './blob.ts';
import type { RegistryHost } from './host.ts';
import { loadNode } from './load.ts';
import { headManifest, putManifest } from './manifest.ts';
import { uploadBlob } from './upload.ts';
import { uploadSmallBlob } from './upload-small.ts';

/** Blobs up to this many bytes go up in one request after the POST. */
const SMALL_BLOB = 1024 * 1024;

export interface RepositoryOptions {
  readonly signal?: AbortSignal;
  /** Tries after the first that moved no bytes, per blob. Default 5. */
  readonly retries?: number;
}

/** One repository of a registry, as a source and a sink of images. */
export type Repository = ContentSource & ContentSink;

export function openRepository(host: RegistryHost, repository: string, options: RepositoryOptions = {}): Repository {
  const { signal, retries } = options;
  const common = { host, repository, ...(signal ? { signal } : {}), ...(retries === undefined ? {} : { retries }) };
  return {
    load: (key, load = {}) => loadNode({ host, repository }, key, { ...(signal ? { signal } : {}), ...load }),
    has: async (descriptor) => {
      const { mediaType, digest } = descriptor;
      if (!isManifestType(mediaType) && !isIndexType(mediaType)) return hasBlob(host, repository, descriptor, signal);
      return (await headManifest({ ...common, key: digest })) !== undefined;
    },
    push: async (descriptor, open: OpenAt, events?: BlobEvents) => {
      const blob = { ...common, label: descriptor.digest, open, expected: descriptor, ...(events ? { events } : {}) };
      await (descriptor.size <= SMALL_BLOB ? uploadSmallBlob(blob) : uploadBlob(blob));
    },
    ingest: ({ label }, open, events) => uploadBlob({ ...common, label, open, ...(events ? { events } : {}) }),
    pushManifest: (manifest) => putManifest({ ...common, key: manifest.descriptor.digest }, manifest),
    tag: (manifest, name) => putManifest({ ...common, key: name }, manifest),
  };
}
