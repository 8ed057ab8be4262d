import type { Context } from '../../app/world.ts';
import type { SwrctlError } from '../../base/errors.ts';
import { shortDigest } from '../../output/cell.ts';
import { getManifest, headManifest, putManifest } from '../../registry/manifest.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { runBatch } from '../shared/batch.ts';
import { withoutEffect } from '../shared/changes.ts';
import { acceptExisting } from '../shared/existing.ts';
import { formatName, formatTagged, type TaggedName } from '../shared/names.ts';
import { existing, told, type TagAddOptions } from './add-words.ts';
import { instanceTagView, type InstanceTagRow } from './view.ts';

/** `swrctl tag add` in an instance, which has no call for it: the manifest is pushed again under the new tag. */
export async function addTagsIn(
  context: Context,
  registry: string,
  from: TaggedName,
  { tags, force, existOk }: TagAddOptions,
): Promise<void> {
  const { services, output, world } = context;
  const host = (await services()).registry(registry);
  const repository = formatName(from);
  const at = (key: string) => ({ host, repository, key, signal: world.signal });
  const manifest = await getManifest(at(from.tag));
  const { digest, size, mediaType } = manifest.descriptor;
  await runBatch<string, InstanceTagRow>(
    context,
    { items: tags, noun: 'tag', view: instanceTagView(repository) },
    async (tag) => {
      const name = { ...from, tag };
      const before = await headManifest(at(tag));
      if (before !== undefined && (before.digest === digest || !force)) {
        if (!force) acceptExisting(existing(name, before, digest), { existOk }, output());
        else output().note(told(name, before, { digest }));
      } else {
        await writeAndLook(
          () => putManifest(at(tag), manifest),
          async () => {
            const now = await headManifest(at(tag));
            if (now?.digest !== digest) throw notTagged(name, now?.digest);
          },
        );
        output().note(told(name, before, { digest }));
      }
      return { name: tag, digest, size, mediaType };
    },
  );
}

const notTagged = (name: TaggedName, digest: string | undefined): SwrctlError =>
  withoutEffect(`${formatTagged(name)} ${digest === undefined ? 'is not there' : `is ${shortDigest(digest)}`}`);
