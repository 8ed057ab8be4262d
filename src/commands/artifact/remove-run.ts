import type { Context } from '../../app/world.ts';
import { hasCode } from '../../base/errors.ts';
import { shortDigest } from '../../output/cell.ts';
import { deleteArtifact, getArtifact } from '../../swr/enterprise/artifacts.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { withoutEffect } from '../shared/changes.ts';
import { requireInstance } from '../shared/edition.ts';
import { runRemoval } from '../shared/removal.ts';
import { addressOf, findArtifact, formatArtifact } from './find.ts';

/** `swrctl artifact remove`: the tags that go along are named before. */
export async function runArtifactRemove(
  context: Context,
  references: readonly string[],
  isSure: boolean,
): Promise<void> {
  const client = await requireInstance(context, 'An artifact');
  const services = await context.services();
  await runRemoval(context, {
    items: references,
    noun: 'artifact',
    isSure,
    find: async (text) => {
      const name = await findArtifact(services, client, text);
      const { tags } = await client.call(getArtifact, addressOf(name));
      const along = tags.length === 0 ? 'which has no tag' : `with its tags ${tags.join(', ')}`;
      return { name, what: `${name.namespace}/${name.repository}@${shortDigest(name.digest)}, ${along}` };
    },
    describe: ({ what }) => what,
    remove: async ({ name, what }) => {
      const address = addressOf(name);
      await writeAndLook(
        () => client.call(deleteArtifact, address),
        async () => {
          const left = await client.call(getArtifact, address).catch((error: unknown) => {
            if (hasCode(error, 'NOT_FOUND')) return undefined;
            throw error;
          });
          if (left !== undefined) throw withoutEffect(`${formatArtifact(name)} is still there`);
        },
      );
      context.output().note(`Removed ${what}`);
    },
  });
}
