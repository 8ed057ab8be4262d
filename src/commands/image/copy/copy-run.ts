import type { Context } from '../../../app/world.ts';
import type { SendOptions } from '../send/options.ts';
import { pushedLine, type PushedTag } from '../send/view.ts';
import { SwrctlError, hasCode } from '../../../base/errors.ts';
import { quoteName } from '../../../model/api-path.ts';
import { isDigestOf } from '../../../model/digest.ts';
import { manifestKey, parseReference, type Reference } from '../../../model/reference.ts';
import type { Output } from '../../../output/output.ts';
import { openRepository } from '../../../registry/repository.ts';
import { listTags } from '../../../registry/tags.ts';
import { predictManifest } from '../../../transfer/predict.ts';
import { narrowToPlatforms, selectPlatforms } from '../../../transfer/select.ts';
import { refuseFileCopies } from '../source/swapped.ts';
import { runAll } from '../../shared/batch.ts';
import { tellTopic } from '../../shared/transfer-events.ts';
import { createFollower, type Follower } from './referrers.ts';
import { findPackers } from '../send/packers.ts';
import { findStanding } from '../send/guards.ts';
import type { Services } from '../../../app/services.ts';
import { prepareImage } from '../send/prepare-image.ts';
import type { PreparedImage } from '../send/run.ts';
import { unsentTag } from '../send/pushed-tag.ts';
import { createSender, type Sender } from '../send/sender.ts';
import type { PushRun } from '../send/run.ts';
import { sumUp } from '../send/sum-up.ts';

export interface CopyOptions extends SendOptions {
  /** Reference, or with `allTags` a repository. */
  readonly source: string;
  readonly destination: string;
  readonly allTags: boolean;
  /** Also what names the copied manifests as its subject. */
  readonly referrers: boolean;
}

type CopyRun = PushRun<CopyOptions>;

/** One tag (or digest) and where it goes. */
interface Pair {
  readonly source: Reference;
  readonly destination: Reference;
}

/** `swrctl copy`: one image, or every tag of a repository. */
export async function runCopy(context: Context, options: CopyOptions): Promise<void> {
  await refuseFileCopies(context.world, options.source, options.destination);
  const services = await context.services();
  const run: CopyRun = { context, services, options };
  const startedAt = context.world.now();
  const pairs = await pairsOf(run);
  const packers = await findPackers({ compressor: 'builtin' }, undefined);
  const sender = createSender(run, { source: pairs[0]?.source, packers });
  const mayStand = await standingTags(run, pairs);
  const follow = options.referrers ? createFollower(run, packers) : undefined;
  const show = async (copied: readonly PushedTag[][]): Promise<void> => {
    sumUp(run, 'Copied', copied.flat(), sender.totals(), startedAt);
    await context.output().lines(copied.flat(), pushedLine(options));
  };
  await runAll(context, { items: pairs, noun: 'tag', jobs: services.settings.jobs * AHEAD, show }, (pair, index) => {
    tellTopic(context.output().progress(), index, pairs.length, pair.destination);
    return copyOne(run, pair, { sender, follow, mayStand: mayStand(pair.destination) });
  });
}

/** More images than blobs move at once: while some are sent, manifests and configs of the next ones are read. */
const AHEAD = 2;

async function pairsOf({ context, services, options }: CopyRun): Promise<Pair[]> {
  const { complete } = services;
  const [from, to] = [parseReference(options.source), parseReference(options.destination)];
  if (to.digest !== undefined) {
    throw new SwrctlError('USAGE', 'The destination has a digest, which follows from what is copied', {
      hint: `Leave "@${to.digest}" out`,
    });
  }
  const [source, destination] = [await complete(from), await complete(to)];
  if (!options.allTags) {
    // Without a tag of its own the destination takes the source's; a digest alone has none to give.
    const { registry: host, repository } = destination;
    const tag = to.tag ?? source.tag;
    return [{ source, destination: { registry: host, repository, ...(tag === undefined ? {} : { tag }) } }];
  }
  if (from.tag !== undefined || from.digest !== undefined || to.tag !== undefined) {
    throw new SwrctlError('USAGE', '--all-tags copies a whole repository, so neither side has a tag', {
      hint: `For one tag leave --all-tags out`,
    });
  }
  const tags = await tagsOf(source, services, context.output());
  return tags.map((tag) => ({ source: { ...source, tag }, destination: { ...destination, tag } }));
}

/** Of names that are no tags, the first few are shown. */
const SHOWN = 5;

async function tagsOf({ registry, repository }: Reference, services: Services, output: Output): Promise<string[]> {
  const strangers: string[] = [];
  let count = 0;
  const onStranger = (name: string): void => {
    count += 1;
    if (strangers.length < SHOWN) strangers.push(quoteName(name));
  };
  const host = services.registry(registry);
  const tags = await listTags(host, repository, { onStranger });
  if (count > 0) {
    const shown = `${strangers.join(', ')}${count > SHOWN ? ' …' : ''}`;
    output.warn(`${registry}/${repository} lists ${count} that are no tags, which are left out: ${shown}`);
  }
  if (tags.length > 0) return tags;
  const { isSwr } = await host.facts();
  throw new SwrctlError('NOT_FOUND', `${registry}/${repository} has no tags, or does not exist`, {
    hint: `Check the spelling; list repositories with: swrctl repo list${isSwr ? '' : ` ${registry}`}`,
  });
}

/**
 * Whether a tag may be at the destination already. Many are asked for by one list; a wrong "no", as for a tag that
 * somebody sets meanwhile, costs questions and no bytes.
 */
async function standingTags({ services }: CopyRun, pairs: readonly Pair[]): Promise<(to: Reference) => boolean> {
  const [first, second] = pairs;
  if (first === undefined || second === undefined) return () => true;
  const { registry, repository } = first.destination;
  try {
    const there = new Set(await listTags(services.registry(registry), repository));
    return ({ tag }) => tag === undefined || there.has(tag);
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) return () => false;
    return () => true; // a list is not for everybody; what is wrong beside that shows with the first tag
  }
}

/** How one image is copied. */
interface Ways {
  readonly sender: Sender;
  /** Copies what refers to an image, after it. */
  readonly follow: Follower | undefined;
  /** Whether the tag may be at the destination already. */
  readonly mayStand: boolean;
}

async function copyOne(
  run: CopyRun,
  { source, destination }: Pair,
  { sender: { send }, follow, mayStand }: Ways,
): Promise<PushedTag[]> {
  const { context, services, options } = run;
  const { signal } = context.world;
  const repository = openRepository(services.registry(source.registry), source.repository, { signal });
  const { platforms } = options;
  const select = platforms.length > 0 ? selectPlatforms(platforms) : undefined;
  const whole = await repository.load(manifestKey(source), select ? { select } : {});
  const node = narrowToPlatforms(whole, platforms, context.output().note);
  const [prepared] = await prepareImage(run, node, [destination]);
  if (prepared === undefined) return [];
  const isThere = mayStand && !options.dryRun && (await standsAlready(services, prepared, destination));
  const copied = isThere ? [unsentTag(prepared, destination)] : await send(prepared);
  if (follow === undefined) return copied;
  return [...copied, ...(await follow({ node, source, destination, digest: copied[0]?.digest ?? undefined }))];
}

/** True when the tag has what the copy would give it: then there is nothing to look at blob by blob. */
async function standsAlready(services: Services, { plan }: PreparedImage, destination: Reference): Promise<boolean> {
  const expected = predictManifest(plan.root);
  if (expected === undefined) return false;
  const { registry, repository } = destination;
  const found = await findStanding({ host: services.registry(registry), repository, key: manifestKey(destination) });
  return found !== undefined && isDigestOf(found.digest, expected.bytes);
}
