import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { ORG_FIELDS, ORG_VIEW, orgRow } from './view.ts';

export interface OrgListOptions {
  /** Stop after this many. */
  readonly limit?: number;
}

export const orgList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the organizations you have a right in')
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .addHelpText('after', examples('swrctl org list', 'swrctl org list -o name | xargs -n1 swrctl repo list')),
    ORG_FIELDS,
  ).action((options: OrgListOptions) => runOrgList(context, options));

export async function runOrgList({ services, output }: Context, { limit }: OrgListOptions): Promise<void> {
  const { listNamespaces } = await import('../../swr/endpoints/namespaces.ts');
  const swr = await (await services()).swr();
  const namespaces = await swr.call(listNamespaces, {});
  await output().list(namespaces.slice(0, limit).map(orgRow), ORG_VIEW);
}
