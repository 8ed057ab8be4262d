import type { Context } from '../../app/world.ts';
import { listDomains } from '../../swr/enterprise/network.ts';
import { openDomains } from './find.ts';
import { DOMAIN_VIEW, domainRow } from './view.ts';

/** `swrctl domain list`. */
export async function runDomainList(context: Context): Promise<void> {
  const client = await openDomains(context);
  await context.output().list((await client.call(listDomains, {})).map(domainRow), DOMAIN_VIEW);
}
