import { createWriteStream } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform, type Duplex, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { underSignal } from '../../base/abort.ts';
import { sniffCompression, SNIFF_LENGTH } from '../../content/compression.ts';
import { stage } from '../../content/stage.ts';
import { SwrctlError, systemCode } from '../../base/errors.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../../base/temporary-folder.ts';
import { invalidSource, writeError } from '../invalid-source.ts';
import { plainTar } from './plain-tar.ts';
import { openFile, type RandomAccess } from '../random-access.ts';

export interface SpoolOptions {
  /** Where temporary files go. Default: the system's temporary folder. */
  readonly spoolDir?: string;
  /** Most bytes that a temporary file may get. Default 64 GiB. */
  readonly spoolLimit?: number;
  /** Ends it; what was written is removed. */
  readonly signal?: AbortSignal | undefined;
}

const DEFAULT_LIMIT = 64 * 1024 ** 3;

/** What a temporary file leaves free on its disk, in bytes. */
const RESERVE = 64 * 1024 ** 2;

/** From so many bytes on, what unpacks to more than so many times its size is refused: images do not. */
const BOMB = { from: 512 * 1024 ** 2, ratio: 100 };

const ROOM_HINT = 'Set TMPDIR to a folder with more room, or unpack the archive first and give its name';

/**
 * Copies a stream through `stages` to a temporary file that nobody else can read, and opens it. Closing it removes it.
 *
 * @throws {SwrctlError} DISK when there is no room; SOURCE_INVALID when it is larger than the limit.
 */
export async function spool(
  source: Readable,
  options: SpoolOptions = {},
  stages: readonly Duplex[] = [],
): Promise<RandomAccess> {
  const { spoolDir = tmpdir(), spoolLimit = DEFAULT_LIMIT, signal } = options;
  const folder = privateFolder(spoolDir);
  try {
    const path = join(folder.path, 'archive');
    const target = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    const limits = [limitSize(spoolLimit), limitRoom(await freeRoom(folder.path), spoolDir)];
    await underSignal(signal, (own) => pipeline([source, ...stages, ...limits, target], { signal: own }));
    const file = await openFile(path);
    return { ...file, close: () => file.close().finally(folder.remove) };
  } catch (error) {
    await folder.remove();
    signal?.throwIfAborted();
    throw roomError(error, spoolDir) ?? writeError(error, folder.path, OTHER_TEMPORARY);
  }
}

/** Temporary files stand where the system says, which is no place that a flag names. */
const OTHER_TEMPORARY = 'Set TMPDIR to a folder that exists and has room';

/** A temporary folder in `parent`. @throws {SwrctlError} DISK */
export function privateFolder(parent: string): TemporaryFolder {
  try {
    return createTemporaryFolder(parent, 'swrctl-');
  } catch (error) {
    throw writeError(error, parent, OTHER_TEMPORARY);
  }
}

function limitSize(limit: number): Transform {
  const problem = `the archive unpacks to more than ${limit} bytes, the most that are copied to a temporary file`;
  return watchSize((size) => (size > limit ? invalidSource(problem) : undefined));
}

function limitRoom(room: number, spoolDir: string): Transform {
  const problem = `${spoolDir} has room for ${room} bytes, and the unpacked archive needs more`;
  return watchSize((size) => (size > room ? noRoom(problem) : undefined));
}

/** Passes bytes through until `problemOf` objects to how many there were so far. */
function watchSize(problemOf: (size: number) => Error | undefined): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      const problem = problemOf(size);
      if (problem === undefined) done(null, chunk);
      else done(problem);
    },
  });
}

/** Bytes that a temporary file may take: some are left to others. */
async function freeRoom(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return Math.max(0, bavail * bsize - RESERVE);
}

function noRoom(message: string, cause?: unknown): SwrctlError {
  return new SwrctlError('DISK', message, { hint: ROOM_HINT, cause });
}

/** A disk that others fill meanwhile. */
function roomError(error: unknown, spoolDir: string): SwrctlError | undefined {
  if (!['ENOSPC', 'EDQUOT'].includes(systemCode(error) ?? '')) return undefined;
  return noRoom(`${spoolDir} has no room left for the unpacked archive`, error);
}

/**
 * Copies an archive that comes as a stream to a temporary file, without the packing around it. What does not begin like
 * a tar is refused before anything is written.
 *
 * @param label names the archive in messages.
 * @throws {SwrctlError} SOURCE_INVALID when it is no tar, or unpacks to far more than any image; DISK.
 */
export async function spoolArchive(source: Readable, label: string, options: SpoolOptions): Promise<RandomAccess> {
  let packed = 0;
  const countPacked = watchSize((size) => {
    packed = size;
    return undefined;
  });
  const refuseBomb = watchSize((size) =>
    size > BOMB.from && size > packed * BOMB.ratio ? bombError(label) : undefined,
  );
  return spool(source, options, [countPacked, stage((bytes) => plainTar(bytes, label)), refuseBomb]);
}

function bombError(label: string): Error {
  return invalidSource(
    `${label} unpacks to more than ${BOMB.ratio} times its size, as no image does`,
    'If it is one all the same, unpack it first and give the name of the unpacked file',
  );
}

/**
 * Undoes the packing around an archive, into a temporary file.
 *
 * @param label names the archive in messages.
 * @returns `file` itself when it is not packed. It takes over `file`: closing the result closes everything, and
 *   a failure has closed everything.
 */
export async function unpackOuter(file: RandomAccess, label: string, options: SpoolOptions): Promise<RandomAccess> {
  let isKept = false;
  try {
    isKept = sniffCompression(await file.read(0, SNIFF_LENGTH)) === 'none';
    return isKept ? file : await spoolArchive(file.stream(0, file.size), label, options);
  } finally {
    if (!isKept) await file.close();
  }
}
