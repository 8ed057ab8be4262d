import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { LABEL_FIELDS } from './view.ts';

export const labelSet = (context: Context): Command =>
  withOutputOptions(
    new Command('set')
      .aliases(['update', 'edit'])
      .usage('[options] [namespace] <key=value...>')
      .description('Set labels of the instance, or of a namespace; others stay as they are')
      .argument('<key=value...>', 'labels; a namespace before them, or the instance itself')
      .addHelpText('after', examples('swrctl label set env=prod', 'swrctl label set web env=prod owner=')),
    LABEL_FIELDS,
  ).action(async (words: string[]) => {
    const { runLabelSet } = await import('./set-run.ts');
    await runLabelSet(context, words);
  });
