import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { array, map, mapOf, number, object, optional, record, string, withDefault, type Decoder } from '../decode.ts';
import { SwrctlError, hasCode, systemCode } from '../errors.ts';
import { damaged, diskError, removeFile } from './local-file.ts';
import { withLock } from './lock.ts';
import { readOwnFile, writeOwnFile } from './own-file.ts';
import { globPattern } from '../model/glob.ts';
import { isHost } from '../model/host.ts';
import { noKeychain } from './keychain.ts';
import { isProfileName, parseProfileName } from './profile-name.ts';
import { createFileSecretStore, type SecretPlace, type SecretStore, type SecretStores } from './secret-store.ts';

/** A saved account and region. It holds no secret. Fields that are undefined are not written. */
export interface Profile {
  readonly name: string;
  /** Registry host, `host[:port]`. */
  readonly registry: string;
  /** Only for a registry that does not speak HTTPS. */
  readonly registryScheme?: 'http' | 'https' | undefined;
  readonly region?: string | undefined;
  /** Domain of the cloud, where the registry host does not say it. */
  readonly cloud?: string | undefined;
  /** Project name, the part before `@` of the registry user. Most often the region. */
  readonly project?: string | undefined;
  readonly projectId?: string | undefined;
  /** URL of the management API. */
  readonly endpoint?: string | undefined;
  /** URL of the identity service. */
  readonly iamEndpoint?: string | undefined;
  /** AK; the SK is in a SecretStore or nowhere. */
  readonly accessKey?: string | undefined;
  /** Where the SK or the token is. Default: the file, if there is one. */
  readonly secretPlace?: SecretPlace | undefined;
  /** `ACCOUNT/USER` of somebody who logs in with a password, for an IAM token. */
  readonly iamUser?: string | undefined;
  /** When that token ends, ISO 8601. */
  readonly tokenExpiresAt?: string | undefined;
  /** The registry gets temporary logins, of this kind. Default: the login key, which lives as long as the access key. */
  readonly temporary?: 'temporary' | 'enhanced' | undefined;
  /** Seconds that a temporary login was asked to live; default what the service gives. */
  readonly temporarySeconds?: number | undefined;
  /** When the login in the docker config ends, ISO 8601; absent for a login key. */
  readonly loginExpiresAt?: string | undefined;
  /** Default organization of references. */
  readonly org?: string | undefined;
}

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

const TEXTS = [
  ...(['region', 'cloud', 'project', 'projectId', 'endpoint', 'iamEndpoint', 'accessKey', 'org'] as const),
  ...(['iamUser', 'tokenExpiresAt', 'loginExpiresAt'] as const),
];
const KNOWN = new Set<string>([
  ...TEXTS,
  ...['registry', 'registryScheme', 'secretPlace', 'temporary', 'temporarySeconds'],
]);
const ACTIVE = 'activeProfile';
const HTTP_HOSTS = 'httpRegistries';

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
  const configPath = join(dir, 'config.json');
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
        if ((await readActive(configPath)) === name) await writeActive(configPath, undefined);
        return true;
      });
    },
    forHost: async (host) => forHost(configPath, host, await listProfiles(folder, get)),
    schemeOf: async (host) => {
      const profile = await forHost(configPath, host, await listProfiles(folder, get));
      return profile?.registryScheme ?? ((await readHttpHosts(configPath)).includes(host) ? 'http' : undefined);
    },
    setHttp: async (host, isHttp) => {
      if ((await readHttpHosts(configPath)).includes(host) === isHttp) return;
      await locked(async () => {
        const others = (await readHttpHosts(configPath)).filter((name) => name !== host);
        await writeKey(configPath, HTTP_HOSTS, isHttp ? [...others, host] : others);
      });
    },
    active: async () => {
      const name = await readActive(configPath);
      return name === undefined ? undefined : get(name);
    },
    setActive: async (name) => {
      if (name !== undefined && (await get(name)) === undefined) throw noSuchProfile(name);
      await locked(() => writeActive(configPath, name));
    },
    credentialOf: (profile) => credentialOf(profile, secrets),
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

async function forHost(configPath: string, host: string, all: readonly Profile[]): Promise<Profile | undefined> {
  const candidates = all.filter(({ registry }) => registry === host);
  if (candidates.length < 2) return candidates[0];
  const config = await readOwnFile(configPath, object({ hosts: optional(mapOf(string)) }));
  const pattern = [...(config?.hosts ?? [])].find(([glob]) => globPattern(glob).test(host));
  const wanted = [pattern?.[1], await readActive(configPath)];
  const chosen = wanted.map((name) => candidates.find((profile) => profile.name === name));
  return chosen.find((profile) => profile !== undefined) ?? candidates[0];
}

/** The file of a profile that is removed may be damaged. */
async function readSecretPlace(path: string): Promise<SecretPlace | undefined> {
  try {
    return (await readOwnFile(path, object({ secretPlace: decodeSecretPlace })))?.secretPlace;
  } catch (error) {
    if (hasCode(error, 'CONFIG_INVALID')) return undefined;
    throw error;
  }
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

const decodeScheme: Decoder<'http' | 'https' | undefined> = map(optional(string), (scheme) =>
  scheme === 'http' || scheme === 'https' ? scheme : undefined,
);

const decodeSecretPlace: Decoder<SecretPlace | undefined> = map(optional(string), (place) =>
  place === 'keychain' || place === 'file' ? place : undefined,
);

const decodeFields = object({
  registry: string,
  registryScheme: decodeScheme,
  region: optional(string),
  cloud: optional(string),
  project: optional(string),
  projectId: optional(string),
  endpoint: optional(string),
  iamEndpoint: optional(string),
  accessKey: optional(string),
  org: optional(string),
  iamUser: optional(string),
  tokenExpiresAt: optional(string),
  loginExpiresAt: optional(string),
  secretPlace: decodeSecretPlace,
  temporary: map(optional(string), (kind) => (kind === 'temporary' || kind === 'enhanced' ? kind : undefined)),
  temporarySeconds: optional(number),
});

async function readProfile(path: string, name: string): Promise<Profile | undefined> {
  const fields = await readOwnFile(path, decodeFields);
  if (fields === undefined) return undefined;
  if (!isHost(fields.registry)) throw damaged(path, '"registry" is not a host');
  if (!isHost(fields.region ?? 'none') || fields.region?.includes('.') === true)
    throw damaged(path, '"region" is not one');
  if (!isHost(fields.cloud ?? 'none')) throw damaged(path, '"cloud" is not a domain');
  const { registry, registryScheme, secretPlace, temporary, temporarySeconds } = fields;
  const texts = TEXTS.flatMap((key) => (fields[key] === undefined ? [] : [[key, fields[key]]]));
  return {
    name,
    registry,
    ...(registryScheme === undefined ? {} : { registryScheme }),
    ...(secretPlace === undefined ? {} : { secretPlace }),
    ...(temporary === undefined ? {} : { temporary }),
    ...(temporarySeconds === undefined ? {} : { temporarySeconds }),
    ...(Object.fromEntries(texts) as Partial<Record<(typeof TEXTS)[number], string>>),
  };
}

/** What a newer version put into the file stays there. */
function encodeProfile(profile: Profile, old: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const unknownKeys = Object.entries(old).filter(([key]) => !KNOWN.has(key));
  const own = Object.entries(profile).filter(([key, value]) => key !== 'name' && value !== undefined);
  return Object.fromEntries([...own, ...unknownKeys]);
}

async function readActive(configPath: string): Promise<string | undefined> {
  const name = (await readOwnFile(configPath, object({ [ACTIVE]: optional(string) })))?.[ACTIVE];
  if (name !== undefined && !isProfileName(name)) throw damaged(configPath, `"${ACTIVE}" is not a profile name`);
  return name;
}

const writeActive = (configPath: string, name: string | undefined): Promise<void> => writeKey(configPath, ACTIVE, name);

async function readHttpHosts(configPath: string): Promise<readonly string[]> {
  return (await readOwnFile(configPath, object({ [HTTP_HOSTS]: withDefault(array(string), []) })))?.[HTTP_HOSTS] ?? [];
}

/** Sets or (undefined) removes one key of config.json; the others stay. */
async function writeKey(configPath: string, key: string, value: unknown): Promise<void> {
  const old = Object.entries((await readOwnFile(configPath, record)) ?? {}).filter(([name]) => name !== key);
  await writeOwnFile(configPath, { ...Object.fromEntries(old), ...(value === undefined ? {} : { [key]: value }) });
}
