import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { array, number, object, parseJson, string, type Decoded } from '../../base/decode.ts';

/** The file that holds the marks, in the folder of a partial output. */
export const MARKS = 'state.json';

const mark = object({ name: string, offset: number, size: number, written: number });
const state = object({ version: number, entries: array(mark) });
const VERSION = 1;
const SAVE_MS = 200;

/** How far an entry of a tar has come: its data begins at `offset`, and the first `written` of `size` bytes are there. */
export type EntryMark = Decoded<typeof mark>;

/** What an earlier run noted down, by name; nothing if it cannot be understood. */
export async function readMarks(folder: string): Promise<ReadonlyMap<string, EntryMark>> {
  const text = await readFile(join(folder, MARKS), 'utf8').catch(() => undefined);
  try {
    const { version, entries } = state(parseJson(text ?? '', MARKS), MARKS);
    return new Map(version === VERSION ? entries.map((entry) => [entry.name, entry]) : []);
  } catch {
    return new Map(); // a damaged note costs time, never content: all bytes are hashed before they are used
  }
}

export interface Marks {
  /** Begins to note down what `current` says, five times a second. */
  readonly start: () => void;
  /** Notes down how it stands in the end, if it began at all. */
  readonly stop: () => Promise<void>;
}

/**
 * Notes down how far a tar has come, so that a run after this one can go on there, even if this process is killed. What
 * is lost then is what came in since the last note. Bytes count once they are written; nothing is flushed to the disk,
 * since the next run hashes them anyway.
 */
export function keepMarks(folder: string, current: () => readonly EntryMark[]): Marks {
  let timer: NodeJS.Timeout | undefined;
  let saved = '';
  let saving: Promise<void> | undefined;
  const save = async (): Promise<void> => {
    const text = JSON.stringify({ version: VERSION, entries: current() });
    if (text === saved) return;
    try {
      // In one step: a process that dies in the middle leaves the note before.
      await writeFile(join(folder, `${MARKS}.new`), text, { mode: 0o600 });
      await rename(join(folder, `${MARKS}.new`), join(folder, MARKS));
      saved = text;
    } catch {
      // The disk is full, say: the transfer finds out itself, and the older note is true still.
    }
  };
  const saveOnce = (): void => {
    saving ??= save().finally(() => (saving = undefined));
  };
  return {
    start: () => {
      timer ??= setInterval(saveOnce, SAVE_MS).unref();
    },
    stop: async () => {
      clearInterval(timer);
      await saving;
      if (timer !== undefined) await save();
    },
  };
}
