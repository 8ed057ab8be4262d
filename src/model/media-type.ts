/**
 * Media types of images, and what they say. Sources: OCI image-spec 1.1, "Media Types"; docker manifest schema 1 and 2.
 */
export const DOCKER = {
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  list: 'application/vnd.docker.distribution.manifest.list.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar',
  layerGzip: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  layerZstd: 'application/vnd.docker.image.rootfs.diff.tar.zstd',
  foreignLayer: 'application/vnd.docker.image.rootfs.foreign.diff.tar',
  foreignLayerGzip: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
} as const;

export const OCI = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
  layerGzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
  layerZstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
  foreignLayer: 'application/vnd.oci.image.layer.nondistributable.v1.tar',
  foreignLayerGzip: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
  foreignLayerZstd: 'application/vnd.oci.image.layer.nondistributable.v1.tar+zstd',
} as const;

/** Schema 1, long deprecated: recognised so that it can be refused by name. */
export const SCHEMA1 = [
  'application/vnd.docker.distribution.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
] as const;

/** What we ask a registry for, most wanted first. */
export const ACCEPTED_MANIFESTS: readonly string[] = [OCI.index, DOCKER.list, OCI.manifest, DOCKER.manifest];

/** How the bytes of a layer are packed. */
export type Compression = 'none' | 'gzip' | 'zstd';

/** Which family of types a manifest uses. */
export type MediaTypeFamily = 'docker' | 'oci';

export function isIndexType(mediaType: string): boolean {
  return mediaType === OCI.index || mediaType === DOCKER.list;
}

export function isManifestType(mediaType: string): boolean {
  return mediaType === OCI.manifest || mediaType === DOCKER.manifest;
}

export function familyOf(mediaType: string): MediaTypeFamily {
  return mediaType.startsWith('application/vnd.docker.') ? 'docker' : 'oci';
}

/** Layers whose bytes are not meant to be pushed: Windows base layers and the like. */
export function isForeignLayerType(mediaType: string): boolean {
  return mediaType.includes('.foreign.') || mediaType.includes('.nondistributable.');
}

/** True for a layer that says it lies somewhere else than in the registry of its image. */
export function isForeignLayer(layer: { readonly mediaType: string; readonly urls?: readonly string[] }): boolean {
  return isForeignLayerType(layer.mediaType) || layer.urls !== undefined;
}

/** True for the layer types of container images; artifacts have other ones and are never converted. */
export function isImageLayerType(mediaType: string): boolean {
  return (
    mediaType.startsWith('application/vnd.docker.image.rootfs.') ||
    mediaType.startsWith('application/vnd.oci.image.layer.')
  );
}

/**
 * True for what can be run: a config and layers of the types of container images. Helm charts, signatures and other
 * artifacts use the same manifests with types of their own, some of them with the config type of an image.
 */
export function isContainerImage(
  config: { readonly mediaType: string },
  layers: readonly { readonly mediaType: string }[],
) {
  const isImageConfig = config.mediaType === OCI.config || config.mediaType === DOCKER.config;
  return isImageConfig && layers.every(({ mediaType }) => isImageLayerType(mediaType));
}

/** True for entries of an index that say they are no manifest of any kind. */
export function isBlobType(mediaType: string): boolean {
  return mediaType !== '' && !isIndexType(mediaType) && !/\bmanifest\b/.test(mediaType);
}

/** What a layer's type claims about its bytes. The bytes decide; see content/compression.ts. */
export function claimedCompression(mediaType: string): Compression {
  if (/[+.]gzip$/.test(mediaType)) return 'gzip';
  return /[+.]zstd$/.test(mediaType) ? 'zstd' : 'none';
}

/** The layer type that fits bytes packed this way. */
export function layerType(family: MediaTypeFamily, compression: Compression): string {
  const types = family === 'docker' ? DOCKER : OCI;
  return { none: types.layer, gzip: types.layerGzip, zstd: types.layerZstd }[compression];
}
