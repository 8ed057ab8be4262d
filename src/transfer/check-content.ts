import { checkLayer } from '../content/check-layer.ts';
import { hasCode } from '../errors.ts';
import type { LayerNode } from '../model/content.ts';
import type { Finding } from '../model/finding.ts';
import { imagesOf } from '../model/images-of.ts';
import { isForeignLayerType } from '../model/media-type.ts';
import type { CheckedImage } from './check-subject.ts';
import { packingOf } from './diff-id.ts';

export interface CheckContentOptions {
  readonly signal?: AbortSignal;
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
    for (const layer of imagesOf(node).flatMap(({ layers }) => layers)) {
      const key = `${layer.digest ?? layer.label} ${layer.diffID ?? ''}`;
      if (seen.has(key) || isForeignLayerType(layer.mediaType)) continue;
      seen.add(key);
      const problem = await findProblem(layer, options);
      if (problem !== undefined) findings.push({ level: 'blocker', check: 'layer-content', image: label, ...problem });
    }
  }
  return findings;
}

async function findProblem(
  layer: LayerNode,
  { signal, onLayer }: CheckContentOptions,
): Promise<Pick<Finding, 'message' | 'hint'> | undefined> {
  const events = onLayer?.(layer.label, layer.size);
  try {
    const packing = await packingOf(layer, signal);
    // A registry only knows what the type claims; the bytes decide.
    const compression = packing === 'gzip' || packing === 'zstd' ? packing : 'none';
    await checkLayer({ ...layer, compression }, { ...(signal ? { signal } : {}), ...events });
    events?.onEnd(true);
    return undefined;
  } catch (error) {
    events?.onEnd(false);
    if (!hasCode(error, 'CONTENT_MISMATCH', 'SOURCE_INVALID')) throw error;
    return { message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  }
}
