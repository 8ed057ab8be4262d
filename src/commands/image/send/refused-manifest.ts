import { SwrctlError, hasCode } from '../../../base/errors.ts';
import type { LayerNode } from '../../../model/content.ts';
import { imagesOf } from '../../../model/images-of.ts';
import { isForeignLayer, isForeignLayerType } from '../../../model/media-type.ts';
import type { CopySession } from '../../../transfer/copy-session.ts';
import { artifactType } from '../../../transfer/artifact.ts';
import { plannedImages, type Plan, type PlannedNode } from '../../../transfer/plan.ts';
import { holdsContainers } from '../../../transfer/select.ts';
import type { PreparedImage } from './run.ts';
import type { SendOptions } from './options.ts';

export interface Refused {
  readonly options: Pick<SendOptions, 'format' | 'compression'>;
  readonly prepared: PreparedImage;
}

/**
 * True when a registry does not take the manifest as it is. Of layers that lie elsewhere the CNCF registry says no more
 * than 500. Source: distribution, registry/handlers/manifests.go, PutManifest.
 */
export function isRefusal(error: unknown, plan: Plan): error is SwrctlError {
  if (hasCode(error, 'MANIFEST_REFUSED')) return true;
  return error instanceof SwrctlError && error.service?.status === 500 && foreignLayers(plan.root).length > 0;
}

/** The layers of a manifest that say they lie elsewhere. */
export function foreignLayers(root: PlannedNode): readonly LayerNode[] {
  return plannedImages(root).flatMap(({ layers, isKept }) =>
    layers
      .filter(({ source, mediaType }) => (isKept ? isForeignLayer(source) : isForeignLayerType(mediaType)))
      .map(({ source }) => source),
  );
}

/** What can be done about a refusal that nothing else could be tried for. */
export function explainRefusal(error: unknown, { options, prepared }: Refused, plan: Plan): unknown {
  if (!isRefusal(error, plan)) return error;
  const { message, service } = error;
  const refused = (more: string, hint: string): SwrctlError =>
    new SwrctlError('MANIFEST_REFUSED', `${message}${more}`, { hint, cause: error, service });
  const [foreign] = foreignLayers(plan.root);
  if (foreign !== undefined && options.format !== 'auto') {
    return refused(
      `: the layer ${foreign.label} says that it lies elsewhere, which registries may refuse`,
      'Leave --format out: then it goes up as a layer like any other',
    );
  }
  if (holdsContainers(prepared.node)) return error;
  return refused(
    `: it is no container image but ${artifactType(prepared.node)}, which this registry does not take`,
    'Push it to a registry for artifacts',
  );
}

/**
 * Asks for layers that the source names but does not hold, before anything is sent.
 *
 * @throws {SwrctlError} SOURCE_INVALID naming the first that the registry does not have either.
 */
export async function requireForeignLayers({ node, registry }: PreparedImage, { sink }: CopySession): Promise<void> {
  const layers = imagesOf(node).flatMap((image) => image.layers.filter(isForeignLayer));
  for (const layer of new Map(layers.map((each) => [each.label, each])).values()) {
    const { label, mediaType, digest, size } = layer;
    if (digest === undefined || (await sink.has({ mediaType, digest, size })) || (await isHeld(layer))) continue;
    throw new SwrctlError('SOURCE_INVALID', `The foreign layer ${label} is neither in the source nor on ${registry}`, {
      hint: 'Save the image with a tool that keeps such layers, or build it on a base without them',
    });
  }
}

/** An archive knows what it holds; a registry has to be asked, and begins to send what it has. */
async function isHeld({ isElsewhere, open }: LayerNode): Promise<boolean> {
  if (isElsewhere === true) return false;
  try {
    (await open(0)).destroy();
    return true;
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) return false;
    throw error;
  }
}
