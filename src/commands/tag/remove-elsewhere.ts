import { SwrctlError } from '../../base/errors.ts';
import type { Digest } from '../../model/digest.ts';
import { headManifest } from '../../registry/manifest.ts';
import { batchResult } from '../shared/batch.ts';
import { confirmRemoval } from '../shared/confirm.ts';
import type { Context } from '../../app/world.ts';
import { findElsewhere } from '../../app/elsewhere.ts';
import type { Services } from '../../app/services.ts';
import { tagElsewhere, type TagElsewhere } from './elsewhere.ts';
import { removeImageTags, wholeName, type ImageTags } from './remove-image-tags.ts';

/**
 * The tags of registries that are no SWR; none when all are of the SWR in use.
 *
 * @throws {SwrctlError} REFERENCE_INVALID; USAGE for tags of both kinds, or of another SWR.
 */
export async function findTagsElsewhere(services: Services, texts: readonly string[]): Promise<TagElsewhere[]> {
  const found = new Map<string, TagElsewhere>();
  const own: string[] = [];
  for (const text of texts) {
    const place = await findElsewhere(services, text);
    const tag = place && (await tagElsewhere(services, place, text));
    if (tag === undefined) own.push(text);
    else if ((await tag.registry.facts()).isSwr) throw anotherSwr(tag);
    else found.set(tag.label, tag);
  }
  const [ours] = own;
  const [theirs] = found.values();
  if (ours === undefined || theirs === undefined) return [...found.values()];
  throw new SwrctlError('USAGE', `"${ours}" is of the account and ${theirs.label} of another registry`, {
    hint: 'Remove them with one command each',
  });
}

function anotherSwr({ name, repository, tag }: TagElsewhere): SwrctlError {
  return new SwrctlError('USAGE', `${name} is an SWR, whose tags are removed by its management API`, {
    hint: `Log in to it, then run: swrctl tag remove ${repository}:${tag} --registry ${name}`,
  });
}

/** `swrctl tag remove` by the distribution API: looks at all tags, asks once, then removes image by image. */
export async function removeTagsElsewhere(
  context: Context,
  tags: readonly TagElsewhere[],
  isSure: boolean,
): Promise<void> {
  const failures: unknown[] = [];
  const attempt = async (count: number, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (tags.length === 1 || context.world.signal.aborted) throw error;
      failures.push(...Array.from({ length: count }, () => error));
    }
  };
  const images = new Map<string, ImageTags>();
  for (const tag of tags) await attempt(1, async () => addTo(images, tag, await digestOf(context, tag)));
  const going = [...images.values()].flatMap((image) => image.tags.map((tag) => wholeName(image, tag)));
  if (going.length > 0) {
    const what = going.length === 1 ? `tag ${going.join()}` : `${going.length} tags: ${going.join(', ')}`;
    await confirmRemoval(context, { what, isSure });
  }
  for (const image of images.values()) {
    await attempt(image.tags.length, () => removeImageTags(context, image, new Set(going), isSure));
  }
  batchResult(failures, tags.length, 'tag', context.output());
}

async function digestOf({ world }: Context, { registry, repository, tag, label, name }: TagElsewhere): Promise<Digest> {
  const found = await headManifest({ host: registry, repository, key: tag, signal: world.signal });
  if (found !== undefined) return found.digest;
  throw new SwrctlError('NOT_FOUND', `There is no ${label}`, {
    hint: `List what is there with: swrctl tag list ${name}/${repository}`,
  });
}

function addTo(
  images: Map<string, ImageTags>,
  { name, registry, repository, tag }: TagElsewhere,
  digest: Digest,
): void {
  const key = `${name}/${repository}@${digest}`;
  images.set(key, { name, registry, repository, digest, tags: [...(images.get(key)?.tags ?? []), tag] });
}
