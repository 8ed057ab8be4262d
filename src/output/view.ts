/** One column of a table, one line of `show`. */
export interface Column<T> {
  /** Words as in a sentence (`Tag count`); tables print it in capitals, TSV as the JSON field (`tagCount`). */
  readonly header: string;
  /** The value as it stands in JSON: bytes, a Date or ISO 8601 text, a plain word. */
  readonly value: (row: T) => unknown;
  /** What TSV has in a list, where tables leave out what everybody sees anyway. Default: `value`. */
  readonly tsv?: (row: T) => unknown;
  /**
   * How tables show the value. Default `text`. TSV has all values in full. `lines` is a list that `show` prints one
   * below the other, in TSV as so many lines with the same key.
   */
  readonly kind?: 'text' | 'bytes' | 'time' | 'number' | 'digest' | 'lines';
  /** True: in lists only with `-o wide`. */
  readonly wide?: boolean;
}

/** How rows of one kind are shown. JSON and YAML show the rows themselves, so rows are the documented objects. */
export interface View<T> {
  readonly columns: readonly Column<T>[];
  /** Lists inside the object, for `show`. */
  readonly sections?: readonly Section<T>[];
  /** What `-o name` prints: the name that the sibling verbs accept. */
  readonly name: (row: T) => string;
  /** Note on stderr when a list has no rows, for example `No organizations in this region`. */
  readonly empty?: string;
}

/**
 * A list inside an object: below the object's lines a table of its own, in TSV a line per row, with the heading as
 * its key.
 */
export interface Section<T> {
  /** As a column's header. */
  readonly heading: string;
  /** Gives the rows and their view to `use`, which need not know what they are. */
  readonly visit: <X>(row: T, use: <R>(rows: readonly R[], view: View<R>) => X) => X;
}

export function section<T, R>(heading: string, rowsOf: (row: T) => readonly R[], view: View<R>): Section<T> {
  return { heading, visit: (row, use) => use(rowsOf(row), view) };
}
