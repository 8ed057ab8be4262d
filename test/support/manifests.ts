import { testImage, type TestDescriptor, type TestImage } from './archives.ts';
import type { MemoryRegistry } from './memory-registry.ts';

export const INDEX = 'application/vnd.oci.image.index.v1+json';
export const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar';

export type Entry = Pick<TestDescriptor, 'mediaType' | 'digest' | 'size'>;

/** Puts the blobs of an image into a registry and gives its manifest, which is not stored yet. */
export function imageManifestIn(
  registry: MemoryRegistry,
  image: TestImage = testImage(),
  algorithm: 'sha256' | 'sha512' = 'sha256',
) {
  const entry = (mediaType: string, bytes: Buffer): Entry => ({
    mediaType,
    digest: registry.addBlob(bytes, algorithm),
    size: bytes.length,
  });
  return {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: entry(CONFIG, image.config),
    layers: image.layers.map((layer) => entry(LAYER, layer)),
  };
}

/** Stores a document and gives the entry that leads to it. */
export function store(
  registry: MemoryRegistry,
  repository: string,
  document: { readonly mediaType?: string },
  tag?: string,
): Entry {
  const bytes = Buffer.from(JSON.stringify(document));
  const mediaType = document.mediaType ?? MANIFEST;
  return { mediaType, digest: registry.put(repository, bytes, mediaType, tag), size: bytes.length };
}
