import { requireProjectId } from '../../swr/client.ts';
import { listQuotas } from '../../swr/endpoints/account.ts';
import type { Context } from '../../app/world.ts';
import { instanceInUse } from '../shared/edition.ts';
import { showQuotaOf } from './in-instance.ts';
import { quotaRow, quotaView } from './view.ts';

/** `swrctl quota`. */
export async function runQuota(context: Context): Promise<void> {
  const { services, output } = context;
  const client = await instanceInUse(context);
  if (client !== undefined) return showQuotaOf(context, client);
  const swr = await (await services()).swr();
  const quotas = await swr.call(listQuotas, { projectId: requireProjectId(swr) });
  const rows = quotas.map(({ name, limit, used }) => quotaRow(name, limit, used));
  await output().list(rows, quotaView('The service has no limits for this account'));
}
