import type { TagInfo } from '../../model/tag.ts';
import type { Context } from '../../app/world.ts';
import { findElsewhere } from '../../app/elsewhere.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import { instanceFor } from '../shared/edition.ts';
import { listTagsOf } from './in-instance.ts';
import { tagRow, tagView } from './view.ts';
import { listTags } from '../../swr/endpoints/tags.ts';
import { globPattern } from '../../model/glob.ts';
import { readPages } from '../../swr/paging.ts';
import { listTagsElsewhere } from './list-elsewhere.ts';
import type { TagListOptions } from './list-options.ts';

/** `swrctl tag list`. */
export async function runTagList(context: Context, options: TagListOptions): Promise<void> {
  const { repository, limit, sort, filter } = options;
  const services = await context.services();
  const client = await instanceFor(context, repository);
  if (client !== undefined) return listTagsOf(context, client, options);
  const elsewhere = await findElsewhere(services, repository);
  if (elsewhere !== undefined) {
    return listTagsElsewhere(context, elsewhere, options);
  }
  const name = repositoryName(services, repository);
  const swr = await services.swr();
  // The service sorts by time only and cannot filter, so anything else needs the whole list.
  const order = { order_column: 'updated_at', order_type: 'desc' };
  const tags = await readPages(
    (size, offset) => swr.ask(listTags, { ...name, ...order, limit: size, offset }),
    sort === 'updated' && filter === undefined ? limit : undefined,
  );
  const pattern = filter === undefined ? undefined : globPattern(filter);
  const wanted = tags.filter(({ name: tag }) => pattern?.test(tag) ?? true);
  await context.output().list(sorted(wanted, sort).slice(0, limit).map(tagRow), tagView(formatName(name)));
}

function sorted(tags: readonly TagInfo[], by: TagListOptions['sort']): TagInfo[] {
  if (by === 'size') return [...tags].sort((a, b) => b.size - a.size);
  if (by === 'name') return [...tags].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...tags].sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
}
