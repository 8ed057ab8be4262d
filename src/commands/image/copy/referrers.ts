import { openRepository } from '../../../registry/repository.ts';
import type { ContentNode } from '../../../model/content.ts';
import { formatReference, type Reference } from '../../../model/reference.ts';
import { remember } from '../../../model/remember.ts';
import { keepReferrers, listReferrers, type ReferrerPlace } from '../../../registry/referrers.ts';
import type { SendOptions } from '../send/options.ts';
import type { Packers } from '../send/packers.ts';
import { prepareImage } from '../send/prepare-image.ts';
import { sourceDigestOf } from '../send/pushed-tag.ts';
import type { PushRun } from '../send/run.ts';
import { createSender } from '../send/sender.ts';
import type { PushedTag } from '../send/view.ts';
import { findReferrers, subjectsOf, type FoundReferrer } from '../source/subjects.ts';

/** An image that was copied. */
export interface Followed {
  readonly node: ContentNode;
  readonly source: Reference;
  readonly destination: Reference;
  /** At the destination; absent where it is not known yet. */
  readonly digest: string | undefined;
}

/** Copies what refers to an image. */
export type Follower = (image: Followed) => Promise<PushedTag[]>;

/** Copies referrers after their subjects, byte for byte: a signature of something else is worth nothing. */
export function createFollower({ context, services, options }: PushRun, packers: Packers): Follower {
  const { dryRun } = options;
  const kept: SendOptions = {
    format: 'keep',
    platforms: [],
    noClobber: false,
    createOrg: false,
    public: false,
    dryRun,
    ...(options.chunkSize === undefined ? {} : { chunkSize: options.chunkSize }),
  };
  const run: PushRun = { context, services, options: kept };
  const sender = createSender(run, { packers });
  const { signal } = context.world;
  const placeOf = ({ registry, repository }: Reference): ReferrerPlace => ({
    host: services.registry(registry),
    repository,
    signal,
  });
  const hasList = remember(async (key: string) => {
    const [registry = '', repository = '', digest = ''] = key.split(' ');
    const { hasApi } = await listReferrers(placeOf({ registry, repository }), digest as FoundReferrer['subject']);
    return hasApi;
  });
  return async ({ node, source, destination, digest }) => {
    const own = sourceDigestOf(node);
    const found = await findReferrers(placeOf(source), subjectsOf(node));
    if (found.length > 0 && digest !== undefined && digest !== own) {
      context
        .output()
        .warn(
          `${found.length} refer to ${formatReference(source)} by its digest, which changed on the way: they stay behind`,
        );
      return [];
    }
    const { registry, repository } = destination;
    const from = openRepository(services.registry(source.registry), source.repository, { signal });
    const copied: PushedTag[] = [];
    for (const { descriptor, subject } of found) {
      const [prepared] = await prepareImage(run, await from.load(descriptor.digest), [{ registry, repository }]);
      if (prepared !== undefined) copied.push(...(await sender.send(prepared)));
      if (dryRun || (await hasList(`${registry} ${repository} ${subject}`))) continue;
      await keepReferrers(placeOf(destination), subject, [descriptor]);
    }
    return copied;
  };
}
