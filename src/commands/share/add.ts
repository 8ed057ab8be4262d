import { Command } from 'commander';

import type { Context } from '../../app/world.ts';
import { withExistOk, type ExistOkFlag } from '../shared/existing.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { parseUntil } from './until.ts';
import { SHARE_FIELDS } from './view.ts';

interface ShareFlags extends ExistOkFlag {
  readonly account: string;
  readonly until: string;
  readonly description?: string;
}

export const shareAdd = (context: Context): Command =>
  withOutputOptions(
    withExistOk(
      new Command('add')
        .alias('create')
        .description('Let users of another account pull private repositories, in the same region')
        .argument('<org/repo...>', 'repositories')
        .requiredOption('--account <account>', 'name of the other account')
        .requiredOption('--until <end>', 'last day (2027-01-31, UTC), duration (30d) or forever')
        .option('--description <text>', 'why'),
    ).addHelpText(
      'after',
      examples(
        'swrctl share add team/web --account partner --until 30d',
        'swrctl share add team/web team/api --account partner --until 2027-01-31 --description "release images"',
      ),
    ),
    SHARE_FIELDS,
  ).action(async (repositories: string[], { account, until, description, existOk }: ShareFlags) => {
    const changes = {
      until: parseUntil(until, context.world.now()),
      ...(description === undefined ? {} : { description }),
    };
    const { runShareAdd } = await import('./share-write.ts');
    await runShareAdd(context, { repositories, account, changes, existOk });
  });
