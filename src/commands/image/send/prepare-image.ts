import { requireZstd } from '../../../content/zstd.ts';
import { SwrctlError } from '../../../base/errors.ts';
import type { ContentNode } from '../../../model/content.ts';
import type { Reference } from '../../../model/reference.ts';
import type { Output } from '../../../output/output.ts';
import { ARTIFACT_HINT, artifactType } from '../../../transfer/artifact.ts';
import { planCopy, type CopyPolicy, type Plan, type TargetFormat } from '../../../transfer/plan.ts';
import { holdsContainers } from '../../../transfer/select.ts';
import type { Services } from '../../../app/services.ts';
import type { SendOptions } from './options.ts';

/** An image on its way into one repository, with everything decided. */
export interface PreparedImage {
  readonly registry: string;
  readonly repository: string;
  readonly references: readonly Reference[];
  readonly node: ContentNode;
  readonly plan: Plan;
}

/** Makes the plan for each repository that the image goes to. Nothing is sent. */
export async function prepareImage(
  node: ContentNode,
  references: readonly Reference[],
  options: SendOptions,
  services: Services,
  output: Output,
): Promise<PreparedImage[]> {
  const prepared: PreparedImage[] = [];
  for (const key of new Set(references.map(repositoryKey))) {
    const group = references.filter((reference) => repositoryKey(reference) === key);
    const { registry = '', repository = '' } = group[0] ?? {};
    const policy = await policyFor(registry, options, services);
    if (policy.format === 'docker' && !holdsContainers(node)) throw await noContainers(registry, node, services);
    const plan = planCopy(node, policy);
    for (const note of plan.notes) output.note(note);
    prepared.push({ registry, repository, references: group, node, plan });
  }
  return prepared;
}

/** Docker types are for container images only. */
async function noContainers(registry: string, node: ContentNode, services: Services): Promise<SwrctlError> {
  const { isSwr } = await services.registry(registry).facts();
  const fact = `It is no container image but ${artifactType(node)}`;
  return isSwr
    ? new SwrctlError('REFUSED', `${fact}, which ${registry}, an SWR, does not take`, { hint: ARTIFACT_HINT })
    : new SwrctlError('REFUSED', `${fact}, for which there are no Docker types`, { hint: 'Leave --format out' });
}

/** `registry/org/repo`, the unit that blobs are shared in. */
export function repositoryKey({ registry, repository }: Pick<Reference, 'registry' | 'repository'>): string {
  return `${registry}/${repository}`;
}

/**
 * `auto` means Docker types on SWR, which refuses OCI indexes, and the source's own elsewhere. zstd needs OCI types.
 *
 * @throws {SwrctlError} REFUSED for zstd on SWR without `--format oci`; USAGE for zstd with Docker types.
 */
async function policyFor(registry: string, options: SendOptions, services: Services): Promise<CopyPolicy> {
  const { format, compression } = options;
  const isZstd = compression === 'zstd';
  if (isZstd && format === 'docker') {
    throw new SwrctlError('USAGE', 'Docker manifest types have no zstd layers', { hint: 'Use --format oci, or gzip' });
  }
  const { isSwr } = await services.registry(registry).facts();
  const chosen = format === 'auto' ? automaticFormat(isSwr, isZstd) : format;
  if (isZstd && chosen === 'docker') {
    throw new SwrctlError('REFUSED', `${registry} is SWR, which is not known to take zstd layers`, {
      hint: 'Use --compression gzip, or insist with --format oci',
    });
  }
  if (isZstd) requireZstd();
  // SWR refuses layers that lie elsewhere, so what is here goes up.
  return { format: chosen, ...(compression ? { compression } : {}), ownsLayers: isSwr && chosen === 'docker' };
}

function automaticFormat(isSwr: boolean, isZstd: boolean): TargetFormat {
  if (isSwr) return 'docker';
  return isZstd ? 'oci' : 'keep';
}
