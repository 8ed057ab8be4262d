import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { SwrctlError } from '../../base/errors.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import type { LabelListOptions } from './list-run.ts';
import { LABEL_FIELDS, LABEL_KEY_FIELDS } from './view.ts';

export const labelList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the labels of the instance, or of a namespace')
      .argument('[namespace]', 'default: the instance itself')
      .option('-a, --all', 'all keys and values that are in use, by the instances of the project', false)
      .option('--namespaces', 'with --all: by the namespaces of the instance', false)
      .addHelpText('after', examples('swrctl label list', 'swrctl label list web', 'swrctl label list --all -o json')),
    [...new Set([...LABEL_FIELDS, ...LABEL_KEY_FIELDS])],
  ).action(async (namespace: string | undefined, options: LabelListOptions) => {
    if (options.all && namespace !== undefined) {
      throw new SwrctlError('USAGE', '--all and a namespace exclude each other', {
        hint: `For the keys that namespaces use: swrctl label list --all --namespaces`,
      });
    }
    if (options.namespaces && !options.all) {
      throw new SwrctlError('USAGE', '--namespaces is for --all', {
        hint: 'Give both, or the name of one namespace: swrctl label list web',
      });
    }
    const { runLabelList } = await import('./list-run.ts');
    await runLabelList(context, namespace, options);
  });
