import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { ORG_FIELDS, ORG_VIEW, orgRow } from './view.ts';

export const orgShow = (context: Context): Command =>
  withOutputOptions(
    new Command('show')
      .alias('get')
      .description('Show one organization')
      .argument('<org>', 'organization')
      .addHelpText('after', examples('swrctl org show team', 'swrctl org show team --query permission')),
    ORG_FIELDS,
  ).action((org: string) => runOrgShow(context, org));

export async function runOrgShow({ services, output }: Context, namespace: string): Promise<void> {
  const { getNamespace } = await import('../../swr/endpoints/namespaces.ts');
  const swr = await (await services()).swr();
  await output().show(orgRow(await swr.call(getNamespace, { namespace })), ORG_VIEW);
}
