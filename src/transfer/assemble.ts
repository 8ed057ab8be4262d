import type { Descriptor } from '../model/descriptor.ts';
import { DOCKER, OCI, isForeignLayerType } from '../model/media-type.ts';
import { buildIndex, buildManifest, type ImageIndex, type ImageManifest } from '../model/manifest.ts';
import type { PlannedImage, PlannedIndex } from './plan.ts';

/**
 * The manifest of a planned image, once its layers are known: the stored one where it is kept, else a new one.
 *
 * @param layers media type, digest and size of each stored layer, in order.
 */
export function assembleImage(planned: PlannedImage, layers: readonly Descriptor[]): ImageManifest {
  const { manifest } = planned.source;
  if (planned.isKept && manifest !== undefined) return manifest;
  return buildManifest({
    family: planned.family,
    config: configDescriptor(planned),
    layers: layers.map(({ mediaType, digest, size }, index) => {
      const { annotations, urls } = planned.layers[index]?.source ?? {};
      // Registries refuse addresses on layers that are their own.
      const elsewhere = urls && isForeignLayerType(mediaType) ? { urls } : {};
      return { mediaType, digest, size, ...(annotations ? { annotations } : {}), ...elsewhere };
    }),
    ...(manifest ? { annotations: manifest.annotations } : {}),
  });
}

/**
 * The index of a planned one, once its children are known: the stored one where it is kept, else a new one.
 *
 * @param children descriptors of the manifests that the children became, in order.
 */
export function assembleIndex(planned: PlannedIndex, children: readonly Descriptor[]): ImageIndex {
  const { index } = planned.source;
  if (planned.isKept) return index;
  const manifests = planned.children.map(({ descriptor }, position) => {
    const { mediaType, digest, size } = children[position] ?? descriptor;
    return { ...descriptor, mediaType, digest, size };
  });
  const blobs = new Set(planned.blobs.map(({ source }) => source.digest));
  const others = index.manifests.filter(({ digest }) => blobs.has(digest));
  return buildIndex(planned.family, [...manifests, ...others], index.annotations);
}

/** Only the type changes: the bytes of a config are the same in both families. */
function configDescriptor({ source, family }: PlannedImage): Descriptor {
  const { descriptor, image } = source.config;
  if (image === undefined) return descriptor;
  return { ...descriptor, mediaType: family === 'docker' ? DOCKER.config : OCI.config };
}
