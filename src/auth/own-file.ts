import { basename, dirname } from 'node:path';
import type { Decoder } from '../base/decode.ts';
import { hasCode } from '../base/errors.ts';
import { createPrivateFolder, damaged, diskError, readJsonObject } from './local-file.ts';

/**
 * Reads one of our own JSON files. This does not go through conf, which would make folders while reading and costs
 * every command its start-up time.
 *
 * @returns undefined when there is no such file.
 * @throws {SwrctlError} CONFIG_INVALID naming the path when it is damaged; DISK.
 */
export async function readOwnFile<T>(path: string, decode: Decoder<T>): Promise<T | undefined> {
  const file = await readJsonObject(path);
  if (file === undefined) return undefined;
  try {
    return decode(file.value, 'it');
  } catch (error) {
    throw hasCode(error, 'API_SHAPE') ? damaged(path, error.message) : error;
  }
}

/**
 * Replaces one of our own JSON files in one step; mode 0600, in a folder for the owner only. Call it under the lock,
 * and after readOwnFile has found the old one sound.
 *
 * @throws {SwrctlError} DISK
 */
export async function writeOwnFile(path: string, value: Readonly<Record<string, unknown>>): Promise<void> {
  await createPrivateFolder(dirname(path));
  const { default: Conf } = await import('conf');
  try {
    const conf = new Conf<Record<string, unknown>>({
      cwd: dirname(path),
      configName: basename(path, '.json'),
      projectSuffix: '',
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
      clearInvalidConfig: false,
    });
    conf.store = { ...value };
  } catch (error) {
    throw diskError('write', path, error);
  }
}
