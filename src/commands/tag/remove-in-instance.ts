import type { Context } from '../../app/world.ts';
import { SwrctlError } from '../../base/errors.ts';
import { shortDigest } from '../../output/cell.ts';
import { deleteInstanceTag } from '../../swr/enterprise/artifacts.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { withoutEffect } from '../shared/changes.ts';
import { instanceFor } from '../shared/edition.ts';
import { formatTagged, taggedName } from '../shared/names.ts';
import { runRemoval } from '../shared/removal.ts';
import { readTag, readTags } from './in-instance.ts';

/** The instance that all of these tags are in. @throws {SwrctlError} USAGE where only some are. */
export async function instanceOfAll(context: Context, tags: readonly string[]): Promise<InstanceClient | undefined> {
  const clients = [];
  for (const tag of tags) clients.push(await instanceFor(context, tag));
  const [first] = clients;
  const other = clients.findIndex((client) => (client === undefined) !== (first === undefined));
  if (other === -1) return first;
  throw new SwrctlError('USAGE', `"${tags[0]}" and "${tags[other]}" are of different registries`, {
    hint: 'Remove them with one command each',
  });
}

/** `swrctl tag remove` in an instance: a tag goes alone; its image stays, under its other tags or its digest. */
export async function removeTagsOf(
  context: Context,
  client: InstanceClient,
  tags: readonly string[],
  isSure: boolean,
): Promise<void> {
  const place = await context.services();
  await runRemoval(context, {
    items: tags.map((text) => taggedName(place, text)),
    noun: 'tag',
    isSure,
    find: async (name) => ({ name, digest: (await readTag(client, name)).digest }),
    describe: ({ name }) => `tag ${formatTagged(name)}`,
    remove: async ({ name, digest }) => {
      const { namespace, repository: repositoryPath, tag } = name;
      await writeAndLook(
        () => client.call(deleteInstanceTag, { namespace, repositoryPath, tag }),
        async () => {
          const left = await readTags(client, name);
          if (left.some((one) => one.name === tag)) throw withoutEffect(`${formatTagged(name)} is still there`);
        },
      );
      context.output().note(`Removed ${formatTagged(name)}; the image stays as ${shortDigest(digest)}`);
    },
  });
}
