import type { View } from '../../output/output.ts';

/** A quota, as JSON shows it. */
export interface QuotaRow {
  readonly name: string;
  readonly limit: number;
  /** Absent where the service does not count, as credentials of an instance. */
  readonly used?: number;
  readonly free?: number;
}

export const quotaRow = (name: string, limit: number, used: number | undefined): QuotaRow =>
  used === undefined ? { name, limit } : { name, limit, used, free: Math.max(0, limit - used) };

/** @param empty what to say where there is none. */
export const quotaView = (empty: string): View<QuotaRow> => ({
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Limit', value: ({ limit }) => limit, kind: 'number' },
    { header: 'Used', value: ({ used }) => used, kind: 'number' },
    { header: 'Free', value: ({ free }) => free, kind: 'number' },
  ],
  name: ({ name }) => name,
  empty,
});
