import type { Context } from '../../../app/world.ts';
import type { Services } from '../../../app/services.ts';
import { openRepository } from '../../../registry/repository.ts';
import { formatReference } from '../../../model/reference.ts';
import { planCopy } from '../../../transfer/plan.ts';
import { predictManifest } from '../../../transfer/predict.ts';
import { findReferrers, subjectsOf } from '../source/subjects.ts';
import type { WantedImage } from './image.ts';

/** What refers to an image that is pulled, or to the index that it was chosen from. It keeps its bytes. */
export async function loadReferrers(
  { output }: Context,
  services: Services,
  { reference, node, plan, rootDigest }: WantedImage,
  signal: AbortSignal,
): Promise<WantedImage[]> {
  const { registry, repository } = reference;
  const host = services.registry(registry);
  const { retries } = services.settings;
  const from = openRepository(host, repository, { signal, retries });
  const subjects = [...new Set([...(rootDigest === undefined ? [] : [rootDigest]), ...subjectsOf(node)])];
  const found = await output().waitFor('Looking for what refers to it', () =>
    findReferrers({ host, repository, signal }, subjects),
  );
  const predicted = predictManifest(plan.root)?.descriptor.digest;
  const own = subjectsOf(node)[0];
  if (found.length > 0 && predicted !== own) {
    output().warn(
      `${formatReference(reference)} becomes another manifest in an OCI layout, so what refers to it, by digest ${own}, is there without it`,
    );
  }
  const wanted: WantedImage[] = [];
  for (const { descriptor } of found) {
    const { digest } = descriptor;
    const referrer = await from.load(digest);
    const kept = planCopy(referrer, { format: 'keep' });
    wanted.push({ reference: { registry, repository, digest }, rootDigest: digest, node: referrer, plan: kept });
  }
  return wanted;
}
