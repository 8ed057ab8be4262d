import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';

export const labelRemove = (context: Context): Command =>
  new Command('remove')
    .aliases(['rm', 'delete'])
    .usage('[options] [namespace] <key...>')
    .description('Remove labels of the instance, or of a namespace')
    .argument('<key...>', 'KEY, or KEY=VALUE; a namespace before them, or the instance itself')
    .option('-y, --yes', 'do not ask', false)
    .addHelpText('after', examples('swrctl label remove env', 'swrctl label remove web env owner --yes'))
    .action(async (words: string[], { yes }: { yes: boolean }) => {
      const { runLabelRemove } = await import('./remove-run.ts');
      await runLabelRemove(context, words, yes);
    });
