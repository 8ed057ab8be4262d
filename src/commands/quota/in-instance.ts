import { present } from '../../base/decode.ts';
import type { Context } from '../../app/world.ts';
import type { View } from '../../output/output.ts';
import { getStatistics } from '../../swr/enterprise/activity.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';

/** A quota of an instance, as JSON shows it. */
interface InstanceQuotaRow {
  readonly name: string;
  readonly limit: number;
  /** Absent where the service does not count: credentials. */
  readonly used?: number;
  readonly free?: number;
}

const VIEW: View<InstanceQuotaRow> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Limit', value: ({ limit }) => limit, kind: 'number' },
    { header: 'Used', value: ({ used }) => used, kind: 'number' },
    { header: 'Free', value: ({ free }) => free, kind: 'number' },
  ],
  name: ({ name }) => name,
  empty: 'The instance has no limits',
};

/** What an instance may hold, and how much of that it holds. */
export async function showQuotaOf(context: Context, client: InstanceClient): Promise<void> {
  const { quota, used: counts } = await client.call(getStatistics, {});
  const rows = Object.entries(quota).map(([name, limit]): InstanceQuotaRow => {
    const used = counts[name];
    return { name, limit, ...present({ used, free: used === undefined ? undefined : Math.max(0, limit - used) }) };
  });
  await context.output().list(rows, VIEW);
}
