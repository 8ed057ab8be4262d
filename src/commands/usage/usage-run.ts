import type { Context } from '../../app/world.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { HistoryFlag, Metric } from './view.ts';
import type { AccountTotals, UsagePoint } from '../../model/usage.ts';
import type { View } from '../../output/output.ts';
import { getTotals, listUsage } from '../../swr/endpoints/account.ts';
import { instanceInUse } from '../shared/edition.ts';
import { showUsageOf } from './in-instance.ts';

export interface UsageOptions {
  /** Which of the others were said. */
  readonly said: readonly HistoryFlag[];
  readonly metric: Metric;
  /** The latest days. */
  readonly days: number;
  /** True: by month instead of by day. */
  readonly monthly: boolean;
  /** True: the totals of now instead of the days. */
  readonly total: boolean;
}

/** Columns of the longest bar. */
const CHART_WIDTH = 30;

const TOTALS: View<AccountTotals> = {
  columns: [
    { header: 'Account', value: ({ account }) => account },
    { header: 'Organizations', value: ({ organizations }) => organizations, kind: 'number' },
    { header: 'Repositories', value: ({ repositories }) => repositories, kind: 'number' },
    { header: 'Tags', value: ({ tags }) => tags, kind: 'number' },
    { header: 'Storage', value: ({ storage }) => storage, kind: 'number' },
    { header: 'Downloads', value: ({ downloads }) => downloads, kind: 'number', drop: 1 },
  ],
  name: ({ account }) => account,
};

const POINTS: View<UsagePoint> = {
  columns: [
    { header: 'Date', value: ({ date }) => date },
    { header: 'Value', value: ({ value }) => value, kind: 'number' },
  ],
  name: ({ date }) => date,
  empty: 'The service has no numbers yet',
};

/** `swrctl usage`. */
export async function runUsage(context: Context, options: UsageOptions): Promise<void> {
  const output = context.output();
  const { metric, days, monthly, total } = options;
  const client = await instanceInUse(context);
  if (client !== undefined) {
    refuseHistory(options, client.place.name);
    return showUsageOf(context, client);
  }
  const swr = await (await context.services()).swr();
  if (total) return output.show(await swr.call(getTotals, {}), TOTALS);
  const resource = metric === 'storage' ? 'store' : 'downflow';
  const points = await swr.call(listUsage, { resource, frequency: monthly ? 'monthly' : 'daily' });
  const latest = [...points].sort((a, b) => (a.date < b.date ? -1 : 1)).slice(monthly ? 0 : -days);
  // The bars are for eyes: on a terminal, unless some format was asked for.
  const isChart = context.world.stdout.isTTY === true && !output.isFormatAsked;
  return output.list(latest, isChart ? withChart(latest) : POINTS);
}

/** @throws {SwrctlError} USAGE for what an instance does not keep. */
function refuseHistory({ said: [flag] }: UsageOptions, instance: string): void {
  if (flag === undefined) return;
  throw new SwrctlError('USAGE', `--${flag} is for the shared edition; ${instance} says only what it holds now`, {
    hint: 'See that with: swrctl usage; for the shared edition add --instance none',
  });
}

function withChart(points: readonly UsagePoint[]): View<UsagePoint> {
  const most = Math.max(0, ...points.map(({ value }) => value));
  const bar = ({ value }: UsagePoint): string =>
    value > 0 ? '='.repeat(Math.max(1, Math.round((value / most) * CHART_WIDTH))) : ' ';
  const rounded = ({ value }: UsagePoint): number => Number(value.toPrecision(4));
  return {
    ...POINTS,
    columns: [
      { header: 'Date', value: ({ date }) => date },
      { header: 'Value', value: rounded, kind: 'number' },
      { header: 'Chart', value: bar, drop: 1 },
    ],
  };
}
