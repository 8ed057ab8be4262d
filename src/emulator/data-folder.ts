import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SwrctlError, systemCode } from '../errors.ts';

/** The journal, which every data folder has once an emulator was up in it. */
export const JOURNAL = 'journal.jsonl';

/** What an emulator makes before its journal, should it be killed then. */
const OWN_NAME = /^(?:journal\.jsonl(?:\.new)?|blobs|uploads|lock\.\d+|claim\..+)$/;
const MAX_NAMES = 3;

/**
 * Prepares a folder for the data of an emulator, which removes files in it as it goes: so it has to be an emulator's own,
 * or empty.
 *
 * @throws {SwrctlError} OUTPUT_EXISTS for a folder that holds other things; DISK.
 */
export async function prepareDataFolder(dir: string): Promise<void> {
  try {
    const names = await readdir(dir).catch((error: unknown): string[] => {
      if (systemCode(error) === 'ENOENT') return [];
      throw error;
    });
    const foreign = names.filter((name) => !OWN_NAME.test(name)).sort();
    if (foreign.length > 0 && !names.includes(JOURNAL)) throw heldByOthers(dir, foreign);
    await mkdir(join(dir, 'blobs'), { recursive: true, mode: 0o700 });
  } catch (cause) {
    if (cause instanceof SwrctlError) throw cause;
    throw new SwrctlError('DISK', `${dir} cannot be written to`, { cause });
  }
}

function heldByOthers(dir: string, names: readonly string[]): SwrctlError {
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  const shown = `${names.slice(0, MAX_NAMES).join(', ')}${more}`;
  return new SwrctlError('OUTPUT_EXISTS', `${dir} is no folder of an emulator: it holds ${shown}`, {
    hint: `Start with a folder of its own: --data '${join(dir, 'emulator')}'`,
  });
}
