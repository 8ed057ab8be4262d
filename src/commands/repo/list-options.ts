export interface RepoListOptions {
  /** Only in this organization. */
  readonly org?: string | undefined;
  /** Stop after this many. */
  readonly limit?: number;
  /** Repositories that other accounts share with this one, or this one with others, instead of the own ones. */
  readonly sharedWithMe?: boolean;
  readonly sharedByMe?: boolean;
  /** Those of every instance of the project. */
  readonly allInstances?: boolean;
}
