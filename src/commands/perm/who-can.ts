import { Argument, Command } from 'commander';
import { ACTIONS, type Action } from '../../model/access.ts';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';

/** JSON fields of one user: a contract with scripts. `through` is the target that the right is on. */
export const WHO_FIELDS = ['user', 'userId', 'level', 'through'] as const;

export const permWhoCan = (context: Context): Command =>
  withOutputOptions(
    new Command('who-can')
      .description('List who can pull, push or manage, and through which permission')
      .addArgument(new Argument('<action>', 'what').choices(ACTIONS))
      .argument('<target>', 'ORG or ORG/REPO')
      .addHelpText('after', examples('swrctl perm who-can push team/web', 'swrctl perm who-can manage team -o name')),
    WHO_FIELDS,
  ).action(async (action: Action, target: string) => {
    const { runPermWhoCan } = await import('./who-can-run.ts');
    await runPermWhoCan(context, { action, target });
  });
