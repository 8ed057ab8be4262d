import { SwrctlError } from '../../base/errors.ts';
import type { RepositoryName } from '../../model/reference.ts';
import type { SwrClient } from '../../swr/client.ts';
import { deleteRepository } from '../../swr/endpoints/repositories.ts';
import { deleteTag, listTags } from '../../swr/endpoints/tags.ts';
import { readPages } from '../../swr/paging.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { counted } from '../../base/words.ts';
import { withoutEffect } from '../shared/changes.ts';
import { instanceInUse } from '../shared/edition.ts';
import { removeOfInstance } from './in-instance.ts';
import { runRemoval } from '../shared/removal.ts';
import type { Context } from '../../app/world.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import { findRepository, readRepository } from './read.ts';

export interface RepoRemoveOptions {
  /** `org/repo` each. */
  readonly repositories: readonly string[];
  /** True: do not ask. */
  readonly yes: boolean;
}

/** `swrctl repo remove`. */
export async function runRepoRemove(context: Context, { repositories, yes }: RepoRemoveOptions): Promise<void> {
  const client = await instanceInUse(context);
  if (client !== undefined) return removeOfInstance(context, client, repositories, yes);
  const place = await context.services();
  const names = repositories.map((text) => repositoryName(place, text));
  const swr = await place.swr();
  await runRemoval(context, {
    items: names,
    noun: 'repository',
    isSure: yes,
    find: async (name) => {
      const { tagCount } = await readRepository(swr, name);
      return { name, what: `repository ${formatName(name)} with ${counted(tagCount, 'tag')}` };
    },
    describe: ({ what }) => what,
    remove: async ({ name, what }) => {
      await removeRepository(swr, name);
      context.output().note(`Removed ${what}`);
    },
  });
}

async function removeRepository(swr: SwrClient, name: RepositoryName): Promise<void> {
  await writeAndLook(
    () => removeWithTags(swr, name),
    async () => {
      if ((await findRepository(swr, name)) !== undefined) throw withoutEffect(`${formatName(name)} is still there`);
    },
  );
}

/** An older service wants the tags to go first. */
async function removeWithTags(swr: SwrClient, name: RepositoryName): Promise<void> {
  try {
    await swr.call(deleteRepository, { ...name });
  } catch (error) {
    if (!(error instanceof SwrctlError) || error.service?.status !== 406) throw error;
    const tags = await readPages((limit, offset) => swr.ask(listTags, { ...name, limit, offset }));
    for (const { name: tag } of tags) await swr.call(deleteTag, { ...name, tag });
    await swr.call(deleteRepository, { ...name });
  }
}
