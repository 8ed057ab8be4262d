import type { Context } from '../../app/world.ts';
import { instanceInUse } from '../shared/edition.ts';
import { showNamespaceOf } from './in-instance.ts';
import { ORG_VIEW, orgRow } from './view.ts';
import { getNamespace } from '../../swr/endpoints/namespaces.ts';

/** `swrctl org show`. */
export async function runOrgShow(context: Context, namespace: string): Promise<void> {
  const client = await instanceInUse(context);
  if (client !== undefined) return showNamespaceOf(context, client, namespace);
  const { services, output } = context;
  const swr = await (await services()).swr();
  await output().show(orgRow(await swr.call(getNamespace, { namespace })), ORG_VIEW);
}
