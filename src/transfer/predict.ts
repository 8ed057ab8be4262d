import type { Descriptor } from '../model/descriptor.ts';
import type { ImageIndex, ImageManifest } from '../model/manifest.ts';
import { assembleImage, assembleIndex } from './assemble.ts';
import type { PlannedImage, PlannedIndex, PlannedNode } from './plan.ts';

/**
 * The manifest that copying a plan will end with, without copying. Undefined when a layer has to be read first: one
 * that is repacked, or whose digest is not known.
 */
export function predictManifest(root: PlannedNode): ImageManifest | ImageIndex | undefined {
  const known = new Map<PlannedNode, ImageManifest | ImageIndex | undefined>();
  const predict: Predict = (planned) => {
    if (known.has(planned)) return known.get(planned);
    const manifest = planned.kind === 'image' ? predictImage(planned) : predictIndex(planned, predict);
    known.set(planned, manifest);
    return manifest;
  };
  return predict(root);
}

type Predict = (planned: PlannedNode) => ImageManifest | ImageIndex | undefined;

function predictImage(planned: PlannedImage): ImageManifest | undefined {
  const layers: Descriptor[] = [];
  for (const { source, mediaType, isRecoded } of planned.layers) {
    const { digest, size } = source;
    if (isRecoded || digest === undefined) return undefined;
    layers.push({ mediaType, digest, size });
  }
  return assembleImage(planned, layers);
}

function predictIndex(planned: PlannedIndex, predict: Predict): ImageIndex | undefined {
  const children: Descriptor[] = [];
  for (const { planned: child } of planned.children) {
    const predicted = predict(child)?.descriptor;
    if (predicted === undefined) return undefined;
    children.push(predicted);
  }
  return assembleIndex(planned, children);
}
