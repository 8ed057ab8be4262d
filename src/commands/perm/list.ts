import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { targetName } from '../shared/names.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { PERM_FIELDS, PERM_VIEW, permRow } from './view.ts';

export const permList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List who has which permission on an organization or a repository')
      .argument('<target>', 'ORG or ORG/REPO')
      .addHelpText('after', examples('swrctl perm list team', 'swrctl perm list team/web --json=user,level')),
    PERM_FIELDS,
  ).action((target: string) => runPermList(context, target));

export async function runPermList({ services, output }: Context, text: string): Promise<void> {
  const { grantCalls } = await import('./grants.ts');
  const place = await services();
  const target = targetName(place, text);
  const grants = await grantCalls(await place.swr(), target).list();
  await output().list(
    grants.map((grant) => permRow(grant, target)),
    PERM_VIEW,
  );
}
