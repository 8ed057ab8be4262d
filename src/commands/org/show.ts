import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { ORG_FIELDS } from './view.ts';

export const orgShow = (context: Context): Command =>
  withOutputOptions(
    new Command('show')
      .alias('get')
      .description('Show one organization')
      .argument('<org>', 'organization')
      .addHelpText('after', examples('swrctl org show team', 'swrctl org show team --query permission')),
    ORG_FIELDS,
  ).action(async (org: string) => {
    const { runOrgShow } = await import('./show-run.ts');
    await runOrgShow(context, org);
  });
