import { constants, createWriteStream, fstatSync, openSync, type Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { SwrctlError, systemCode } from '../../base/errors.ts';
import { followLinks, type Place } from './follow-links.ts';
import { writeError } from '../invalid-source.ts';

/** What a path stands for when something is to be written. */
export type OutputPlace =
  /** Standard output, under one of the names that the system has for it. */
  | { readonly kind: 'stdout' }
  /** A character device, a FIFO or an open file: what is written to it is gone, and nothing is replaced. */
  | ({ readonly kind: 'stream' } & Place)
  /** A name in a folder. */
  | { readonly kind: 'path' };

const STDOUT = 1;
const STDERR = 2;
const LOOK_MS = 50;
/** The bits of O_RDONLY, O_WRONLY and O_RDWR. */
const ACCESS_MODE = 3;

/** @throws {SwrctlError} USAGE for standard error; DISK for links in a circle. */
export async function findOutput(path: string): Promise<OutputPlace> {
  const place = await followLinks(path);
  if (place.descriptor === STDOUT) return { kind: 'stdout' };
  if (place.descriptor === STDERR) {
    throw new SwrctlError('USAGE', `${path} is standard error, where messages go`, { hint: 'Choose another output' });
  }
  if (place.descriptor !== undefined) return { kind: 'stream', path, descriptor: place.descriptor };
  const info = await stat(path).catch(() => undefined); // also through links that only the kernel can follow
  const isStream = info !== undefined && (info.isFIFO() || info.isCharacterDevice());
  return isStream ? { kind: 'stream', path } : { kind: 'path' };
}

export interface StreamOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called when nobody reads the FIFO yet, and it has to be waited for. */
  readonly onWait?: () => void;
}

/**
 * Opens a stream output. A FIFO is waited for until somebody reads it. Nothing that is written waits in a thread, so
 * that a reader that has stopped keeps nobody from leaving.
 *
 * @throws {SwrctlError} USAGE for a terminal; DISK.
 */
export async function openOutputStream({ path, descriptor }: Place, options: StreamOptions = {}): Promise<Writable> {
  try {
    if (descriptor !== undefined && !(await isGivenForWriting(descriptor))) {
      throw new SwrctlError('DISK', `${path} is not open for writing`, { hint: 'Check the redirection' });
    }
    const file = descriptor ?? (await openPath(path, options));
    return streamTo(path, file, fstatSync(file));
  } catch (error) {
    throw writeError(error, path);
  }
}

/** This process has opened files for itself, too: those are no outputs, and its own pipes have their other end here. */
async function isGivenForWriting(descriptor: number): Promise<boolean> {
  const info = statOf(descriptor);
  if (info === undefined || !(info.isFile() || info.isFIFO() || info.isCharacterDevice())) return false;
  if (!(await isOpenFor(descriptor, constants.O_WRONLY))) return false;
  if (!info.isFIFO()) return true;
  const others = (await readdir('/proc/self/fd').catch(() => [])).map(Number).filter((other) => other !== descriptor);
  const same = others.filter((other) => {
    const its = statOf(other);
    return its?.ino === info.ino && its.dev === info.dev;
  });
  return !(await Promise.all(same.map((other) => isOpenFor(other, constants.O_RDONLY)))).includes(true);
}

function statOf(descriptor: number): Stats | undefined {
  try {
    return fstatSync(descriptor);
  } catch {
    return undefined; // not open
  }
}

async function isOpenFor(descriptor: number, access: number): Promise<boolean> {
  const info = await readFile(`/proc/self/fdinfo/${descriptor}`, 'utf8').catch(() => ''); // not Linux
  const flags = parseInt(/^flags:\s*([0-7]+)$/m.exec(info)?.[1] ?? '2', 8) & ACCESS_MODE;
  return flags === access || flags === constants.O_RDWR;
}

/** Without waiting in the kernel, where no signal would reach. */
async function openPath(path: string, { signal, onWait }: StreamOptions): Promise<number> {
  const info = await stat(path);
  if (!info.isFIFO()) return openSync(path, constants.O_WRONLY | constants.O_NOCTTY);
  for (let isFirst = true; ; isFirst = false) {
    try {
      return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if (systemCode(error) !== 'ENXIO') throw error; // nobody reads it
      if (isFirst) onWait?.();
      await delay(LOOK_MS);
      signal?.throwIfAborted();
    }
  }
}

function streamTo(path: string, file: number, info: Stats): Writable {
  if (isatty(file)) {
    throw new SwrctlError('USAGE', `${path} is a terminal, and this is no text for one`, {
      hint: 'Give a file, or a program that reads it: -o >(docker load)',
    });
  }
  if (info.isFIFO()) return new Socket({ fd: file, readable: false, writable: true });
  return createWriteStream(path, { fd: file });
}

/** Ends what openOutputStream gave, when all that was written has been taken. */
export function endOutputStream(stream: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.end(() => {
      resolve();
    });
  });
}
