import { SwrctlError } from '../../base/errors.ts';
import { isTag } from '../../model/reference.ts';
import { shortDigest } from '../../output/cell.ts';
import { createTag, getTag } from '../../swr/endpoints/tags.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { runBatch } from '../shared/batch.ts';
import { withoutEffect } from '../shared/changes.ts';
import { acceptExisting } from '../shared/existing.ts';
import type { Context } from '../../app/world.ts';
import { formatName, formatTagged, taggedName } from '../shared/names.ts';
import { tagRow, tagView, type TagRow } from './view.ts';
import { findTag } from './find.ts';
import { addTagsIn } from './add-in-instance.ts';
import { existing, told, type TagAddOptions } from './add-words.ts';

/** `swrctl tag add`. */
export async function runTagAdd(context: Context, options: TagAddOptions): Promise<void> {
  const { source, tags, force, existOk } = options;
  const place = await context.services();
  const from = taggedName(place, source);
  for (const tag of tags) checkTag(tag);
  if (place.instance !== undefined) return addTagsIn(context, place.instance.host, from, options);
  const swr = await place.swr();
  const { digest } = await swr.call(getTag, { ...from });
  await runBatch<string, TagRow>(
    context,
    { items: tags, noun: 'tag', view: tagView(formatName(from)) },
    async (tag) => {
      const name = { ...from, tag };
      const before = await findTag(swr, name);
      if (before !== undefined && !force) {
        acceptExisting(existing(name, before, digest), { existOk }, context.output());
        return tagRow(before);
      }
      const body = { source: from.tag, destination: tag, isOverride: force || before !== undefined };
      const after = await writeAndLook(
        () => swr.call(createTag, { ...from, body }),
        async () => {
          const now = await swr.call(getTag, { ...name });
          if (now.digest !== digest) throw withoutEffect(`${formatTagged(name)} is ${shortDigest(now.digest)}`);
          return now;
        },
      );
      context.output().note(told(name, before, after));
      return tagRow(after);
    },
  );
}

function checkTag(tag: string): void {
  if (isTag(tag)) return;
  throw new SwrctlError('REFERENCE_INVALID', `"${tag}" is not a tag`, {
    hint: 'Write the new tag alone: swrctl tag add team/web:v1 stable',
  });
}
