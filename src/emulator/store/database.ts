import { openJournal, type Journal } from './journal.ts';

/** A kind of record. Records live in scopes (`region/organization`) under a key, and are never changed in place. */
export interface Table<T> {
  readonly name: string;
  /** Never set: it carries the type of the records. */
  readonly record?: T;
}

/** One step of a write. `drop` removes a whole scope of a table. */
export type Change =
  | readonly ['put', table: string, scope: string, key: string, value: unknown]
  | readonly ['delete', table: string, scope: string, key: string]
  | readonly ['drop', table: string, scope: string];

export interface Database {
  readonly get: <T>(table: Table<T>, scope: string, key: string) => T | undefined;
  /** All records of a scope, in the order of their first writing. */
  readonly all: <T>(table: Table<T>, scope: string) => readonly T[];
  /** Every scope of a table that has held a record. */
  readonly scopes: (table: Table<unknown>) => readonly string[];
  /** Every scope of any table that is `scope` or below it. */
  readonly scopesBelow: (scope: string) => readonly { readonly table: string; readonly scope: string }[];
  /** Applies all changes at once; resolves when they would survive a crash. Answer only then. */
  readonly write: (...changes: readonly Change[]) => Promise<void>;
  /** A number that no record has had. */
  readonly nextId: () => number;
  /** Forgets everything. */
  readonly clear: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export function put<T>(table: Table<T>, scope: string, key: string, value: NoInfer<T>): Change {
  return ['put', table.name, scope, key, value];
}

export function remove(table: Table<unknown>, scope: string, key: string): Change {
  return ['delete', table.name, scope, key];
}

export function drop(table: Table<unknown>, scope: string): Change {
  return ['drop', table.name, scope];
}

/** The table that remembers the highest number when a journal is rewritten. */
const LAST_ID = 'last-id';
/** A journal of fewer changes is not worth rewriting. */
const MIN_COMPACTED = 1000;

type Scopes = Map<string, Map<string, unknown>>;

/**
 * Metadata in memory. With a file, every write goes through a journal that is replayed here.
 *
 * @throws {SwrctlError} DISK when the journal cannot be read or written.
 */
export async function openDatabase(file?: string): Promise<Database> {
  const tables = new Map<string, Scopes>();
  let lastId = 1000;

  const scopeOf = (table: string, scope: string): Map<string, unknown> => {
    const scopes: Scopes = tables.get(table) ?? new Map<string, Map<string, unknown>>();
    const records = scopes.get(scope) ?? new Map<string, unknown>();
    tables.set(table, scopes.set(scope, records));
    return records;
  };
  const apply = (changes: readonly Change[]): void => {
    for (const change of changes) {
      if (change[0] === 'put') {
        scopeOf(change[1], change[2]).set(change[3], change[4]);
        lastId = Math.max(lastId, idOf(change[4]));
      } else if (change[0] === 'delete') tables.get(change[1])?.get(change[2])?.delete(change[3]);
      else tables.get(change[1])?.delete(change[2]);
    }
  };

  // The journal holds what write() was given, nothing else.
  let replayed = 0;
  const replay = (entry: unknown): void => {
    replayed += (entry as readonly Change[]).length;
    apply(entry as readonly Change[]);
  };
  const journal: Journal | undefined = file === undefined ? undefined : await openJournal(file, replay);
  const standing = journal === undefined ? [] : snapshot(tables, lastId);
  if (replayed > MIN_COMPACTED && replayed > 2 * standing.length) await journal?.replace(standing.map((one) => [one]));
  return {
    get: <T>({ name }: Table<T>, scope: string, key: string) => tables.get(name)?.get(scope)?.get(key) as T | undefined,
    all: <T>({ name }: Table<T>, scope: string) => [...(tables.get(name)?.get(scope)?.values() ?? [])] as T[],
    scopes: ({ name }) => [...(tables.get(name)?.keys() ?? [])],
    scopesBelow: (above) => scopesBelow(tables, above),
    write: async (...changes) => {
      apply(changes);
      await journal?.append(changes);
    },
    nextId: () => (lastId += 1),
    clear: async () => {
      tables.clear();
      await journal?.clear();
    },
    close: async () => {
      await journal?.close();
    },
  };
}

function scopesBelow(
  tables: ReadonlyMap<string, Scopes>,
  above: string,
): readonly { readonly table: string; readonly scope: string }[] {
  return [...tables].flatMap(([table, scopes]) =>
    [...scopes.keys()]
      .filter((scope) => scope === above || scope.startsWith(`${above}/`))
      .map((scope) => ({ table, scope })),
  );
}

/** Changes that make these tables out of nothing. */
function snapshot(tables: ReadonlyMap<string, Scopes>, lastId: number): Change[] {
  const records = [...tables].flatMap(([table, scopes]) =>
    [...scopes].flatMap(([scope, held]) => [...held].map(([key, value]): Change => ['put', table, scope, key, value])),
  );
  return [...records, ['put', LAST_ID, '', '', { id: lastId }]]; // numbers of deleted records stay taken
}

function idOf(value: unknown): number {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'number' ? value.id : 0;
}
