import { join } from 'node:path';
import { array, map, object, optional, string } from '../base/decode.ts';
import { ENGINES, type Engine, type LoginFileKind } from './engines.ts';
import { withLock } from './lock.ts';
import { readOwnFile, writeOwnFile } from './own-file.ts';

/** One login that was written for a program. */
export interface WrittenLogin {
  readonly engine: Engine;
  readonly kind: LoginFileKind;
  readonly path: string;
  readonly host: string;
  /** Of what was written, see LoginFile. */
  readonly fingerprint: string;
  /** Absent for a login without a profile. */
  readonly profile?: string | undefined;
}

/** What `login --for` wrote where, so that `logout` takes back exactly that. It holds no secret. */
export interface LoginRecord {
  readonly list: () => Promise<readonly WrittenLogin[]>;
  readonly add: (written: readonly WrittenLogin[]) => Promise<void>;
  readonly remove: (gone: readonly WrittenLogin[]) => Promise<void>;
}

const KINDS = ['docker', 'containerd', 'k3s'] as const;
const entry = object({
  engine: string,
  kind: string,
  path: string,
  host: string,
  fingerprint: string,
  profile: optional(string),
});
const decodeRecord = map(object({ written: array(entry) }), ({ written }) =>
  written.flatMap(({ engine: name, kind: sort, ...rest }): WrittenLogin[] => {
    const engine = ENGINES.find((known) => known === name);
    const kind = KINDS.find((known) => known === sort);
    return engine === undefined || kind === undefined ? [] : [{ engine, kind, ...rest }];
  }),
);

const isSame = (a: WrittenLogin, b: WrittenLogin): boolean => a.path === b.path && a.host === b.host;

/** @param dir the folder of `config.json`. */
export function createLoginRecord(dir: string): LoginRecord {
  const path = join(dir, 'written.json');
  const list = async () => (await readOwnFile(path, decodeRecord)) ?? [];
  const change = (edit: (old: readonly WrittenLogin[]) => readonly WrittenLogin[]) =>
    withLock(path, async () => writeOwnFile(path, { written: edit(await list()) }));
  return {
    list,
    add: (written) =>
      change((old) => [...old.filter((one) => !written.some((other) => isSame(one, other))), ...written]),
    remove: (gone) => change((old) => old.filter((one) => !gone.some((other) => isSame(one, other)))),
  };
}
