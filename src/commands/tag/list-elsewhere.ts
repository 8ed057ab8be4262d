import { SwrctlError } from '../../errors.ts';
import { globPattern } from '../../model/glob.ts';
import { headManifest } from '../../registry/manifest.ts';
import { listTags } from '../../registry/tags.ts';
import type { Context } from '../context.ts';
import type { Elsewhere } from '../elsewhere.ts';
import { mapConcurrently } from '../map-concurrently.ts';
import { repositoryElsewhere, tagRowElsewhere, tagViewElsewhere } from './elsewhere.ts';
import type { TagListOptions } from './list.ts';

/**
 * `swrctl tag list` of a registry that is no SWR: in the registry's order, which is that of the names, with what a HEAD
 * of each tag tells. A HEAD counts as no pull where pulls are counted.
 */
export async function listTagsElsewhere(
  context: Context,
  { name: host, registry }: Elsewhere,
  options: TagListOptions,
): Promise<void> {
  const { limit = Infinity, sort, isSortSaid, filter } = options;
  if (isSortSaid === true && sort !== 'name') {
    throw new SwrctlError(
      'USAGE',
      `${host} tells neither sizes nor times of tags, so they cannot be sorted by ${sort}`,
      {
        hint: 'Leave --sort out, or take --sort name',
      },
    );
  }
  const services = await context.services();
  const repository = await repositoryElsewhere(services, options.repository);
  const pattern = filter === undefined ? undefined : globPattern(filter);
  const { signal } = context.world;
  const isSorted = isSortSaid === true;
  let checked = 0;
  const wanted: string[] = [];
  // The tags come in order, so only new ones are looked at.
  const take = (tags: Iterable<string>, count: number): void => {
    if (count > checked) wanted.push(...[...tags].slice(checked).filter((tag) => pattern?.test(tag) ?? true));
    checked = count;
  };
  const isEnough = (tags: ReadonlySet<string>): boolean => {
    take(tags, tags.size);
    return !isSorted && wanted.length >= limit;
  };
  const tags = await listTags(registry, repository, { signal, isEnough });
  take(tags, tags.length);
  if (isSorted) wanted.sort();
  const shown = wanted.slice(0, limit);
  const rows = onlyNames(options)
    ? shown.map((tag) => tagRowElsewhere(tag, undefined))
    : await mapConcurrently(shown, services.settings.jobs, async (tag) =>
        tagRowElsewhere(tag, await headManifest({ host: registry, repository, key: tag, signal })),
      );
  await context.output().list(rows, tagViewElsewhere(host, repository));
}

/** True when nothing is shown that a request for each tag would tell. */
function onlyNames({ output, json }: TagListOptions): boolean {
  return output === 'name' || (Array.isArray(json) && json.join() === 'name');
}
