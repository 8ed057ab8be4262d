import { Command } from 'commander';
import { hasCode } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';
import { acceptExisting, withExistOk, type ExistOkFlag } from '../shared/existing.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { ORG_FIELDS, ORG_VIEW, orgRow } from './view.ts';

export const orgAdd = (context: Context): Command =>
  withOutputOptions(
    withExistOk(
      new Command('add')
        .alias('create')
        .description('Create an organization; names are unique over all accounts of a region')
        .argument('<org>', 'name: lower-case letters, digits, and ".", "-" or "_" between them'),
    ).addHelpText('after', examples('swrctl org add team', 'swrctl org add team -o json')),
    ORG_FIELDS,
  ).action((org: string, { existOk }: ExistOkFlag) => runOrgAdd(context, { namespace: org, existOk }));

export interface OrgAddOptions extends ExistOkFlag {
  readonly namespace: string;
}

/** Creates it and reads it back: a success without effect is an error. */
export async function runOrgAdd(context: Context, { namespace, existOk }: OrgAddOptions): Promise<void> {
  const { writeAndLook } = await import('../../swr/write-and-look.ts');
  const { createNamespace, getNamespace } = await import('../../swr/endpoints/namespaces.ts');
  const output = context.output();
  const swr = await (await context.services()).swr();
  const read = () => swr.call(getNamespace, { namespace });
  try {
    await writeAndLook(() => swr.call(createNamespace, { body: { namespace } }), read);
    output.note(`Created organization ${namespace}`);
  } catch (error) {
    if (!hasCode(error, 'CONFLICT') || !(await canRead(read))) throw error; // another account's
    const hint = `Look at it with: swrctl org show ${namespace}`;
    acceptExisting(
      { fact: `Organization ${namespace} exists already, and it is yours`, isSame: true, hint, service: error.service },
      { existOk },
      output,
    );
  }
  if (output.isFormatAsked) await output.show(orgRow(await read()), ORG_VIEW);
}

const canRead = (read: () => Promise<unknown>): Promise<boolean> =>
  read().then(
    () => true,
    () => false,
  );
