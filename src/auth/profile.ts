import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { map, object, optional, record, string, type Decoder } from '../decode.ts';
import { SwrctlError, systemCode } from '../errors.ts';
import { damaged, diskError, removeFile } from './local-file.ts';
import { withLock } from './lock.ts';
import { readOwnFile, writeOwnFile } from './own-file.ts';
import { isProfileName, parseProfileName } from './profile-name.ts';
import { createFileSecretStore, type SecretStore } from './secret-store.ts';

/** A saved account and region. It holds no secret. Fields that are undefined are not written. */
export interface Profile {
  readonly name: string;
  /** Registry host, `host[:port]`. */
  readonly registry: string;
  /** Only for a registry that does not speak HTTPS. */
  readonly registryScheme?: 'http' | 'https' | undefined;
  readonly region?: string | undefined;
  /** Project name, the part before `@` of the registry user. Most often the region. */
  readonly project?: string | undefined;
  readonly projectId?: string | undefined;
  /** URL of the management API. */
  readonly endpoint?: string | undefined;
  /** URL of the identity service. */
  readonly iamEndpoint?: string | undefined;
  /** AK; the SK is in a SecretStore or nowhere. */
  readonly accessKey?: string | undefined;
  /** Default organization of references. */
  readonly org?: string | undefined;
}

/**
 * Profiles, one file each, beside `config.json`, which names the active one. All calls throw CONFIG_INVALID for a
 * damaged file, which is left as it is; USAGE for a name that cannot be one; DISK.
 */
export interface ProfileStore {
  /** By name. */
  readonly list: () => Promise<Profile[]>;
  readonly get: (name: string) => Promise<Profile | undefined>;
  /** Replaces what is known of a profile. */
  readonly save: (profile: Profile) => Promise<void>;
  /** Reads, changes and writes under one lock, so that nothing is lost when several processes do it. */
  readonly update: (name: string, change: (current: Profile | undefined) => Profile) => Promise<Profile>;
  /**
   * Removes the profile and what the secret store has of it. If it was the active one, none is active then.
   *
   * @returns false when there was no such profile.
   */
  readonly remove: (name: string) => Promise<boolean>;
  /** The active profile; undefined also when it is gone. */
  readonly active: () => Promise<Profile | undefined>;
  /** @throws {SwrctlError} NOT_FOUND when there is no such profile. */
  readonly setActive: (name: string | undefined) => Promise<void>;
  /** Where secret keys of profiles are kept. */
  readonly secrets: SecretStore;
  /** The access key of a profile, with the SK if that was saved: what resolveCredential wants. */
  readonly credentialOf: (profile: Profile) => Promise<{ readonly accessKey?: string; readonly secretKey?: string }>;
}

const HOST = /^[^\s/@?#]+$/;
const TEXTS = ['region', 'project', 'projectId', 'endpoint', 'iamEndpoint', 'accessKey', 'org'] as const;
const KNOWN = new Set<string>([...TEXTS, 'registry', 'registryScheme']);
const ACTIVE = 'activeProfile';

/**
 * @param dir the folder of `config.json`. It is made when something is written.
 * @param secrets default: the files of createFileSecretStore in the same folder.
 */
export function createProfileStore(dir: string, secrets: SecretStore = createFileSecretStore(dir)): ProfileStore {
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
    list: async () => {
      const profiles = await Promise.all((await listNames(folder)).map(get));
      return profiles.filter((profile) => profile !== undefined); // one may be removed while we look
    },
    save: async (profile) => {
      await update(profile.name, () => profile);
    },
    remove: async (name) => {
      const path = fileOf(name);
      if (!(await listNames(folder)).includes(name)) return false;
      return locked(async () => {
        await secrets.erase(name);
        await removeFile(path);
        if ((await readActive(configPath)) === name) await writeActive(configPath, undefined);
        return true;
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

async function credentialOf({ name, accessKey }: Profile, secrets: SecretStore) {
  if (accessKey === undefined) return {};
  const secretKey = await secrets.get({ profile: name, accessKey });
  return { accessKey, ...(secretKey === undefined ? {} : { secretKey }) };
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

const decodeFields = object({
  registry: string,
  registryScheme: decodeScheme,
  region: optional(string),
  project: optional(string),
  projectId: optional(string),
  endpoint: optional(string),
  iamEndpoint: optional(string),
  accessKey: optional(string),
  org: optional(string),
});

async function readProfile(path: string, name: string): Promise<Profile | undefined> {
  const fields = await readOwnFile(path, decodeFields);
  if (fields === undefined) return undefined;
  if (!HOST.test(fields.registry)) throw damaged(path, '"registry" is not a host');
  const { registry, registryScheme } = fields;
  const texts = TEXTS.flatMap((key) => (fields[key] === undefined ? [] : [[key, fields[key]]]));
  return {
    name,
    registry,
    ...(registryScheme === undefined ? {} : { registryScheme }),
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

async function writeActive(configPath: string, name: string | undefined): Promise<void> {
  const old = Object.entries((await readOwnFile(configPath, record)) ?? {}).filter(([key]) => key !== ACTIVE);
  await writeOwnFile(configPath, { ...Object.fromEntries(old), ...(name === undefined ? {} : { [ACTIVE]: name }) });
}
