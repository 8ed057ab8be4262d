import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { withExistOk, type ExistOkFlag } from '../shared/existing.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { withNamespaceOptions, type NamespaceFlags } from './namespace-options.ts';
import { ORG_FIELDS } from './view.ts';

export const orgAdd = (context: Context): Command =>
  withOutputOptions(
    withNamespaceOptions(
      withExistOk(
        new Command('add')
          .alias('create')
          .description('Create an organization; names are unique over all accounts of a region, or in an instance')
          .argument('<org>', 'name: lower-case letters, digits, and ".", "-" or "_" between them'),
      ),
    ).addHelpText(
      'after',
      examples('swrctl org add team', 'swrctl org add team -o json', 'swrctl org add web --public --instance prod'),
    ),
    ORG_FIELDS,
  ).action(async (org: string, { existOk, ...settings }: ExistOkFlag & NamespaceFlags) => {
    const { runOrgAdd } = await import('./add-run.ts');
    await runOrgAdd(context, { namespace: org, existOk, settings });
  });
