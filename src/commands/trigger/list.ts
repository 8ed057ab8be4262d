import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { TRIGGER_FIELDS } from './view.ts';

export const triggerList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the triggers of a repository')
      .argument('<org/repo>', 'repository')
      .addHelpText('after', examples('swrctl trigger list team/web', 'swrctl trigger list team/web -o name')),
    TRIGGER_FIELDS,
  ).action(async (repository: string) => {
    const { runTriggerList } = await import('./list-run.ts');
    await runTriggerList(context, repository);
  });
