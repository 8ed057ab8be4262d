import type { Context } from '../../app/world.ts';
import { ORG_VIEW, orgRow } from './view.ts';
import { getNamespace } from '../../swr/endpoints/namespaces.ts';

/** `swrctl org show`. */
export async function runOrgShow({ services, output }: Context, namespace: string): Promise<void> {
  const swr = await (await services()).swr();
  await output().show(orgRow(await swr.call(getNamespace, { namespace })), ORG_VIEW);
}
