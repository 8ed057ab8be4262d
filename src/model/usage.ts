/** One limit of the account in a region. */
export interface Quota {
  /** `organization`, `repository` or `tag`. */
  readonly name: string;
  readonly limit: number;
  readonly used: number;
}

/** Totals of the account in a region. */
export interface AccountTotals {
  readonly account: string;
  readonly organizations: number;
  readonly repositories: number;
  readonly tags: number;
  /** The unit is not documented. */
  readonly storage: number;
  /** The unit is not documented. */
  readonly downloads: number;
}

/** One day or month of a report. */
export interface UsagePoint {
  /** `YYYY-MM-DD` for a day. */
  readonly date: string;
  /** The unit is not documented. */
  readonly value: number;
}
