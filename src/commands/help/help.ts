import { Argument, Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { formatColumns } from './columns.ts';
import { rootOf } from '../options/setting-options.ts';
import { examples } from './layout.ts';
import { TOPICS } from './topic-names.ts';

export const help = (context: Context): Command =>
  new Command('help')
    .description('Explain a command or a topic')
    .addArgument(new Argument('[words...]', 'a command, or a topic'))
    .addHelpText(
      'after',
      `\nTOPICS\n${formatColumns(Object.entries(TOPICS))}\n${examples('swrctl help push', 'swrctl help environment')}`,
    )
    .action(async (words: readonly string[], _options: unknown, command: Command) => {
      const { runHelp } = await import('./help-run.ts');
      await runHelp(context, { words, root: rootOf(command) });
    });
