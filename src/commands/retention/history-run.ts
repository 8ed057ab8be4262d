import type { Context } from '../../app/world.ts';
import type { View } from '../../output/output.ts';
import { listRetentionHistory } from '../../swr/endpoints/retentions.ts';
import { readPages } from '../../swr/paging.ts';
import { repositoryName } from '../shared/names.ts';
import { formatRule } from './view.ts';

export interface RetentionHistoryOptions {
  /** `org/repo`. */
  readonly repository: string;
  /** Stop after this many. */
  readonly limit?: number;
}

/** One deletion, as JSON shows it. */
interface HistoryRow {
  readonly tag: string;
  readonly deletedAt: string;
  /** In words; null when the service does not say. */
  readonly rule: string | null;
}

const VIEW: View<HistoryRow> = {
  columns: [
    { header: 'Tag', value: ({ tag }) => tag },
    { header: 'Deleted at', value: ({ deletedAt }) => deletedAt, kind: 'time' },
    { header: 'Rule', value: ({ rule }) => rule, flow: 'shorten' },
  ],
  name: ({ tag }) => tag,
  empty: 'Retention has deleted nothing here',
};

/** `swrctl retention history`. */
export async function runRetentionHistory(context: Context, options: RetentionHistoryOptions): Promise<void> {
  const place = await context.services();
  const name = repositoryName(place, options.repository);
  const swr = await place.swr();
  const deletions = await readPages(
    (limit, offset) => swr.ask(listRetentionHistory, { ...name, limit, offset }),
    options.limit,
  );
  const rows = deletions.map(({ tag, deletedAt, rule }): HistoryRow => ({
    tag,
    deletedAt: deletedAt.toISOString(),
    rule: rule === undefined ? null : formatRule(rule),
  }));
  await context.output().list(rows, VIEW);
}
