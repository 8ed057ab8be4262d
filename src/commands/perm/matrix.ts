import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';

/** JSON fields of one user: a contract with scripts. `levels` is by target, `cannotPush` has targets. */
export const MATRIX_FIELDS = ['user', 'userId', 'levels', 'cannotPush'] as const;

const DETAILS = `
Without a choice it looks at organizations alone, with one call for each. Of an
organization that is named (as operand or with --org) it shows the repositories,
too, and with --user those of all organizations where the right on a repository can
be the stronger one: one call for each repository. Where users and targets do not fit
on the terminal, each target has a line with the users of each level.
`;

export const permMatrix = (context: Context): Command =>
  withOutputOptions(
    new Command('matrix')
      .description('Show who may do what: users down, organizations and repositories across')
      .argument('[org]', 'organization, with its repositories; default: all organizations, without repositories')
      .option('--user <user>', 'only this user, in all repositories; may be repeated', collect, [])
      .addHelpText(
        'after',
        DETAILS +
          examples(
            'swrctl perm matrix',
            'swrctl perm matrix --org team',
            'swrctl perm matrix --user alice',
            'swrctl perm matrix --query "[?levels.team == \'manage\'].user"',
          ),
      ),
    MATRIX_FIELDS,
  ).action(async (org: string | undefined, { user }: { user: string[] }) => {
    const { runPermMatrix } = await import('./matrix-run.ts');
    await runPermMatrix(context, { org, users: user });
  });

const collect = (user: string, before: readonly string[]): string[] => [...before, user];
