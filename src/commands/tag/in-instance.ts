import type { Context } from '../../app/world.ts';
import { SwrctlError } from '../../base/errors.ts';
import { globPattern } from '../../model/glob.ts';
import type { RepositoryName } from '../../model/reference.ts';
import { listInstanceTags, type InstanceTag } from '../../swr/enterprise/artifacts.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';
import { readAlignedPages } from '../../swr/paging.ts';
import { formatName, formatTagged, repositoryName, taggedName, type TaggedName } from '../shared/names.ts';
import type { TagListOptions } from './list-options.ts';
import { instanceTagRow, instanceTagView } from './view.ts';

/** All tags of a repository. Its call has no project in the path. */
export function readTags(client: InstanceClient, { namespace, repository }: RepositoryName): Promise<InstanceTag[]> {
  const name = { namespace, repositoryPath: repository };
  return readAlignedPages((page) => client.call(listInstanceTags, { ...name, ...page }));
}

/** The one of this name. No call reads a single tag. @throws {SwrctlError} NOT_FOUND */
export async function readTag(client: InstanceClient, name: TaggedName): Promise<InstanceTag> {
  const found = (await readTags(client, name)).find((tag) => tag.name === name.tag);
  if (found !== undefined) return found;
  throw new SwrctlError('NOT_FOUND', `There is no tag ${formatTagged(name)} in ${client.place.name}`, {
    hint: `List what is there with: swrctl tag list ${formatName(name)}`,
  });
}

/** `swrctl tag list`. */
export async function listTagsOf(
  context: Context,
  client: InstanceClient,
  { repository, limit, sort, filter }: TagListOptions,
): Promise<void> {
  const name = repositoryName(await context.services(), repository);
  const pattern = filter === undefined ? undefined : globPattern(filter);
  const tags = (await readTags(client, name)).filter((tag) => pattern?.test(tag.name) ?? true);
  const rows = sorted(tags, sort).slice(0, limit).map(instanceTagRow);
  await context.output().list(rows, instanceTagView(formatName(name)));
}

function sorted(tags: readonly InstanceTag[], by: TagListOptions['sort']): InstanceTag[] {
  if (by === 'size') return [...tags].sort((a, b) => b.size - a.size);
  if (by === 'name') return [...tags].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...tags].sort((a, b) => (b.pushedAt?.getTime() ?? 0) - (a.pushedAt?.getTime() ?? 0));
}

/** `swrctl tag show`. */
export async function showTagOf(context: Context, client: InstanceClient, text: string): Promise<void> {
  const name = taggedName(await context.services(), text);
  await context.output().show(instanceTagRow(await readTag(client, name)), instanceTagView(formatName(name)));
}
