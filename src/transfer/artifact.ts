import type { ContentNode, ImageNode } from '../model/content.ts';
import { DOCKER, OCI, isImageLayerType } from '../model/media-type.ts';
import { imagesOf } from '../model/images-of.ts';

/** What artifacts have for a config when they have nothing to say. Source: OCI image-spec 1.1, "Guidance for an Empty Descriptor". */
const EMPTY_CONFIG = 'application/vnd.oci.empty.v1+json';

/** What to do with what SWR does not take. */
export const ARTIFACT_HINT = 'Push it to a registry for artifacts, or let SWR decide with --format keep';

/** What something is that is no container image, by its most telling type: a Helm chart, a signature, a build cache … */
export function artifactType(node: ContentNode): string {
  if (node.kind === 'image') return typeOfArtifact(node);
  const [image] = imagesOf(node);
  const blobs = node.children.flatMap(({ blob }) => (blob === undefined ? [] : [blob.mediaType]));
  const own = blobs.find((type) => !isImageLayerType(type)) ?? blobs[0];
  return node.index.artifactType ?? own ?? (image ? typeOfArtifact(image) : node.index.descriptor.mediaType);
}

function typeOfArtifact({ manifest, config, layers }: ImageNode): string {
  const { mediaType } = config.descriptor;
  const saysNothing = [EMPTY_CONFIG, OCI.config, DOCKER.config].some((type) => type === mediaType);
  const ofLayers = layers.find((layer) => !isImageLayerType(layer.mediaType))?.mediaType;
  return manifest?.artifactType ?? (saysNothing ? ofLayers : undefined) ?? mediaType;
}
