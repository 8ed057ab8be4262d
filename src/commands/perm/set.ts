import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { PERM_FIELDS } from './view.ts';
import { parseWanted } from './wanted.ts';

export const permSet = (context: Context): Command =>
  withOutputOptions(
    new Command('set')
      .aliases(['update', 'edit'])
      .description('Change the permission of users, or give it')
      .argument('<target>', 'ORG or ORG/REPO')
      .argument('<user=level...>', 'name, id or ID:NAME of a user, and read, edit or manage')
      .addHelpText(
        'after',
        examples('swrctl perm set team alice=manage', 'swrctl perm set team/web alice=read bob=edit -o json'),
      ),
    PERM_FIELDS,
  ).action(async (target: string, pairs: string[]) => {
    const wanted = parseWanted([target, ...pairs], 'set');
    const { runPermWrite } = await import('./perm-write.ts');
    await runPermWrite(context, { target, wanted, mode: 'set' });
  });
