import { Command } from 'commander';
import type { Context } from '../context.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../output-options.ts';
import { ORG_FIELDS, ORG_VIEW, orgRow } from './view.ts';

export const orgAdd = (context: Context): Command =>
  withOutputOptions(
    new Command('add')
      .alias('create')
      .description('Create an organization; names are unique over all accounts of a region')
      .argument('<org>', 'name: lower-case letters, digits, and ".", "-" or "_" between them')
      .addHelpText('after', examples('swrctl org add team', 'swrctl org add team -o json')),
    ORG_FIELDS,
  ).action((org: string) => runOrgAdd(context, org));

/** Creates it and reads it back: a success without effect is an error. */
export async function runOrgAdd(context: Context, namespace: string): Promise<void> {
  const { writeAndLook } = await import('../../swr/write-and-look.ts');
  const { createNamespace, getNamespace } = await import('../../swr/endpoints/namespaces.ts');
  const output = context.output();
  const swr = await (await context.services()).swr();
  const created = await writeAndLook(
    () => swr.call(createNamespace, { body: { namespace } }),
    () => swr.call(getNamespace, { namespace }),
  );
  output.note(`Created organization ${created.name}`);
  if (output.isFormatAsked) await output.show(orgRow(created), ORG_VIEW);
}
