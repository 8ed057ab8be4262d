/** What `tag list --sort` takes. */
export const TAG_SORTS = ['updated', 'size', 'name'] as const;

export interface TagListOptions {
  /** `org/repo`. */
  readonly repository: string;
  /** Stop after this many. */
  readonly limit?: number;
  readonly sort: (typeof TAG_SORTS)[number];
  /** True when the command line says `sort`. */
  readonly isSortSaid?: boolean;
  /** The format, and the fields of `--json`, where they are given. */
  readonly output?: string;
  readonly json?: unknown;
  /** Only tags that this shell pattern matches. */
  readonly filter?: string;
}
