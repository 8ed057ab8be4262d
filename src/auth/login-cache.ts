import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { map, object, optional, string } from '../base/decode.ts';
import { hasCode } from '../base/errors.ts';
import { removeFile } from './local-file.ts';
import { withLock } from './lock.ts';
import { readOwnFile, writeOwnFile } from './own-file.ts';

/** A registry login that ends. */
export interface TemporaryLogin {
  readonly username: string;
  readonly password: string;
  /** Undefined where the service did not say. */
  readonly expiresAt: Date | undefined;
}

/** Temporary logins of earlier runs, each in a file of its own, mode 0600. */
export interface LoginCache {
  /**
   * The login of this identity, from the cache while it has more than a fifth of its life before it (or what `renewal`
   * says), else a new one.
   * Processes that want the same one wait for each other. When no new one can be had, one that still works is used.
   *
   * @param identity everything that decides what the login is; it is hashed, so it may hold a secret.
   */
  readonly get: (
    identity: readonly string[],
    fetch: () => Promise<TemporaryLogin>,
    renewal?: Renewal,
  ) => Promise<TemporaryLogin>;
  /** What is kept, without looking how old it is. */
  readonly peek: (identity: readonly string[]) => Promise<TemporaryLogin | undefined>;
  readonly erase: (identity: readonly string[]) => Promise<void>;
}

/** Milliseconds. When the service does not say how long a login lives, nobody relies on it for longer. */
const UNKNOWN_LIFE = 15 * 60_000;
/** Milliseconds: a login that ends while it is on its way is of no use. */
const LEAST_LIFE = 60_000;

/** When a login is renewed. */
export interface Renewal {
  /** Milliseconds before its end. */
  readonly beforeEnd: number;
}

interface Kept extends TemporaryLogin {
  /** From then on it is renewed. */
  readonly renewAt: Date;
}

const date = map(string, (text) => new Date(text));
const decodeKept = object({ username: string, password: string, renewAt: date, expiresAt: optional(date) });

/** @param dir the folder of the cache; it is made when something is written. */
export function createLoginCache(dir: string, now: () => Date): LoginCache {
  const folder = join(dir, 'logins');
  const fileOf = (identity: readonly string[]): string => {
    const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex');
    return join(folder, `${hash.slice(0, 32)}.json`);
  };
  const isFresh = (kept: Kept): boolean => kept.renewAt > now();
  return {
    get: async (identity, fetch, renewal) => {
      const path = fileOf(identity);
      const before = await read(path);
      if (before !== undefined && isFresh(before)) return before;
      return withLock(path, async () => {
        const kept = await read(path); // somebody else may have been quicker
        if (kept !== undefined && isFresh(kept)) return kept;
        try {
          const login = await fetch();
          await writeOwnFile(path, encode(login, now(), renewal));
          return login;
        } catch (error) {
          if (kept?.expiresAt !== undefined && kept.expiresAt.getTime() - now().getTime() > LEAST_LIFE) return kept;
          throw error;
        }
      });
    },
    peek: (identity) => read(fileOf(identity)),
    erase: (identity) => removeFile(fileOf(identity)),
  };
}

/** A damaged cache is none. */
async function read(path: string): Promise<Kept | undefined> {
  try {
    const kept = await readOwnFile(path, decodeKept);
    return kept && { ...kept, expiresAt: kept.expiresAt };
  } catch (error) {
    if (hasCode(error, 'CONFIG_INVALID')) return undefined;
    throw error;
  }
}

function encode(
  { username, password, expiresAt }: TemporaryLogin,
  now: Date,
  renewal: Renewal | undefined,
): Record<string, string> {
  const life = expiresAt === undefined ? UNKNOWN_LIFE : expiresAt.getTime() - now.getTime();
  const lasts = renewal === undefined ? life * 0.8 : Math.max(life - renewal.beforeEnd, life / 2);
  const renewAt = new Date(now.getTime() + Math.min(lasts, life - LEAST_LIFE)).toISOString();
  return { username, password, renewAt, ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }) };
}
