import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { SwrctlError } from '../../base/errors.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { INSTANCE_FIELDS } from './view.ts';

export const instanceSet = (context: Context): Command =>
  withOutputOptions(
    new Command('set')
      .aliases(['update', 'edit'])
      .description('Change what can be changed of an instance')
      .argument('[name]', 'name or id; default: the instance in use')
      .option('--anonymous', 'let anybody who reaches it pull from public namespaces without a login')
      .option('--no-anonymous', 'let nobody in without a login')
      .addHelpText('after', examples('swrctl instance set prod --anonymous', 'swrctl instance set --no-anonymous')),
    [...INSTANCE_FIELDS, 'anonymous'],
  ).action(async (name: string | undefined, { anonymous }: { anonymous?: boolean }) => {
    if (anonymous === undefined) {
      throw new SwrctlError('USAGE', 'Nothing was said to change', { hint: 'Give --anonymous or --no-anonymous' });
    }
    const { runInstanceSet } = await import('./set-run.ts');
    await runInstanceSet(context, name, anonymous);
  });
