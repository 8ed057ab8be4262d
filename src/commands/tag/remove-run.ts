import { shortDigest } from '../../output/cell.ts';
import { deleteTag, getTag } from '../../swr/endpoints/tags.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { withoutEffect } from '../shared/changes.ts';
import { runRemoval } from '../shared/removal.ts';
import type { Context } from '../../app/world.ts';
import { formatTagged, taggedName } from '../shared/names.ts';
import { findTagsElsewhere, removeTagsElsewhere } from './remove-elsewhere.ts';
import { findTag } from './find.ts';
import { instanceOfAll, removeTagsOf } from './remove-in-instance.ts';

export interface TagRemoveOptions {
  /** `org/repo:tag` each. */
  readonly tags: readonly string[];
  /** True: do not ask. */
  readonly yes: boolean;
}

/** `swrctl tag remove`, of the account or of another registry. */
export async function runTagRemove(context: Context, { tags, yes }: TagRemoveOptions): Promise<void> {
  const place = await context.services();
  const client = await instanceOfAll(context, tags);
  if (client !== undefined) return removeTagsOf(context, client, tags, yes);
  const elsewhere = await findTagsElsewhere(place, tags);
  if (elsewhere.length > 0) return removeTagsElsewhere(context, elsewhere, yes);
  const names = tags.map((text) => taggedName(place, text));
  const swr = await place.swr();
  await runRemoval(context, {
    items: names,
    noun: 'tag',
    isSure: yes,
    find: async (name) => ({ name, digest: (await swr.call(getTag, { ...name })).digest }),
    describe: ({ name }) => `tag ${formatTagged(name)}`,
    remove: async ({ name, digest }) => {
      await writeAndLook(
        () => swr.call(deleteTag, { ...name }),
        async () => {
          if ((await findTag(swr, name)) !== undefined) throw withoutEffect(`${formatTagged(name)} is still there`);
        },
      );
      context.output().note(`Removed ${formatTagged(name)}, which was ${shortDigest(digest)}`);
    },
  });
}
