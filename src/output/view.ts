/** One column of a table, one line of `show`. */
export interface Column<T> {
  /** Words as in a sentence (`Tag count`); tables print it in capitals, TSV as the JSON field (`tagCount`). */
  readonly header: string;
  /** The value as it stands in JSON: bytes, a Date or ISO 8601 text, a plain word. */
  readonly value: (row: T) => unknown;
  /** How tables show the value. Default `text`. TSV has all values in full. */
  readonly kind?: 'text' | 'bytes' | 'time' | 'number' | 'digest';
  /** True: in lists only with `-o wide`. */
  readonly wide?: boolean;
}

/** How rows of one kind are shown. JSON and YAML show the rows themselves, so rows are the documented objects. */
export interface View<T> {
  readonly columns: readonly Column<T>[];
  /** What `-o name` prints: the name that the sibling verbs accept. */
  readonly name: (row: T) => string;
  /** Note on stderr when a list has no rows, for example `No organizations in this region`. */
  readonly empty?: string;
}
