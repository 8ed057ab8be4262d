import type { ContentNode } from '../../../model/content.ts';
import type { Digest } from '../../../model/digest.ts';
import type { Descriptor } from '../../../model/descriptor.ts';
import { listReferrers, type ReferrerPlace } from '../../../registry/referrers.ts';

/** What refers to something, below it what refers to that. */
export interface FoundReferrer {
  readonly subject: Digest;
  readonly descriptor: Descriptor;
}

/** Signatures of signatures of … : what goes deeper is a circle, or a joke. */
const MAX_DEPTH = 8;
const MAX_REFERRERS = 10_000;

/** Digests in a tree of manifests that something may refer to. */
export function subjectsOf(node: ContentNode): Digest[] {
  const own = (node.kind === 'index' ? node.index : node.manifest)?.descriptor.digest;
  const below =
    node.kind === 'index'
      ? node.children.flatMap(({ node: child }) => (child === undefined ? [] : subjectsOf(child)))
      : [];
  return [...new Set([...(own === undefined ? [] : [own]), ...below])];
}

/** Everything that refers to these, and to what refers to them; what is nearer comes first, each once. */
export async function findReferrers(place: ReferrerPlace, subjects: readonly Digest[]): Promise<FoundReferrer[]> {
  const found = new Map<Digest, FoundReferrer>();
  let round = [...subjects];
  for (let depth = 0; depth < MAX_DEPTH && round.length > 0; depth += 1) {
    const next: Digest[] = [];
    for (const subject of round) {
      for (const descriptor of (await listReferrers(place, subject)).descriptors) {
        if (found.has(descriptor.digest) || found.size >= MAX_REFERRERS) continue;
        found.set(descriptor.digest, { subject, descriptor });
        next.push(descriptor.digest);
      }
    }
    round = next;
  }
  return [...found.values()];
}
