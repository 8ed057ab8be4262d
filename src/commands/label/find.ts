import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import type { LabelFindOptions } from './find-run.ts';
import { LABELLED_FIELDS } from './view.ts';

export const labelFind = (context: Context): Command =>
  withOutputOptions(
    new Command('find')
      .alias('search')
      .description('Find the instances of the project that have all of these labels')
      .argument('<key[=value]...>', 'KEY for any value; a key with several values takes any of them')
      .option('--namespaces', 'find namespaces of the instance in use instead', false)
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .addHelpText(
        'after',
        examples('swrctl label find env=prod', 'swrctl label find env=prod env=test owner --namespaces -o json'),
      ),
    LABELLED_FIELDS,
  ).action(async (words: string[], options: LabelFindOptions) => {
    const { runLabelFind } = await import('./find-run.ts');
    await runLabelFind(context, words, options);
  });
