import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SwrctlError, systemCode } from '../../base/errors.ts';

/** The journal, which every data folder has once an emulator was up in it. */
export const JOURNAL = 'journal.jsonl';

/** What an emulator makes before its journal, should it be killed then; `blobs` is empty until there is one. */
const OWN_NAME = /^(?:lock\.\d+|claim\..+)$/;
const BLOBS = 'blobs';
const MAX_NAMES = 3;

/**
 * Prepares a folder for the data of an emulator, which removes files in it as it goes: so it has to be an emulator's own,
 * or empty.
 *
 * @throws {SwrctlError} OUTPUT_EXISTS for a folder that holds other things; DISK.
 */
export async function prepareDataFolder(dir: string): Promise<void> {
  try {
    const names = await namesIn(dir);
    const isFresh = (await namesIn(join(dir, BLOBS))).length === 0;
    const foreign = names.filter((name) => !OWN_NAME.test(name) && !(name === BLOBS && isFresh)).sort();
    if (foreign.length > 0 && !names.includes(JOURNAL)) throw heldByOthers(dir, foreign);
    await mkdir(join(dir, BLOBS), { recursive: true, mode: 0o700 });
  } catch (cause) {
    if (cause instanceof SwrctlError) throw cause;
    throw new SwrctlError('DISK', `${dir} cannot be written to`, { cause });
  }
}

async function namesIn(dir: string): Promise<string[]> {
  return readdir(dir).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
}

function heldByOthers(dir: string, names: readonly string[]): SwrctlError {
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  const shown = `${names.slice(0, MAX_NAMES).join(', ')}${more}`;
  return new SwrctlError('OUTPUT_EXISTS', `${dir} is no folder of an emulator: it holds ${shown}`, {
    hint: `Start with a folder of its own: --data '${join(dir, 'emulator')}'`,
  });
}
