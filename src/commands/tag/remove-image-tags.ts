import { SwrctlError, hasCode } from '../../base/errors.ts';
import type { Digest } from '../../model/digest.ts';
import { formatReference } from '../../model/reference.ts';
import { shortDigest } from '../../output/cell.ts';
import type { RegistryHost } from '../../registry/host-types.ts';
import { headManifest } from '../../registry/manifest.ts';
import { deleteManifest, deleteTag } from '../../registry/remove-manifest.ts';
import { findHolders } from '../../registry/tag-holders.ts';
import { withoutEffect } from '../shared/changes.ts';
import { ask, canAsk } from '../shared/confirm.ts';
import type { Context } from '../../app/world.ts';
import { mapConcurrently } from '../../base/map-concurrently.ts';

/** Tags of one image in one repository that are to go. */
export interface ImageTags {
  /** Of the registry, as people write it. */
  readonly name: string;
  readonly registry: RegistryHost;
  readonly repository: string;
  readonly digest: Digest;
  readonly tags: readonly string[];
}

export const wholeName = ({ name, repository }: ImageTags, tag: string): string =>
  formatReference({ registry: name, repository, tag });

/**
 * Removes tags where the registry has no API for it but the deletion of manifests, which takes an image with all its
 * tags. An image goes when nothing else needs it. Else a tag goes alone where the registry can do that, and where it
 * cannot, nothing goes that nobody asked for: a person is asked, a script is refused, `--yes` or not.
 *
 * @param going whole names of all tags that this command removes.
 * @throws {SwrctlError} REFUSED naming the other tags; FAILED, AUTH_DENIED …
 */
export async function removeImageTags(
  context: Context,
  image: ImageTags,
  going: ReadonlySet<string>,
  isSure: boolean,
): Promise<void> {
  const holders = await holdersOf(context, image);
  const others = holders.filter((tag) => !going.has(wholeName(image, tag)));
  const isDone = others.length > 0 && (await deleteTags(context, image));
  if (isDone) return requireStaying(context, image, others);
  if (others.length > 0) await requireConsent(context, image, others, isSure);
  await deleteImage(context, image);
}

/** Tags that need the image. */
async function holdersOf({ world, services, output }: Context, image: ImageTags): Promise<string[]> {
  const { registry, repository, name, digest } = image;
  const { jobs } = (await services()).settings;
  const holders = await output().waitFor(`Looking at the tags of ${name}/${repository}`, () =>
    findHolders(registry, repository, digest, {
      signal: world.signal,
      forEach: (items, work) => mapConcurrently(items, jobs, work),
    }),
  );
  return [...holders];
}

async function deleteImage(context: Context, image: ImageTags): Promise<void> {
  const { registry: host, repository, digest: key, tags } = image;
  const areGone = async (): Promise<boolean> => {
    for (const tag of tags) if (await isThere(context, image, tag)) return false;
    return true;
  };
  try {
    await deleteManifest({ host, repository, key, signal: context.world.signal });
  } catch (error) {
    // Another try of a request that was carried out finds nothing any more.
    if (!hasCode(error, 'NOT_FOUND') || !(await areGone())) throw error;
  }
  if (!(await areGone())) throw withoutEffect(`${tags.map((tag) => wholeName(image, tag)).join(', ')} did not go`);
  for (const tag of tags) tell(context, image, tag);
}

/** One tag after the other. @returns false where the registry deletes whole images only. */
async function deleteTags(context: Context, image: ImageTags): Promise<boolean> {
  const { registry: host, repository, tags } = image;
  for (const tag of tags) {
    const isTaken = await deleteTag({ host, repository, key: tag, signal: context.world.signal });
    const isLeft = await isThere(context, image, tag);
    if (isLeft && !isTaken) return false;
    if (isLeft) throw withoutEffect(`${wholeName(image, tag)} is still there`);
    tell(context, image, tag);
  }
  return true;
}

const tell = ({ output }: Context, image: ImageTags, tag: string): void =>
  output().note(`Removed ${wholeName(image, tag)}, which was ${shortDigest(image.digest)}`);

async function isThere({ world }: Context, { registry: host, repository }: ImageTags, tag: string): Promise<boolean> {
  return (await headManifest({ host, repository, key: tag, signal: world.signal })) !== undefined;
}

/** A registry that deletes more than the standard says is told of, so that what it took can be pushed again. */
async function requireStaying(context: Context, image: ImageTags, others: readonly string[]): Promise<void> {
  for (const tag of others) {
    if (await isThere(context, image, tag)) continue;
    const name = wholeName(image, tag);
    throw new SwrctlError('FAILED', `${image.name} removed ${name}, too, although it was asked for one tag only`, {
      hint: `Push it again from where you have it: swrctl copy SOURCE ${name}`,
    });
  }
}

async function requireConsent(
  context: Context,
  image: ImageTags,
  others: readonly string[],
  isSure: boolean,
): Promise<void> {
  const [mine, theirs] = [image.tags, others].map((tags) => tags.map((tag) => wholeName(image, tag)));
  const fact = `${image.name} removes an image only with all tags that need it: with ${mine?.join(', ')} would go ${theirs?.join(', ')}`;
  if (!isSure && (await canAsk(context))) {
    const answer = await ask(context, `${fact}. Remove them all? [y/N]`);
    if (/^y(es)?$/i.test(answer)) return;
  }
  throw new SwrctlError('REFUSED', `${fact}, so nothing was removed`, {
    hint: `To remove them all: swrctl tag remove ${[...(mine ?? []), ...(theirs ?? [])].join(' ')}${isSure ? ' --yes' : ''}`,
  });
}
