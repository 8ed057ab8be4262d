import type { Context } from '../../app/world.ts';
import type { View } from '../../output/output.ts';
import { getStatistics } from '../../swr/enterprise/activity.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';

/** How much of something there is in an instance, as JSON shows it. */
interface InstanceUsageRow {
  readonly name: string;
  /** A count; bytes for `storage`. */
  readonly used: number;
}

const VIEW: View<InstanceUsageRow> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Used', value: ({ used }) => used, kind: 'number' },
  ],
  name: ({ name }) => name,
  empty: 'The service has no numbers yet',
};

/** What an instance holds now: the service keeps no history of it. */
export async function showUsageOf(context: Context, client: InstanceClient): Promise<void> {
  const { used, storedBytes } = await client.call(getStatistics, {});
  const counts = Object.entries(used).map(([name, count]) => ({ name, used: count }));
  await context.output().list([...counts, { name: 'storage', used: storedBytes }], VIEW);
}
