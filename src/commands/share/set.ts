import { Command } from 'commander';
import { SwrctlError } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { parseUntil } from './until.ts';
import { SHARE_FIELDS } from './view.ts';

interface ShareFlags {
  readonly account: string;
  readonly until?: string;
  readonly description?: string;
}

export const shareSet = (context: Context): Command =>
  withOutputOptions(
    new Command('set')
      .aliases(['update', 'edit'])
      .description('Change shares; what is not said stays as it is')
      .argument('<org/repo...>', 'repositories')
      .requiredOption('--account <account>', 'name of the other account')
      .option('--until <end>', 'last day (2027-01-31, UTC), duration (30d) or forever')
      .option('--description <text>', 'why')
      .addHelpText(
        'after',
        examples(
          'swrctl share set team/web --account partner --until forever',
          'swrctl share set team/web --account partner --description "until the audit" -o json',
        ),
      ),
    SHARE_FIELDS,
  ).action(async (repositories: string[], { account, until, description }: ShareFlags) => {
    if (until === undefined && description === undefined) {
      throw new SwrctlError('USAGE', 'Nothing was said to change', { hint: 'Give --until or --description' });
    }
    const changes = {
      ...(until === undefined ? {} : { until: parseUntil(until, context.world.now()) }),
      ...(description === undefined ? {} : { description }),
    };
    const { runShareSet } = await import('./share-write.ts');
    await runShareSet(context, { repositories, account, changes });
  });
