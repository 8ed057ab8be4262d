import type { BlobEvents, ContentSink, ContentSource, OpenAt, PushHints } from '../model/content.ts';
import type { Descriptor } from '../model/descriptor.ts';
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

/** Blobs up to this many bytes are no more work to send than to ask for. */
const TINY_BLOB = 32 * 1024;
/** So many that were asked for, and none was there: the rest will not be there either. */
const ENOUGH_MISSES = 6;

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
  const blobs = { asked: 0, there: 0 };
  const asks = async (blob: Pick<Descriptor, 'digest' | 'size'>): Promise<boolean> => {
    // An interrupted run left the first ones, which are the first to be asked for again.
    if (blobs.there === 0 && blobs.asked >= ENOUGH_MISSES && blob.size <= TINY_BLOB) return false;
    const isThere = await hasBlob(host, repository, blob, signal);
    blobs.asked += 1;
    if (isThere) blobs.there += 1;
    return isThere;
  };
  return {
    load: (key, load = {}) => loadNode({ host, repository, retries }, key, { ...load, signal: load.signal ?? signal }),
    has: async (descriptor) => {
      const { mediaType, digest } = descriptor;
      if (!isManifestType(mediaType) && !isIndexType(mediaType)) return asks(descriptor);
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
