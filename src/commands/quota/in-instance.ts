import type { Context } from '../../app/world.ts';
import { getStatistics } from '../../swr/enterprise/activity.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';
import { quotaRow, quotaView } from './view.ts';

/** What an instance may hold, and how much of that it holds. */
export async function showQuotaOf(context: Context, client: InstanceClient): Promise<void> {
  const { quota, used } = await client.call(getStatistics, {});
  const rows = Object.entries(quota).map(([name, limit]) => quotaRow(name, limit, used[name]));
  await context.output().list(rows, quotaView('The instance has no limits'));
}
