import type { Quota } from '../../model/usage.ts';
import type { View } from '../../output/output.ts';
import { requireProjectId } from '../../swr/client.ts';
import { listQuotas } from '../../swr/endpoints/account.ts';
import type { Context } from '../../app/world.ts';
import { instanceInUse } from '../shared/edition.ts';
import { showQuotaOf } from './in-instance.ts';

/** A quota, as JSON shows it. */
interface QuotaRow extends Quota {
  readonly free: number;
}

const VIEW: View<QuotaRow> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Limit', value: ({ limit }) => limit, kind: 'number' },
    { header: 'Used', value: ({ used }) => used, kind: 'number' },
    { header: 'Free', value: ({ free }) => free, kind: 'number' },
  ],
  name: ({ name }) => name,
  empty: 'The service has no limits for this account',
};

/** `swrctl quota`. */
export async function runQuota(context: Context): Promise<void> {
  const { services, output } = context;
  const client = await instanceInUse(context);
  if (client !== undefined) return showQuotaOf(context, client);
  const swr = await (await services()).swr();
  const quotas = await swr.call(listQuotas, { projectId: requireProjectId(swr) });
  await output().list(
    quotas.map((one): QuotaRow => ({ ...one, free: Math.max(0, one.limit - one.used) })),
    VIEW,
  );
}
