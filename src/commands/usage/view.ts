export const METRICS = ['storage', 'downloads'] as const;

export type Metric = (typeof METRICS)[number];

/** JSON fields of a day, and of the totals: a contract with scripts. */
export const POINT_FIELDS = ['date', 'value'] as const;

export const TOTAL_FIELDS = ['account', 'organizations', 'repositories', 'tags', 'storage', 'downloads'] as const;

/** In an instance, in place of both: what there is now. */
export const INSTANCE_USAGE_FIELDS = ['name', 'used'] as const;

/** Flags about the days of the shared edition, which an instance does not keep. */
export const HISTORY_FLAGS = ['metric', 'days', 'monthly', 'total'] as const;

export type HistoryFlag = (typeof HISTORY_FLAGS)[number];
