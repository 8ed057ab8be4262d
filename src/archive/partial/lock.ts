import { lstat, mkdir, open, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SwrctlError, systemCode } from '../../base/errors.ts';

/** The process that makes an output, as others can recognize it. */
export interface LockOwner {
  readonly pid: number;
  /** Where `pid` means something: host and process namespace. */
  readonly place: string;
  readonly isRunning: (pid: number) => boolean;
}

/** The right to write into a folder, until it is released or the process dies. */
export interface PartialLock {
  /** False when another process took over, because this one was thought dead. */
  readonly isHeld: () => Promise<boolean>;
  /** Lets others have it. */
  readonly release: () => Promise<void>;
  /** Forgets it without a trace, since the folder goes away. */
  readonly drop: () => Promise<void>;
}

export interface LockOptions {
  readonly owner?: LockOwner | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without a sign of life after which an owner counts as dead. Default 10,000. */
  readonly silenceMs?: number | undefined;
}

const LOCK = /^lock\.(\d+)$/;
const BEAT_MS = 1000;
const LOOK_MS = 100;
const MAX_ATTEMPTS = 10;
const FREE = 'free\n';

/** True for the names of files that belong to the lock of a folder. */
export const isLockFile = (name: string): boolean => LOCK.test(name);

/**
 * Takes a folder that outlives processes, making it if need be. Nobody holds it if the last owner released it, is a
 * process that is gone, or gives no sign of life: owners count up in their lock file. No clocks are compared.
 *
 * Each owner makes a new file with the next number, which only one process can do; so two that find the same owner dead
 * never both succeed, as they could if they replaced a file.
 *
 * @param output named in messages.
 * @throws {SwrctlError} OUTPUT_EXISTS when another process is at work; DISK when the folder is somebody else's.
 */
export async function lockFolder(folder: string, output: string, options: LockOptions = {}): Promise<PartialLock> {
  const mark = `${options.owner?.pid ?? 0} ${options.owner?.place ?? ''}`;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    await mkdir(folder, { mode: 0o700 }).catch(ignore('EEXIST'));
    const last = await lastNumber(folder);
    if (last > 0 && !(await isGone(fileOf(folder, last), options))) break;
    const file = fileOf(folder, last + 1);
    if (!(await isCreated(file, beat(mark, 0)))) continue;
    await requireOwn(folder, file);
    await removeUpTo(folder, last);
    return hold(file, mark);
  }
  throw new SwrctlError('OUTPUT_EXISTS', `${output} is being written by another process, in ${folder}`, {
    hint: 'Wait until it has finished, or choose another name',
  });
}

/** False when another process was faster, or has finished and removed the folder. */
async function isCreated(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    ignore('EEXIST', 'ENOENT')(error);
    return false;
  }
}

async function removeUpTo(folder: string, last: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const number = LOCK.exec(name)?.[1];
    if (number !== undefined && Number(number) <= last) await rm(join(folder, name), { force: true });
  }
}

const fileOf = (folder: string, number: number): string => join(folder, `lock.${number}`);

/** The same length each time, so that a full disk is no hindrance. */
const beat = (mark: string, count: number): string => `${mark} ${String(count).padStart(12)}\n`;

async function lastNumber(folder: string): Promise<number> {
  const names = await readdir(folder).catch(ignore('ENOENT'));
  return Math.max(0, ...(names ?? []).map((name) => Number(LOCK.exec(name)?.[1] ?? 0)));
}

/** Looks until the owner is known to be gone, or gives a sign of life. */
async function isGone(file: string, options: LockOptions): Promise<boolean> {
  const { owner, signal, silenceMs = 10_000 } = options;
  const before = await readLock(file);
  for (let waited = 0; waited <= silenceMs; waited += LOOK_MS) {
    const now = await readLock(file);
    if (now === undefined || now.startsWith(FREE) || isDead(now, owner)) return true;
    if (now !== before) return false;
    await delay(LOOK_MS);
    signal?.throwIfAborted();
  }
  return true;
}

/** True for a process that is known not to run any more. */
function isDead(text: string, owner: LockOwner | undefined): boolean {
  const [, pid = '', place = ''] = /^(\d+) (.*\S) +\d+\n$/.exec(text) ?? [];
  return owner !== undefined && place === owner.place && !owner.isRunning(Number(pid));
}

async function readLock(file: string): Promise<string | undefined> {
  return (await readFile(file, 'utf8').catch(ignore('ENOENT'))) ?? undefined;
}

/** A folder that somebody else put there could make us write into files of theirs, or of ours. */
async function requireOwn(folder: string, file: string): Promise<void> {
  const [there, ours] = await Promise.all([lstat(folder), lstat(file)]);
  if (there.isDirectory() && there.uid === ours.uid) return;
  await rm(file, { force: true });
  throw new SwrctlError('DISK', `${folder} belongs to somebody else`, {
    hint: `Look at it, then remove it: rm -r '${folder}'`,
  });
}

function hold(file: string, mark: string): PartialLock {
  let count = 0;
  let beating: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    count += 1;
    beating = overwrite(file, beat(mark, count)).catch(() => undefined); // isHeld tells; a missed beat is no matter
  }, BEAT_MS).unref();
  const drop = async (): Promise<void> => {
    clearInterval(timer);
    await beating;
  };
  return {
    drop,
    isHeld: async () => (await readLock(file)) !== undefined,
    release: async () => {
      await drop();
      await writeFile(file, FREE, { flag: 'r+' }).catch(() => undefined); // taken over; or the next one waits a little
    },
  };
}

async function overwrite(file: string, text: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.write(text, 0).finally(() => handle.close());
}

function ignore(...codes: readonly string[]): (error: unknown) => undefined {
  return (error) => {
    if (!codes.includes(systemCode(error) ?? '')) throw error;
    return undefined;
  };
}
