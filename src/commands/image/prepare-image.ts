import { requireZstd } from '../../content/zstd.ts';
import { SwrctlError } from '../../errors.ts';
import type { ContentNode } from '../../model/content.ts';
import type { Reference } from '../../model/reference.ts';
import type { Output } from '../../output/output.ts';
import { planCopy, type CopyPolicy, type Plan } from '../../transfer/plan.ts';
import { narrowToPlatforms } from '../../transfer/select.ts';
import type { Services } from '../services.ts';
import type { SendOptions } from './send-options.ts';

/** An image on its way into one repository, with everything decided. */
export interface PreparedImage {
  readonly registry: string;
  readonly repository: string;
  readonly references: readonly Reference[];
  readonly node: ContentNode;
  readonly plan: Plan;
}

/** Picks platforms and makes the plan for each repository that the image goes to. Nothing is sent. */
export async function prepareImage(
  whole: ContentNode,
  references: readonly Reference[],
  options: SendOptions,
  services: Services,
  output: Output,
): Promise<PreparedImage[]> {
  const node = narrowToPlatforms(whole, options.platforms);
  const prepared: PreparedImage[] = [];
  for (const key of new Set(references.map(repositoryKey))) {
    const group = references.filter((reference) => repositoryKey(reference) === key);
    const { registry = '', repository = '' } = group[0] ?? {};
    const plan = planCopy(node, await policyFor(registry, options, services));
    for (const note of plan.notes) output.note(note);
    prepared.push({ registry, repository, references: group, node, plan });
  }
  return prepared;
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
  const isSwr = format === 'auto' ? (await services.registry(registry).facts()).isSwr : false;
  if (isZstd && isSwr) {
    throw new SwrctlError('REFUSED', `${registry} is SWR, which is not known to take zstd layers`, {
      hint: 'Use --compression gzip, or insist with --format oci',
    });
  }
  if (isZstd) requireZstd();
  const automatic = isSwr ? 'docker' : isZstd ? 'oci' : 'keep';
  return { format: format === 'auto' ? automatic : format, ...(compression ? { compression } : {}) };
}
