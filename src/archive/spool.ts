import { createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform, type Duplex, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { underSignal } from '../abort.ts';
import { decompress, sniffCompression, SNIFF_LENGTH } from '../content/compression.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../temporary-folder.ts';
import { invalidSource, writeError } from './invalid-source.ts';
import { openFile, type RandomAccess } from './random-access.ts';

export interface SpoolOptions {
  /** Where temporary files go. Default: the system's temporary folder. */
  readonly spoolDir?: string;
  /** Most bytes that a temporary file may get. Default 64 GiB. */
  readonly spoolLimit?: number;
  /** Ends it; what was written is removed. */
  readonly signal?: AbortSignal | undefined;
}

const DEFAULT_LIMIT = 64 * 1024 ** 3;

/** Packings inside each other that are undone: `app.tar.gz`, and that packed once more. */
const MAX_NESTING = 2;

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
    await underSignal(signal, (own) => pipeline([source, ...stages, limitSize(spoolLimit), target], { signal: own }));
    const file = await openFile(path);
    return { ...file, close: () => file.close().finally(folder.remove) };
  } catch (error) {
    await folder.remove();
    signal?.throwIfAborted();
    throw writeError(error, folder.path);
  }
}

/** A temporary folder in `parent`. @throws {SwrctlError} DISK */
export function privateFolder(parent: string): TemporaryFolder {
  try {
    return createTemporaryFolder(parent, 'swrctl-');
  } catch (error) {
    throw writeError(error, parent);
  }
}

function limitSize(limit: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > limit) done(invalidSource(`the archive unpacks to more than ${limit} bytes`));
      else done(null, chunk);
    },
  });
}

/**
 * Undoes the packing around an archive, into temporary files, until plain bytes are left.
 *
 * @param label names the archive in messages.
 * @returns `file` itself when it is not packed. It takes over `file`: closing the result closes everything, and
 *   a failure has closed everything.
 */
export async function unpackOuter(file: RandomAccess, label: string, options: SpoolOptions): Promise<RandomAccess> {
  let current = file;
  try {
    for (let depth = 0; ; depth += 1) {
      const packing = sniffCompression(await current.read(0, SNIFF_LENGTH));
      if (packing === 'none') return current;
      if (depth === MAX_NESTING) throw invalidSource(`${label} is packed more than ${MAX_NESTING} times`);
      const packed = current;
      current = await spool(packed.stream(0, packed.size), options, [decompress(packing, label)]);
      await packed.close();
    }
  } catch (error) {
    await current.close();
    throw error;
  }
}
