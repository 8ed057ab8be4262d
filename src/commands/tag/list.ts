import { Command, Option } from 'commander';
import { parseRepositoryName } from '../../model/reference.ts';
import type { TagInfo } from '../../model/tag.ts';
import type { Context } from '../context.ts';
import { forFlag, wholeNumber } from '../flags.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../output-options.ts';
import { TAG_FIELDS, TAG_VIEW, tagRow } from './view.ts';

const SORTS = ['updated', 'size', 'name'] as const;

export interface TagListOptions {
  /** `org/repo`. */
  readonly repository: string;
  /** Stop after this many. */
  readonly limit?: number;
  readonly sort: (typeof SORTS)[number];
}

export const tagList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the tags of a repository, newest first')
      .argument('<org/repo>', 'repository')
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .addOption(new Option('--sort <by>', 'order').choices(SORTS).default('updated'))
      .addHelpText(
        'after',
        examples('swrctl tag list team/web --limit 5', 'swrctl tag list team/web --json=name,digest'),
      ),
    TAG_FIELDS,
  ).action((repository: string, options: Omit<TagListOptions, 'repository'>) =>
    runTagList(context, { ...options, repository }),
  );

export async function runTagList(context: Context, { repository, limit, sort }: TagListOptions): Promise<void> {
  const { listTags } = await import('../../swr/endpoints/tags.ts');
  const { readPages } = await import('../../swr/paging.ts');
  const services = await context.services();
  const name = parseRepositoryName(repository, services.settings.org);
  const swr = await services.swr();
  // The service sorts by time only, so another order needs the whole list.
  const order = { order_column: 'updated_at', order_type: 'desc' };
  const tags = await readPages(
    (size, offset) => swr.ask(listTags, { ...name, ...order, limit: size, offset }),
    sort === 'updated' ? limit : undefined,
  );
  await context.output().list(sorted(tags, sort).slice(0, limit).map(tagRow), TAG_VIEW);
}

function sorted(tags: readonly TagInfo[], by: TagListOptions['sort']): TagInfo[] {
  if (by === 'size') return [...tags].sort((a, b) => b.size - a.size);
  if (by === 'name') return [...tags].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...tags].sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
}
