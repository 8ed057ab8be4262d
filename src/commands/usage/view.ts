export const METRICS = ['storage', 'downloads'] as const;

export type Metric = (typeof METRICS)[number];

/** JSON fields of a day, and of the totals: a contract with scripts. */
export const POINT_FIELDS = ['date', 'value'] as const;

export const TOTAL_FIELDS = ['account', 'organizations', 'repositories', 'tags', 'storage', 'downloads'] as const;
