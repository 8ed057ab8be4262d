import { SwrctlError } from '../../base/errors.ts';
import { globPattern } from '../../model/glob.ts';
import { headManifest } from '../../registry/manifest.ts';
import { listTags } from '../../registry/tags.ts';
import type { Context } from '../../app/world.ts';
import type { Elsewhere } from '../../app/elsewhere.ts';
import { mapConcurrently } from '../../base/map-concurrently.ts';
import { repositoryElsewhere, tagRowElsewhere, tagViewElsewhere } from './elsewhere.ts';
import type { TagListOptions } from './list-options.ts';

/**
 * `swrctl tag list` of a registry that is no SWR: by name, with what a HEAD of each tag tells. A HEAD counts as no pull
 * where pulls are counted.
 */
export async function listTagsElsewhere(
  context: Context,
  { name: host, registry }: Elsewhere,
  options: TagListOptions,
): Promise<void> {
  const { limit, sort, isSortSaid, filter } = options;
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
  const tags = await listTags(registry, repository, { signal });
  const wanted = tags.filter((tag) => pattern?.test(tag) ?? true).sort();
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
