import { checkLayer } from '../content/check-layer.ts';
import { hasCode } from '../base/errors.ts';
import type { ContentNode, LayerNode } from '../model/content.ts';
import type { Finding } from '../model/finding.ts';
import { imagesOf } from '../model/images-of.ts';
import type { Compression } from '../model/media-type.ts';
import { isForeignLayer } from '../model/media-type.ts';
import type { CheckedImage } from './check-subject.ts';
import { packingOf } from './diff-id.ts';
import { blobsOf } from './select.ts';

export interface CheckContentOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told before a layer is read. */
  readonly onLayer?: (label: string, size: number) => LayerEvents;
}

export interface LayerEvents {
  /** Stored bytes that were read since the last call. */
  readonly onBytes: (count: number) => void;
  readonly onEnd: (isGood: boolean) => void;
}

/**
 * Reads every layer of the images once, and compares it with its digest and its diffID.
 *
 * @returns a blocker for each layer that is not what it should be.
 * @throws {SwrctlError} NETWORK, DISK … when reading itself fails.
 */
export async function checkContent(
  images: readonly CheckedImage[],
  options: CheckContentOptions = {},
): Promise<Finding[]> {
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const { label, node } of images) {
    for (const layer of readableLayers(node)) {
      const key = `${layer.digest ?? layer.label} ${layer.diffID ?? ''}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const problem = await findProblem(layer, options);
      if (problem !== undefined) findings.push({ level: 'blocker', check: 'layer-content', image: label, ...problem });
    }
  }
  return findings;
}

/** Layers of images, and what artifacts hold, which is for nobody here to unpack. */
function readableLayers(node: ContentNode): readonly CheckedLayer[] {
  const ofImages = imagesOf(node).flatMap(({ layers, config }) =>
    layers.map((layer) => ({ ...layer, isPackage: config.image !== undefined })),
  );
  const blobs = blobsOf(node).map((blob) => ({ ...blob, isPackage: false }));
  return [...ofImages, ...blobs].filter(({ isElsewhere }) => isElsewhere !== true);
}

interface CheckedLayer extends LayerNode {
  /** True when it has to unpack. */
  readonly isPackage: boolean;
}

async function findProblem(
  layer: CheckedLayer,
  { signal, onLayer }: CheckContentOptions,
): Promise<Pick<Finding, 'message' | 'hint'> | undefined> {
  const events = onLayer?.(layer.label, layer.size);
  try {
    const compression = layer.isPackage ? await compressionOf(layer, signal) : 'none';
    await checkLayer({ ...layer, compression }, { signal, ...events });
    events?.onEnd(true);
    return undefined;
  } catch (error) {
    events?.onEnd(false);
    // A registry need not hold what says it lies elsewhere.
    if (isForeignLayer(layer) && hasCode(error, 'NOT_FOUND')) return undefined;
    if (!hasCode(error, 'CONTENT_MISMATCH', 'SOURCE_INVALID')) throw error;
    return { message: error.message, hint: error.hint };
  }
}

/** A registry only knows what the type claims; the bytes decide. */
async function compressionOf(layer: LayerNode, signal: AbortSignal | undefined): Promise<Compression> {
  const packing = await packingOf(layer, signal);
  return packing === 'gzip' || packing === 'zstd' ? packing : 'none';
}
