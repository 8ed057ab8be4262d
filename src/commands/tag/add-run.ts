import { SwrctlError } from '../../base/errors.ts';
import { isTag } from '../../model/reference.ts';
import type { TagInfo } from '../../model/tag.ts';
import { shortDigest } from '../../output/cell.ts';
import { createTag, getTag } from '../../swr/endpoints/tags.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { runBatch } from '../shared/batch.ts';
import { withoutEffect } from '../shared/changes.ts';
import { acceptExisting, type Existing, type ExistOkFlag } from '../shared/existing.ts';
import type { Context } from '../../app/world.ts';
import { formatName, formatTagged, taggedName, type TaggedName } from '../shared/names.ts';
import { tagRow, tagView, type TagRow } from './view.ts';
import { findTag } from './find.ts';

export interface TagAddOptions extends ExistOkFlag {
  /** `org/repo:tag`. */
  readonly source: string;
  /** Tags alone, without a repository. */
  readonly tags: readonly string[];
  /** True: move tags that exist. */
  readonly force: boolean;
}

/** `swrctl tag add`. */
export async function runTagAdd(context: Context, { source, tags, force, existOk }: TagAddOptions): Promise<void> {
  const place = await context.services();
  const from = taggedName(place, source);
  for (const tag of tags) checkTag(tag);
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

function existing(name: TaggedName, { digest }: TagInfo, wanted: string): Existing {
  const path = formatTagged(name);
  const isSame = digest === wanted;
  return {
    fact: isSame
      ? `${path} is ${shortDigest(digest)} already`
      : `${path} exists and is another image, ${shortDigest(digest)}`,
    isSame,
    hint: 'Move it with --force, or choose another tag',
  };
}

function told(name: TaggedName, before: TagInfo | undefined, { digest }: TagInfo): string {
  const text = `${formatTagged(name)}: `;
  if (before === undefined) return `Added ${text}${shortDigest(digest)}`;
  if (before.digest === digest) return `${formatTagged(name)} is ${shortDigest(digest)} already`;
  return `Moved ${text}${shortDigest(before.digest)} → ${shortDigest(digest)}`;
}
