import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { withExistOk, type ExistOkFlag } from '../shared/existing.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { PERM_FIELDS } from './view.ts';
import { parseWanted } from './wanted.ts';

export const permAdd = (context: Context): Command =>
  withOutputOptions(
    withExistOk(
      new Command('add')
        .alias('create')
        .description('Give users a permission on an organization or a repository')
        .argument('<target>', 'ORG or ORG/REPO')
        .argument('<user=level...>', 'name, id or ID:NAME of a user, and read, edit or manage'),
    ).addHelpText(
      'after',
      examples(
        'swrctl perm add team alice=edit bob=read',
        'swrctl perm add team/web 03f2c0ffee0025f41f0ac0ffee000001:carol=read',
      ),
    ),
    PERM_FIELDS,
  ).action(async (target: string, pairs: string[], { existOk }: ExistOkFlag) => {
    const wanted = parseWanted([target, ...pairs], 'add');
    const { runPermWrite } = await import('./perm-write.ts');
    await runPermWrite(context, { target, wanted, mode: existOk ? 'keep' : 'add' });
  });
