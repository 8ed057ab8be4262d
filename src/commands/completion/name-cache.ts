import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createPrivateFolder, readJsonObject, replaceFile } from '../../auth/local-file.ts';

export interface NameCache {
  /** Names as they were less than a minute ago, else as `ask` gives them. A failure is not kept. */
  readonly keep: (what: string, ask: () => Promise<readonly string[]>) => Promise<readonly string[]>;
}

export interface NameCacheOptions {
  /** Folder of caches. */
  readonly dir: string;
  readonly now: () => Date;
  /** Whose names they are and where; only a digest of it gets into the name of a file. */
  readonly account: unknown;
}

const MINUTE_MS = 60_000;

/** Files for the owner alone, with names and the time in them and nothing else. */
export function createNameCache({ dir, now, account }: NameCacheOptions): NameCache {
  const folder = join(dir, 'names');
  return {
    keep: async (what, ask) => {
      const path = join(folder, `${digestOf([account, what])}.json`);
      const known = await read(path, now().getTime());
      if (known !== undefined) return known;
      const names = await ask();
      try {
        await createPrivateFolder(folder);
        await removeOld(folder, now().getTime());
        await replaceFile(path, JSON.stringify({ at: now().getTime(), names }));
      } catch {
        // only time is lost
      }
      return names;
    },
  };
}

const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);

/** Absent, damaged, written by others or too old: nothing is known. */
async function read(path: string, now: number): Promise<readonly string[] | undefined> {
  try {
    const { at, names } = (await readJsonObject(path))?.value ?? {};
    const isFresh = typeof at === 'number' && at <= now && now - at < MINUTE_MS;
    return isFresh && Array.isArray(names) ? names.filter((name) => typeof name === 'string') : undefined;
  } catch {
    return undefined;
  }
}

async function removeOld(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (Math.abs(now - mtimeMs) > MINUTE_MS) await rm(path, { force: true });
  }
}
