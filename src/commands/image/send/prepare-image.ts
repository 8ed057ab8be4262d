import { SwrctlError } from '../../../base/errors.ts';
import type { ContentNode } from '../../../model/content.ts';
import type { Reference } from '../../../model/reference.ts';
import { ARTIFACT_HINT, artifactType } from '../../../transfer/artifact.ts';
import { planCopy } from '../../../transfer/plan.ts';
import { holdsContainers } from '../../../transfer/select.ts';
import { policyFor } from './policy.ts';
import type { PushRun, PreparedImage } from './run.ts';

/** Makes the plan for each repository that the image goes to. Nothing is sent. */
export async function prepareImage(
  run: PushRun,
  node: ContentNode,
  references: readonly Reference[],
): Promise<PreparedImage[]> {
  const prepared: PreparedImage[] = [];
  for (const key of new Set(references.map(repositoryKey))) {
    const group = references.filter((reference) => repositoryKey(reference) === key);
    const { registry = '', repository = '' } = group[0] ?? {};
    const policy = await policyFor(run, registry);
    if (policy.format === 'docker' && !holdsContainers(node)) throw await noContainers(run, registry, node);
    const plan = planCopy(node, policy);
    for (const note of plan.notes) run.context.output().note(note);
    prepared.push({ registry, repository, references: group, node, plan });
  }
  return prepared;
}

/** Docker types are for container images only. */
async function noContainers({ services }: PushRun, registry: string, node: ContentNode): Promise<SwrctlError> {
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
