import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { record } from '../base/decode.ts';
import { SwrctlError, hasCode, systemCode } from '../base/errors.ts';
import { globPattern } from '../model/glob.ts';
import { createConfigFile, type ConfigFile } from './config-file.ts';
import { noKeychain } from './keychain.ts';
import { diskError, removeFile } from './local-file.ts';
import { withLock } from './lock.ts';
import { readOwnFile, writeOwnFile } from './own-file.ts';
import { encodeProfile, readProfile, readSecretPlace, type Profile } from './profile-file.ts';
import { isProfileName, parseProfileName } from './profile-name.ts';
import { createFileSecretStore, type SecretPlace, type SecretStore, type SecretStores } from './secret-store.ts';

export type { Profile } from './profile-file.ts';

/**
 * Profiles, one file each, beside `config.json`, which names the active one. All calls throw CONFIG_INVALID for a
 * damaged file, which is left as it is; USAGE for a name that cannot be one; DISK.
 */
export interface ProfileStore {
  /** Also of profiles that cannot be read. */
  readonly names: () => Promise<string[]>;
  /** By name. */
  readonly list: () => Promise<Profile[]>;
  readonly get: (name: string) => Promise<Profile | undefined>;
  /** Replaces what is known of a profile. */
  readonly save: (profile: Profile) => Promise<void>;
  /** Reads, changes and writes under one lock, so that nothing is lost when several processes do it. */
  readonly update: (name: string, change: (current: Profile | undefined) => Profile) => Promise<Profile>;
  /**
   * Removes the profile and what the secret stores have of it. If it was the active one, none is active then. A secret
   * in a keychain that cannot be used stays there.
   *
   * @returns false when there was no such profile.
   */
  readonly remove: (name: string) => Promise<boolean>;
  /**
   * The profile for a registry: of those with exactly this host the one that a pattern in `hosts` of config.json names,
   * else the active one, else the first by name.
   */
  readonly forHost: (host: string) => Promise<Profile | undefined>;
  /** The scheme that a registry was logged in to with, when that was said in its address. */
  readonly schemeOf: (host: string) => Promise<'http' | 'https' | undefined>;
  /** Keeps, for a registry that no profile is for, that its address was given with `http://`, or that it was not. */
  readonly setHttp: (host: string, isHttp: boolean) => Promise<void>;
  /** The active profile; undefined also when it is gone. */
  readonly active: () => Promise<Profile | undefined>;
  /** @throws {SwrctlError} NOT_FOUND when there is no such profile. */
  readonly setActive: (name: string | undefined) => Promise<void>;
  /** Where secret keys of profiles are kept. */
  readonly secrets: SecretStores;
  /** The access key or the token of a profile, as far as it was saved: what resolveCredential wants. */
  readonly credentialOf: (profile: Profile) => Promise<SavedCredential>;
}

export interface SavedCredential {
  readonly accessKey?: string;
  readonly secretKey?: string;
  readonly token?: string;
  /** Why there is no secret, when it is somewhere but cannot be had. */
  readonly problem?: string;
}

/**
 * @param dir the folder of `config.json`. It is made when something is written.
 * @param keychain default: none.
 */
export function createProfileStore(
  dir: string,
  keychain: SecretStore = noKeychain('it is switched off'),
): ProfileStore {
  const secrets: SecretStores = { file: createFileSecretStore(dir), keychain };
  const folder = join(dir, 'profiles');
  const config = createConfigFile(join(dir, 'config.json'));
  const fileOf = (name: string) => join(folder, `${parseProfileName(name)}.json`);
  const locked = <T>(work: () => Promise<T>) => withLock(folder, work);
  const get = async (name: string) => readProfile(fileOf(name), name);

  const update: ProfileStore['update'] = async (name, change) => {
    const path = fileOf(name);
    return locked(async () => {
      const old = await readOwnFile(path, record);
      const profile = { ...change(await readProfile(path, name)), name };
      await writeOwnFile(path, encodeProfile(profile, old ?? {}));
      return profile;
    });
  };

  return {
    secrets,
    get,
    update,
    names: () => listNames(folder),
    list: () => listProfiles(folder, get),
    save: async (profile) => void (await update(profile.name, () => profile)),
    remove: async (name) => {
      const path = fileOf(name);
      if (!(await listNames(folder)).includes(name)) return false;
      return locked(async () => {
        await eraseSecrets(secrets, name, await readSecretPlace(path));
        await removeFile(path);
        if ((await config.active()) === name) await config.setActive(undefined);
        return true;
      });
    },
    ...byHost(config, () => listProfiles(folder, get), locked),
    active: async () => {
      const name = await config.active();
      return name === undefined ? undefined : get(name);
    },
    setActive: async (name) => {
      if (name !== undefined && (await get(name)) === undefined) throw noSuchProfile(name);
      await locked(() => config.setActive(name));
    },
    credentialOf: (profile) => credentialOf(profile, secrets),
  };
}

/** What profiles and config.json know about a registry host. */
function byHost(
  config: ConfigFile,
  list: () => Promise<readonly Profile[]>,
  locked: <T>(work: () => Promise<T>) => Promise<T>,
): Pick<ProfileStore, 'forHost' | 'schemeOf' | 'setHttp'> {
  const forHost = async (host: string) => profileFor(config, host, await list());
  return {
    forHost,
    schemeOf: async (host) => {
      const scheme = (await forHost(host))?.registryScheme;
      return scheme ?? ((await config.httpHosts()).includes(host) ? 'http' : undefined);
    },
    setHttp: async (host, isHttp) => {
      if ((await config.httpHosts()).includes(host) === isHttp) return;
      await locked(async () => {
        const others = (await config.httpHosts()).filter((name) => name !== host);
        await config.setHttpHosts(isHttp ? [...others, host] : others);
      });
    },
  };
}

/** Whose token it is, in place of an AK. */
export const tokenOwner = (iamUser: string): string => `iam-user:${iamUser}`;

async function credentialOf(profile: Profile, secrets: SecretStores): Promise<SavedCredential> {
  const { name, accessKey, iamUser, secretPlace = 'file' } = profile;
  const owner = accessKey ?? (iamUser === undefined ? undefined : tokenOwner(iamUser));
  if (owner === undefined) return {};
  const known = accessKey === undefined ? {} : { accessKey };
  try {
    const secret = await secrets[secretPlace].get({ profile: name, accessKey: owner });
    if (secret === undefined) return known;
    return accessKey === undefined ? { token: secret } : { accessKey, secretKey: secret };
  } catch (error) {
    // Nobody needs it yet, and there may be another credential.
    if (hasCode(error, 'KEYCHAIN_FAILED')) return { ...known, problem: error.message };
    throw error;
  }
}

async function listProfiles(folder: string, get: (name: string) => Promise<Profile | undefined>): Promise<Profile[]> {
  const profiles = await Promise.all((await listNames(folder)).map(get));
  return profiles.filter((profile) => profile !== undefined); // one may be removed while we look
}

async function profileFor(config: ConfigFile, host: string, all: readonly Profile[]): Promise<Profile | undefined> {
  const candidates = all.filter(({ registry }) => registry === host);
  if (candidates.length < 2) return candidates[0];
  const pattern = [...(await config.hosts())].find(([glob]) => globPattern(glob).test(host));
  const wanted = [pattern?.[1], await config.active()];
  const chosen = wanted.map((name) => candidates.find((profile) => profile.name === name));
  return chosen.find((profile) => profile !== undefined) ?? candidates[0];
}

async function eraseSecrets(secrets: SecretStores, name: string, place: SecretPlace | undefined): Promise<void> {
  await secrets.file.erase(name);
  if (place !== 'keychain') return;
  try {
    await secrets.keychain.erase(name);
  } catch (error) {
    if (!hasCode(error, 'KEYCHAIN_FAILED')) throw error; // whoever asks for the secret first hears of it
  }
}

function noSuchProfile(name: string): SwrctlError {
  return new SwrctlError('NOT_FOUND', `There is no profile "${name}"`, {
    hint: `List them with: swrctl auth list, or make it: swrctl login --profile ${name}`,
  });
}

async function listNames(folder: string): Promise<string[]> {
  try {
    const files = await readdir(folder);
    const names = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
    return names.filter((name) => isProfileName(name)).sort();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw diskError('read', folder, error);
  }
}
