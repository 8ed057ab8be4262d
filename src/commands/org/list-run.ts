import type { Context } from '../../app/world.ts';
import { ORG_VIEW, orgRow } from './view.ts';
import { listNamespaces } from '../../swr/endpoints/namespaces.ts';

export interface OrgListOptions {
  /** Stop after this many. */
  readonly limit?: number;
}

/** `swrctl org list`. */
export async function runOrgList({ services, output }: Context, { limit }: OrgListOptions): Promise<void> {
  const swr = await (await services()).swr();
  const namespaces = await swr.call(listNamespaces, {});
  await output().list(namespaces.slice(0, limit).map(orgRow), ORG_VIEW);
}
