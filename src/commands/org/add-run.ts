import { hasCode } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';
import { acceptExisting, type ExistOkFlag } from '../shared/existing.ts';
import { instanceInUse } from '../shared/edition.ts';
import { addNamespaceTo } from './in-instance.ts';
import { refuseSettings, type NamespaceFlags } from './namespace-options.ts';
import { ORG_VIEW, orgRow } from './view.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { createNamespace, getNamespace } from '../../swr/endpoints/namespaces.ts';

export interface OrgAddOptions extends ExistOkFlag {
  readonly namespace: string;
  /** For instances only. */
  readonly settings: NamespaceFlags;
}

/** Creates it and reads it back: a success without effect is an error. */
export async function runOrgAdd(context: Context, options: OrgAddOptions): Promise<void> {
  const { namespace, existOk, settings } = options;
  const client = await instanceInUse(context);
  if (client !== undefined) return addNamespaceTo(context, client, options);
  refuseSettings(settings);
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
