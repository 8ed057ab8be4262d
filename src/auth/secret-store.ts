import { stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { object, string } from '../base/decode.ts';
import { SwrctlError } from '../base/errors.ts';
import { removeFile } from './local-file.ts';
import { withLock } from './lock.ts';
import { readOwnFile, writeOwnFile } from './own-file.ts';
import { parseProfileName } from './profile-name.ts';

/** Whose secret: the SK belongs to one AK, and is of no use to a profile that has another one by now. */
export interface SecretOwner {
  readonly profile: string;
  readonly accessKey: string;
}

/** `file`: plain text, for those who asked for it. */
export type SecretPlace = 'keychain' | 'file';

export type SecretStores = Readonly<Record<SecretPlace, SecretStore>>;

/** Where secret keys are kept between runs. */
export interface SecretStore {
  /** In words: a folder or the name of a keychain. */
  readonly place: string;
  readonly get: (owner: SecretOwner) => Promise<string | undefined>;
  readonly set: (owner: SecretOwner, secretKey: string) => Promise<void>;
  /** It is fine when there was nothing to erase. */
  readonly erase: (profile: string) => Promise<void>;
}

/**
 * Plain text in `secrets/NAME.json`, mode 0600: what `--insecure-storage` asks for.
 *
 * @throws {SwrctlError} CONFIG_INVALID for a damaged file and for one that others can read; USAGE for a name that cannot be one; DISK.
 */
export function createFileSecretStore(dir: string): SecretStore {
  const folder = join(dir, 'secrets');
  const fileOf = (profile: string) => join(folder, `${parseProfileName(profile)}.json`);
  return {
    place: folder,
    get: async ({ profile, accessKey }) => {
      await checkMode(fileOf(profile));
      const kept = await readOwnFile(fileOf(profile), object({ accessKey: string, secretKey: string }));
      return kept?.accessKey === accessKey ? kept.secretKey : undefined;
    },
    set: async ({ profile, accessKey }, secretKey) => {
      const path = fileOf(profile);
      await withLock(folder, () => writeOwnFile(path, { accessKey, secretKey }));
    },
    erase: async (profile) => {
      await removeFile(fileOf(profile));
    },
  };
}

/** A secret that others can read is none; whoever changed the mode has to hear of it. Windows has no such modes. */
async function checkMode(path: string): Promise<void> {
  const stats = await stat(path).catch(() => undefined); // reading it says what is wrong
  if (stats === undefined || (stats.mode & 0o077) === 0 || platform() === 'win32') return;
  const mode = (stats.mode & 0o777).toString(8);
  throw new SwrctlError('CONFIG_INVALID', `${path} holds a secret key, and others can read it (mode ${mode})`, {
    hint: `Run: chmod 600 '${path}'; if others use this machine, make a new access key`,
  });
}
