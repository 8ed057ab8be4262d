import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withWaitOption } from '../options/wait-option.ts';
import type { InstanceRemoveOptions } from './remove-run.ts';

export const instanceRemove = (context: Context): Command =>
  withWaitOption(
    new Command('remove')
      .aliases(['rm', 'delete'])
      .description('Remove an instance with all that is in it')
      .argument('<name>', 'name or id')
      .option('--delete-bucket', 'remove the bucket of OBS, too', false)
      .option('--delete-dns', 'remove the records of DNS, too', false)
      .option('-y, --yes', 'do not ask', false),
    'it is gone',
    '40m',
  )
    .addHelpText(
      'after',
      examples('swrctl instance remove prod', 'swrctl instance remove prod --delete-bucket --wait --yes'),
    )
    .action(async (name: string, options: InstanceRemoveOptions) => {
      const { runInstanceRemove } = await import('./remove-run.ts');
      await runInstanceRemove(context, name, options);
    });
