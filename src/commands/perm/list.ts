import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { PERM_FIELDS } from './view.ts';

export const permList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List who has which permission on an organization or a repository')
      .argument('<target>', 'ORG or ORG/REPO')
      .addHelpText('after', examples('swrctl perm list team', 'swrctl perm list team/web --json=user,level')),
    PERM_FIELDS,
  ).action(async (target: string) => {
    const { runPermList } = await import('./list-run.ts');
    await runPermList(context, target);
  });
