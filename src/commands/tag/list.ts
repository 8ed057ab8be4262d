import { Command, Option } from 'commander';
import type { TagInfo } from '../../model/tag.ts';
import type { Context } from '../../app/world.ts';
import { findElsewhere } from '../../app/elsewhere.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { repositoryName } from '../shared/names.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { TAG_FIELDS, tagRow, tagView } from './view.ts';

const SORTS = ['updated', 'size', 'name'] as const;

export interface TagListOptions {
  /** `org/repo`. */
  readonly repository: string;
  /** Stop after this many. */
  readonly limit?: number;
  readonly sort: (typeof SORTS)[number];
  /** True when the command line says `sort`. */
  readonly isSortSaid?: boolean;
  /** The format, and the fields of `--json`, where they are given. */
  readonly output?: string;
  readonly json?: unknown;
  /** Only tags that this shell pattern matches. */
  readonly filter?: string;
}

export const tagList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the tags of a repository, newest first; those of another registry by name')
      .argument('<org/repo>', 'repository, with a host before it that of any registry')
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .addOption(new Option('--sort <by>', 'order').choices(SORTS).default('updated'))
      .option('--filter <glob>', 'only tags that match: "*", "?", "[0-9]", "{a,b}"')
      .addHelpText(
        'after',
        examples(
          'swrctl tag list team/web --filter "v1.*" --limit 5',
          'swrctl tag list team/web --json=name,digest',
          'swrctl tag list quay.io/coreos/etcd',
        ),
      ),
    TAG_FIELDS,
  ).action((repository: string, options: Omit<TagListOptions, 'repository'>, command: Command) =>
    runTagList(context, { ...options, repository, isSortSaid: command.getOptionValueSource('sort') === 'cli' }),
  );

export async function runTagList(context: Context, options: TagListOptions): Promise<void> {
  const { repository, limit, sort, filter } = options;
  const { listTags } = await import('../../swr/endpoints/tags.ts');
  const { globPattern } = await import('../../model/glob.ts');
  const { readPages } = await import('../../swr/paging.ts');
  const services = await context.services();
  const elsewhere = await findElsewhere(services, repository);
  if (elsewhere !== undefined) {
    const { listTagsElsewhere } = await import('./list-elsewhere.ts');
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
  await context.output().list(sorted(wanted, sort).slice(0, limit).map(tagRow), tagView(name));
}

function sorted(tags: readonly TagInfo[], by: TagListOptions['sort']): TagInfo[] {
  if (by === 'size') return [...tags].sort((a, b) => b.size - a.size);
  if (by === 'name') return [...tags].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...tags].sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
}
