import type { Writable } from 'node:stream';
import { SwrctlError } from '../../base/errors.ts';
import { hexOf, type Digest } from '../../model/digest.ts';
import type { ImageIndex, ImageManifest } from '../../model/manifest.ts';
import { DOCKER, OCI, claimedCompression, isImageLayerType } from '../../model/media-type.ts';
import { createArchiveSink, type ArchiveFormatRules, type ArchiveSink } from './archive-sink.ts';
import type { BlobStore } from './blob-store.ts';
import { DOCKER_MANIFEST } from '../read/docker-archive.ts';
import type { OutputOptions } from '../partial/partial-output.ts';
import { createTarFile } from './tar-file-output.ts';
import { createTarStream, type StreamOutputOptions } from './tar-stream-output.ts';

/**
 * Makes a docker-archive: what `docker load` of 20.10 and later takes. Layers are stored as they come, packed or not.
 *
 * @param target path of the file, or a stream that gets the metadata last.
 * @throws {SwrctlError} OUTPUT_EXISTS, DISK
 */
export async function createDockerArchive(
  target: string | Writable,
  options: OutputOptions & StreamOutputOptions = {},
): Promise<ArchiveSink> {
  const output = typeof target === 'string' ? createTarFile(target, options) : createTarStream(target, options);
  return createArchiveSink(await output, dockerArchiveRules(), options);
}

const EXTENSIONS = { none: '.tar', gzip: '.tar.gz', zstd: '.tar.zst' } as const;

/** One entry of `manifest.json`, in docker's order of keys. */
interface SavedItem {
  readonly Config: string;
  RepoTags: string[] | null;
  readonly Layers: readonly string[];
}

function dockerArchiveRules(): ArchiveFormatRules {
  const items = new Map<Digest, SavedItem>();
  return {
    entryName: ({ digest, mediaType }) =>
      `${hexOf(digest)}${isImageLayerType(mediaType) ? EXTENSIONS[claimedCompression(mediaType)] : '.json'}`,
    pushManifest: (manifest, store) => {
      // The same image again, under another name, is the same item.
      const { digest } = manifest.descriptor;
      if (!items.has(digest)) items.set(digest, describe(manifest, store));
      return Promise.resolve();
    },
    tag: (manifest, name) => {
      const item = items.get(manifest.descriptor.digest);
      if (item === undefined) throw new SwrctlError('FAILED', `${name} is to be a tag of an image that is not stored`);
      if (!name.includes('@')) item.RepoTags = [...(item.RepoTags ?? []), name];
    },
    metadata: () => [{ name: DOCKER_MANIFEST, bytes: Buffer.from(JSON.stringify([...items.values()])) }],
  };
}

function describe(manifest: ImageManifest | ImageIndex, store: BlobStore): SavedItem {
  const hint = 'Use the format oci or oci-archive';
  if (manifest.kind === 'index') {
    throw new SwrctlError('REFUSED', 'A docker-archive holds images of one platform, not an index', { hint });
  }
  const { config, layers } = manifest;
  if (config.mediaType !== DOCKER.config && config.mediaType !== OCI.config) {
    throw new SwrctlError('REFUSED', `A docker-archive holds container images, not ${config.mediaType}`, { hint });
  }
  return { Config: store.entryOf(config), RepoTags: null, Layers: layers.map(store.entryOf) };
}
