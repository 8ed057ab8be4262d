import type { BlobEvents, ContentSink, ContentSource, OpenAt, PushHints } from '../model/content.ts';
import { isIndexType, isManifestType } from '../model/media-type.ts';
import { hasBlob } from './blob.ts';
import type { RegistryHost } from './host-types.ts';
import { loadNode } from './load.ts';
import { headManifest, putManifest } from './manifest.ts';
import { mountBlob } from './mount.ts';
import { uploadBlob } from './upload.ts';
import { uploadSmallBlob } from './upload-small.ts';

/** Blobs up to this many bytes go up in one request after the POST. */
const SMALL_BLOB = 1024 * 1024;

export interface RepositoryOptions {
  readonly signal?: AbortSignal | undefined;
  /** Tries after the first that moved no bytes, per blob. Default 5. */
  readonly retries?: number | undefined;
  /** Bytes per PATCH. Default: one streamed PATCH. */
  readonly chunkSize?: number | undefined;
}

/** One repository of a registry, as a source and a sink of images. */
export type Repository = ContentSource & ContentSink;

export function openRepository(host: RegistryHost, repository: string, options: RepositoryOptions = {}): Repository {
  const { signal, retries, chunkSize } = options;
  const common = { host, repository, signal, retries };
  return {
    load: (key, load = {}) => loadNode({ host, repository, retries }, key, { ...load, signal: load.signal ?? signal }),
    has: async (descriptor) => {
      const { mediaType, digest } = descriptor;
      if (!isManifestType(mediaType) && !isIndexType(mediaType)) return hasBlob(host, repository, descriptor, signal);
      return (await headManifest({ ...common, key: digest })) !== undefined;
    },
    push: async (descriptor, open: OpenAt, events?: BlobEvents, hints: PushHints = {}) => {
      const blob = {
        ...common,
        label: descriptor.digest,
        open,
        expected: descriptor,
        chunkSize,
        events,
      };
      const mounted = await mountBlob({ ...common, label: descriptor.digest }, descriptor.digest, hints.mountFrom);
      if (mounted === 'mounted') events?.onMounted?.();
      else if (mounted === undefined && descriptor.size <= SMALL_BLOB) await uploadSmallBlob(blob);
      else await uploadBlob({ ...blob, session: mounted });
    },
    ingest: ({ label }, open, events) => uploadBlob({ ...common, label, open, chunkSize, events }),
    pushManifest: (manifest) => putManifest({ ...common, key: manifest.descriptor.digest }, manifest),
    tag: (manifest, name) => putManifest({ ...common, key: name }, manifest),
  };
}
