import { Command, Option } from 'commander';
import type { Context } from '../../app/world.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { TAG_FIELDS } from './view.ts';
import { TAG_SORTS } from './list-options.ts';
import type { TagListOptions } from './list-options.ts';

export const tagList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the tags of a repository, newest first; those of another registry by name')
      .argument('<org/repo>', 'repository, with a host before it that of any registry')
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .addOption(new Option('--sort <by>', 'order').choices(TAG_SORTS).default('updated'))
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
  ).action(async (repository: string, options: Omit<TagListOptions, 'repository'>, command: Command) => {
    const { runTagList } = await import('./list-run.ts');
    await runTagList(context, { ...options, repository, isSortSaid: command.getOptionValueSource('sort') === 'cli' });
  });
