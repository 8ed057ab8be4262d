import type { Context } from '../../app/world.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import { counted } from '../../base/words.ts';
import type { RepositoryName } from '../../model/reference.ts';
import { projectCaller, type InstanceClient } from '../../swr/enterprise/client.ts';
import {
  deleteInstanceRepository,
  getInstanceRepository,
  listAllRepositories,
  listInstanceRepositories,
  listNamespaceRepositories,
  updateInstanceRepository,
  type InstanceRepository,
} from '../../swr/enterprise/repositories.ts';
import { getInstanceNamespace } from '../../swr/enterprise/namespaces.ts';
import { readAlignedPages, readMarkerPages } from '../../swr/paging.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { runBatch } from '../shared/batch.ts';
import { describeChanges, withoutEffect } from '../shared/changes.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import { runRemoval } from '../shared/removal.ts';
import type { RepoListOptions } from './list-options.ts';
import type { RepoWriteOptions } from './settings-options.ts';
import { instanceRepoRow, instanceRepoView, type InstanceRepoRow } from './view.ts';

/** Largest page of the list over all instances. */
const PAGE_SIZE = 100;

/** `swrctl repo list` of an instance, or of one namespace in it. */
export async function listOfInstance(
  context: Context,
  client: InstanceClient,
  { org, limit, sharedWithMe, sharedByMe }: RepoListOptions,
): Promise<void> {
  if (sharedWithMe === true || sharedByMe === true) {
    throw new SwrctlError('USAGE', 'An instance shares no repositories with other accounts', {
      hint: 'Leave the flag out, or choose the shared edition with --instance none',
    });
  }
  const { host, name } = client.place;
  const namespace = org === host ? undefined : org?.replace(`${host}/`, '');
  const found = await readAlignedPages(
    (page) =>
      namespace === undefined
        ? client.call(listInstanceRepositories, page)
        : client.call(listNamespaceRepositories, { namespace, ...page }),
    limit,
  );
  // A namespace that is missing may have an empty list, too.
  if (found.length === 0 && namespace !== undefined) await client.call(getInstanceNamespace, { namespace });
  await context.output().list(
    found.map((one) => instanceRepoRow(one, name)),
    instanceRepoView(false),
  );
}

/** `swrctl repo list --all-instances`. */
export async function listOfAllInstances(context: Context, { org, limit }: RepoListOptions): Promise<void> {
  const call = projectCaller(await (await context.services()).swr());
  const all = await readMarkerPages(
    (size, marker) => call(listAllRepositories, { limit: size, ...(marker === undefined ? {} : { marker }) }),
    org === undefined ? limit : undefined,
    PAGE_SIZE,
  );
  const wanted = all.filter(({ namespace }) => org === undefined || namespace === org).slice(0, limit);
  await context.output().list(
    wanted.map((one) => instanceRepoRow(one, one.instance ?? '')),
    instanceRepoView(true),
  );
}

const read = (client: InstanceClient, { namespace, repository }: RepositoryName): Promise<InstanceRepository> =>
  client.call(getInstanceRepository, { namespace, repositoryPath: repository });

/** `swrctl repo show`. */
export async function showOfInstance(context: Context, client: InstanceClient, text: string): Promise<void> {
  const name = repositoryName(await context.services(), text);
  const row = instanceRepoRow(await read(client, name), client.place.name);
  await context.output().show(row, instanceRepoView(false));
}

/** `swrctl repo set`: an instance keeps a description of it, and nothing else. */
export async function setOfInstance(
  context: Context,
  client: InstanceClient,
  { repositories, changes }: RepoWriteOptions,
): Promise<void> {
  const { description, public: isPublic, category } = changes;
  if (isPublic !== undefined || category !== undefined || description === undefined) {
    const flag = category !== undefined ? '--category' : isPublic === true ? '--public' : '--private';
    throw new SwrctlError(
      'USAGE',
      `${flag} is for the shared edition: in an instance, visibility belongs to the namespace`,
      {
        hint: 'Set it with: swrctl org set NS --public, or --private',
      },
    );
  }
  const place = await context.services();
  const names = repositories.map((text) => repositoryName(place, text));
  const view = instanceRepoView(false);
  await runBatch<RepositoryName, InstanceRepoRow>(context, { items: names, noun: 'repository', view }, async (name) => {
    const before = instanceRepoRow(await read(client, name), client.place.name);
    const { namespace, repository: repositoryPath } = name;
    const after = await writeAndLook(
      () => client.call(updateInstanceRepository, { namespace, repositoryPath, body: { description } }),
      async () => {
        const found = instanceRepoRow(await read(client, name), client.place.name);
        if (found.description !== description) throw withoutEffect(`the description of ${found.name} is another one`);
        return found;
      },
    );
    const changed = describeChanges(before, after, ['description']);
    const path = formatName(name);
    context.output().note(changed === undefined ? `${path} is like that already` : `Changed ${path}: ${changed}`);
    return after;
  });
}

/** `swrctl repo remove`. */
export async function removeOfInstance(
  context: Context,
  client: InstanceClient,
  texts: readonly string[],
  isSure: boolean,
): Promise<void> {
  const place = await context.services();
  await runRemoval(context, {
    items: texts.map((text) => repositoryName(place, text)),
    noun: 'repository',
    isSure,
    find: async (name) => {
      const { artifactCount } = await read(client, name);
      return { name, what: `repository ${formatName(name)} with ${counted(artifactCount, 'artifact')}` };
    },
    describe: ({ what }) => what,
    remove: async ({ name, what }) => {
      const { namespace, repository: repositoryPath } = name;
      await writeAndLook(
        () => client.call(deleteInstanceRepository, { namespace, repositoryPath }),
        async () => {
          if (await isThere(client, name)) throw withoutEffect(`${formatName(name)} is still there`);
        },
      );
      context.output().note(`Removed ${what}`);
    },
  });
}

async function isThere(client: InstanceClient, name: RepositoryName): Promise<boolean> {
  try {
    await read(client, name);
    return true;
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) return false;
    throw error;
  }
}
