import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';

/** JSON fields of one user: a contract with scripts. `levels` is by target, `cannotPush` has targets. */
export const MATRIX_FIELDS = ['user', 'userId', 'levels', 'cannotPush'] as const;

export const permMatrix = (context: Context): Command =>
  withOutputOptions(
    new Command('matrix')
      .description(
        'Show who may do what, in one organization or in all: users down, organizations and repositories across',
      )
      .argument('[org]', 'organization')
      .addHelpText(
        'after',
        examples('swrctl perm matrix team', 'swrctl perm matrix --query "[?levels.team == \'manage\'].user"'),
      ),
    MATRIX_FIELDS,
  ).action(async (org: string | undefined) => {
    const { runPermMatrix } = await import('./matrix-run.ts');
    await runPermMatrix(context, org);
  });
