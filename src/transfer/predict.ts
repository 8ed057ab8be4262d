import type { Descriptor } from '../model/descriptor.ts';
import type { ImageIndex, ImageManifest } from '../model/manifest.ts';
import { assembleImage, assembleIndex } from './assemble.ts';
import type { PlannedImage, PlannedIndex, PlannedNode } from './plan.ts';

/**
 * The manifest that copying a plan will end with, without copying. Undefined when a layer has to be read first: one
 * that is repacked, or whose digest is not known.
 */
export function predictManifest(planned: PlannedNode): ImageManifest | ImageIndex | undefined {
  return planned.kind === 'image' ? predictImage(planned) : predictIndex(planned);
}

function predictImage(planned: PlannedImage): ImageManifest | undefined {
  const layers: Descriptor[] = [];
  for (const { source, mediaType, isRecoded } of planned.layers) {
    const { digest, size } = source;
    if (isRecoded || digest === undefined) return undefined;
    layers.push({ mediaType, digest, size });
  }
  return assembleImage(planned, layers);
}

function predictIndex(planned: PlannedIndex): ImageIndex | undefined {
  const children: Descriptor[] = [];
  for (const { planned: child } of planned.children) {
    const predicted = predictManifest(child)?.descriptor;
    if (predicted === undefined) return undefined;
    children.push(predicted);
  }
  return assembleIndex(planned, children);
}
