import { open, readFile, rename } from 'node:fs/promises';
import { SwrctlError, systemCode } from '../../base/errors.ts';

/** One JSON value per line, only ever appended. */
export interface Journal {
  /** Resolves when the entry is on the disk. Entries that wait together share one flush. */
  readonly append: (entry: unknown) => Promise<void>;
  /** Puts fewer entries in the place of all that was written, at once. Only before the first append. */
  readonly replace: (entries: Iterable<unknown>) => Promise<void>;
  readonly clear: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Opens a journal and hands over what it holds. A last line without its end was never acknowledged: it is dropped.
 *
 * @throws {SwrctlError} DISK when the file cannot be used, or a line in its middle is damaged.
 */
export async function openJournal(file: string, replay: (entry: unknown) => void): Promise<Journal> {
  const stored = await readStored(file);
  const end = stored.lastIndexOf('\n') + 1;
  for (const [index, line] of stored.slice(0, end).split('\n').entries()) {
    if (line !== '') replay(parseLine(line, `${file}:${index + 1}`));
  }
  let handle = await open(file, 'a', 0o600);
  await handle.truncate(Buffer.byteLength(stored.slice(0, end)));

  let waiting: string[] = [];
  let flushing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    const lines = waiting;
    waiting = [];
    if (lines.length === 0) return; // an earlier flush took them along
    await handle.appendFile(lines.join(''));
    await handle.datasync();
  };
  return {
    append: (entry) => {
      waiting.push(`${JSON.stringify(entry)}\n`);
      flushing = flushing.then(flush);
      return flushing;
    },
    replace: async (entries) => {
      await handle.close();
      await writeWhole(file, [...entries].map((entry) => `${JSON.stringify(entry)}\n`).join(''));
      handle = await open(file, 'a', 0o600);
    },
    clear: async () => {
      await flushing;
      await handle.truncate(0);
    },
    close: async () => {
      await flushing.catch(() => undefined); // whoever wrote has been told
      await handle.close();
    },
  };
}

/** A reader sees the old file or the new one, whenever the process dies. */
async function writeWhole(file: string, text: string): Promise<void> {
  const next = await open(`${file}.new`, 'w', 0o600);
  try {
    await next.writeFile(text);
    await next.sync();
  } finally {
    await next.close();
  }
  await rename(`${file}.new`, file);
}

async function readStored(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return '';
    throw new SwrctlError('DISK', `${file} cannot be read`, { cause });
  }
}

function parseLine(line: string, at: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (cause) {
    throw new SwrctlError('DISK', `${at} is damaged`, { cause, hint: 'Start with another --data directory' });
  }
}
