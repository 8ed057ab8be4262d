import { hasCode } from '../../../base/errors.ts';
import { shortHex } from '../../../model/digest.ts';
import { isForeignLayerType } from '../../../model/media-type.ts';
import { formatReference } from '../../../model/reference.ts';
import { blobLabel } from '../../../output/cell.ts';
import type { Output } from '../../../output/output.ts';
import { formatBytes } from '../../../output/units.ts';
import type { CopySession } from '../../../transfer/copy-session.ts';
import { plannedBlobs, plannedImages, type PlannedImage, type PlannedLayer } from '../../../transfer/plan.ts';
import type { PreparedImage } from './run.ts';

/** What a push would do with a blob: it is there, is known to be there, goes over as it is, or is packed first. */
type Step = 'exists' | 'reuse' | 'send' | 'convert';

/** `--dry-run`: a line for each tag, and one for each blob below it. Asks the registry what it has, sends nothing. */
export async function showPlan(output: Output, prepared: PreparedImage, session: CopySession): Promise<void> {
  for (const reference of prepared.references) output.note(`Would push ${formatReference(reference)}`);
  const seen = new Set<string>();
  const { root } = prepared.plan;
  const blobs = plannedBlobs(root).map((blob) => layerStep(session, blob));
  for (const steps of [Promise.all(blobs), ...plannedImages(root).map((image) => stepsOf(image, session))]) {
    for (const { label, step, size } of await steps) {
      if (seen.has(label)) continue;
      seen.add(label);
      output.note(`  ${step.padEnd('convert'.length)}  ${blobLabel(label)}  ${formatBytes(size)}`);
    }
  }
}

interface PlannedStep {
  readonly label: string;
  readonly step: Step;
  /** Bytes as the source has them; of a blob that is there, as it is stored. */
  readonly size: number;
}

async function stepsOf(planned: PlannedImage, session: CopySession): Promise<PlannedStep[]> {
  const { descriptor } = planned.source.config;
  const config = {
    label: `config ${shortHex(descriptor.digest)}`,
    size: descriptor.size,
    step: await knownStep(session, descriptor),
  };
  return [...(await Promise.all(planned.layers.map((layer) => layerStep(session, layer)))), config];
}

async function layerStep(session: CopySession, planned: PlannedLayer): Promise<PlannedStep> {
  const { label, digest, size, mediaType } = planned.source;
  if (!planned.isRecoded) {
    const isKnown = digest !== undefined && !isForeignLayerType(mediaType);
    return { label, size, step: isKnown ? await knownStep(session, { mediaType, digest, size }) : 'send' };
  }
  const found = await session.options.reuse?.(planned).catch(ignoreAbsence);
  // What has to be packed to be proven is packed in any case.
  if (found === undefined || found.claim !== undefined) return { label, size, step: 'convert' };
  return { label, size: found.blob.size, step: 'reuse' };
}

async function knownStep(session: CopySession, descriptor: Parameters<CopySession['sink']['has']>[0]): Promise<Step> {
  const isThere = await session.sink.has(descriptor).catch(ignoreAbsence);
  return isThere === true ? 'exists' : 'send';
}

/** An organization or repository that the push would make need not be there yet. */
function ignoreAbsence(error: unknown): undefined {
  if (!hasCode(error, 'NOT_FOUND', 'AUTH_DENIED')) throw error;
  return undefined;
}
