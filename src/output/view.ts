/** One column of a table, one line of `show`. */
export interface Column<T> {
  /** Words as in a sentence (`Tag count`); tables print it in capitals, TSV as the JSON field (`tagCount`). */
  readonly header: string;
  /** The JSON field, where its name is not made of the words of the header. */
  readonly field?: string;
  /** True: the header is a name from the data, as of an organization, and stays as it is. */
  readonly isData?: boolean;
  /** The value as it stands in JSON: bytes, a Date or ISO 8601 text, a plain word. */
  readonly value: (row: T) => unknown;
  /** What TSV has in a list, where tables leave out what everybody sees anyway. Default: `value`. */
  readonly tsv?: (row: T) => unknown;
  /** What people are told, where neither the value nor its kind says it. */
  readonly text?: (row: T) => string | null;
  /**
   * How tables show the value. Default `text`. TSV has all values in full. `lines` is a list that `show` prints one
   * below the other, in TSV as so many lines with the same key.
   */
  readonly kind?: 'text' | 'bytes' | 'time' | 'number' | 'digest' | 'lines';
  /** True: in lists only with `-o wide`. */
  readonly wide?: boolean;
  /** Where a terminal is too narrow for the list, the text ends after a word, or goes on in the next line. */
  readonly flow?: 'shorten' | 'wrap';
  /** Where shorter texts do not help, the column is left out; lower numbers go first. Absent: it stays. */
  readonly drop?: number;
}

/** One row as a line of its own, for lists that are read from the top to the bottom. */
export interface Item {
  readonly mark: 'good' | 'odd' | 'bad' | 'plain';
  /** A word or two; the texts of all rows begin below each other. */
  readonly title: string;
  readonly text: string;
  /** What to do about it, below. */
  readonly hint?: string | undefined;
}

/** How rows of one kind are shown. JSON and YAML show the rows themselves, so rows are the documented objects. */
export interface View<T> {
  readonly columns: readonly Column<T>[];
  /** Lists inside the object, for `show`. */
  readonly sections?: readonly Section<T>[];
  /** How a list is told to people, where a table of all columns would not be read; `-o wide` has the table. */
  readonly item?: (row: T) => Item;
  /** The same told in another shape, where the table does not fit on the terminal: rows and view are given to `use`. */
  readonly otherwise?: <X>(rows: readonly T[], use: <R>(rows: readonly R[], view: View<R>) => X) => X;
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
