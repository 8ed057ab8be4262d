import type { Context } from '../../app/world.ts';
import { instanceInUse } from '../shared/edition.ts';
import { listNamespacesOf } from './in-instance.ts';
import { ORG_VIEW, orgRow } from './view.ts';
import { listNamespaces } from '../../swr/endpoints/namespaces.ts';

export interface OrgListOptions {
  /** Stop after this many. */
  readonly limit?: number;
}

/** `swrctl org list`. */
export async function runOrgList(context: Context, { limit }: OrgListOptions): Promise<void> {
  const client = await instanceInUse(context);
  if (client !== undefined) return listNamespacesOf(context, client, limit);
  const { services, output } = context;
  const swr = await (await services()).swr();
  const namespaces = await swr.call(listNamespaces, {});
  await output().list(namespaces.slice(0, limit).map(orgRow), ORG_VIEW);
}
