import { join } from 'node:path';
import { hasCode } from '../base/errors.ts';
import type { RegistryLogin } from './credential.ts';
import {
  helperFor,
  hostOfKey,
  keysFor,
  loginFor,
  parseDockerAuths,
  serverKey,
  withHelper,
  withLogin,
  withoutHelper,
  withoutLogin,
  type DockerAuths,
  type DockerConfigValue,
} from './docker-auths.ts';
import { createDockerHelper, type DockerHelper } from './docker-helper.ts';
import { damaged, followLinks, readJsonObject, replaceFile } from './local-file.ts';
import { withLock } from './lock.ts';

/** Our own credential helper. It is never run by us: the profile is asked directly. */
export const OWN_HELPER = 'swr';
export const OWN_HELPER_PROGRAM = `docker-credential-${OWN_HELPER}`;

export interface FoundLogin {
  readonly login: RegistryLogin;
  /** Where it was found: a path or `docker-credential-NAME`. */
  readonly source: string;
}

/** Who is known for a host, without the secret. */
export interface DockerConfigEntry {
  readonly host: string;
  readonly username?: string;
  /** Name of the helper that keeps it; absent: the file itself. */
  readonly helper?: string;
}

/** What a write or an erase touched. */
export interface DockerConfigChange {
  /** True when the file was changed. */
  readonly file: boolean;
  /** The helper that was asked, or that is our own, which needs no asking. */
  readonly helper?: string;
}

/**
 * The logins of the docker engine, for exactly one host and port each; other hosts' entries are never touched.
 * Every call throws CONFIG_INVALID for a damaged file, which is then left as it is; HELPER_FAILED; DISK.
 */
export interface DockerConfig {
  readonly path: string;
  /** What helpers get as their environment. */
  readonly env: Environment;
  /** Asks the helper of the host if there is one, then the file. */
  readonly get: (host: string) => Promise<FoundLogin | undefined>;
  /** Gives the login to the host's helper, or writes it into the file. Does nothing where the helper is our own. */
  readonly set: (host: string, login: RegistryLogin) => Promise<DockerConfigChange>;
  /** Removes the login from the helper and the file. Not the `credHelpers` entry: that is setHelper. */
  readonly erase: (host: string) => Promise<DockerConfigChange>;
  readonly list: () => Promise<DockerConfigEntry[]>;
  /** The configured helper of a host, `credHelpers` before `credsStore`. */
  readonly helperFor: (host: string) => Promise<string | undefined>;
  /** Sets or (undefined) removes the `credHelpers` entry. A login in the file goes away when one is set. */
  readonly setHelper: (host: string, name: string | undefined) => Promise<DockerConfigChange>;
}

type Environment = Readonly<Record<string, string | undefined>>;
export type HelperOf = (name: string | undefined) => DockerHelper | undefined;

/** `$DOCKER_CONFIG/config.json`, else `~/.docker/config.json`. */
export function dockerConfigPath(env: Environment, homeDir: string): string {
  const folder = env['DOCKER_CONFIG']?.trim();
  return join(folder ? folder : join(homeDir, '.docker'), 'config.json');
}

export interface DockerConfigOptions {
  /** The file with the logins; it need not exist. */
  readonly path: string;
  /** What helpers get as their environment, but for secrets; they are searched on its `PATH`. */
  readonly env: Environment;
  /** Ends helpers that run. */
  readonly signal?: AbortSignal | undefined;
}

export function createDockerConfig({ path, env, signal }: DockerConfigOptions): DockerConfig {
  const read = () => readAuths(path);
  const helperOf = openHelpers({ path, env, signal });
  const named = (name: string | undefined) => (name === undefined ? {} : { helper: name });

  return {
    path,
    env,
    get: async (host) => findLogin(await read(), host, helperOf),
    set: async (host, login) => {
      const name = helperFor(await read(), host);
      if (name === OWN_HELPER) return { file: false, helper: name };
      const helper = helperOf(name);
      await helper?.store(serverKey(host), login);
      const entry = helper === undefined ? login : undefined;
      return { file: await update(path, (auths) => withLogin(auths, host, entry)), ...named(name) };
    },
    erase: async (host) => {
      const auths = await read();
      const name = helperFor(auths, host);
      await helperOf(name)?.erase(serverKey(host));
      const isThere = keysFor(host, auths.auths).length > 0;
      return { file: isThere && (await update(path, (now) => withoutLogin(now, host))), ...named(name) };
    },
    list: async () => listEntries(await read(), helperOf),
    helperFor: async (host) => helperFor(await read(), host),
    setHelper: async (host, name) => {
      await read(); // a damaged file is reported before anything is created
      if (name === undefined) return { file: await update(path, (auths) => withoutHelper(auths, host)) };
      checkHelperName(name, path);
      return { file: await update(path, (auths) => withHelper(auths, host, name)), helper: name };
    },
  };
}

/** The helpers that a file names, but for our own. */
export function openHelpers({ path, env, signal }: DockerConfigOptions): HelperOf {
  return (name) =>
    name === undefined || name === OWN_HELPER
      ? undefined
      : createDockerHelper(checkHelperName(name, path), env, signal ? { signal } : {});
}

/** Docker takes an empty file for an empty config, and so do we. */
const readConfig = (path: string) => readJsonObject(path, { emptyIsNone: true });

/** @throws {SwrctlError} CONFIG_INVALID for a damaged file, and for one that others can write; DISK. */
export async function readAuths(path: string): Promise<DockerAuths> {
  return parseDockerAuths((await readConfig(path))?.value ?? {}, path);
}

/** Asks the helper of the host if there is one, then the file. */
export async function findLogin(auths: DockerAuths, host: string, helperOf: HelperOf): Promise<FoundLogin | undefined> {
  const helper = helperOf(helperFor(auths, host));
  const kept = await helper?.get(serverKey(host));
  if (helper !== undefined && kept !== undefined) return { login: kept, source: `docker-credential-${helper.name}` };
  const login = loginFor(auths, host);
  return login === undefined ? undefined : { login, source: auths.path };
}

/** Reads, changes and writes the file under its lock. @returns false when there was nothing to change. */
async function update(path: string, change: (auths: DockerAuths) => DockerConfigValue): Promise<boolean> {
  const target = await followLinks(path);
  return withLock(target, async () => {
    const old = await readConfig(target);
    const value = change(parseDockerAuths(old?.value ?? {}, target));
    if (JSON.stringify(value) === JSON.stringify(old?.value ?? {})) return false;
    const indent = /^\s*\{\r?\n([ \t]+)/.exec(old?.text ?? '')?.[1] ?? '\t';
    const end = old?.text.endsWith('\n') ? '\n' : '';
    await replaceFile(target, JSON.stringify(value, null, indent) + end);
    return true;
  });
}

async function listEntries(auths: DockerAuths, helperOf: HelperOf): Promise<DockerConfigEntry[]> {
  const found = new Map<string, DockerConfigEntry>();
  for (const key of [...auths.auths.keys(), ...auths.credHelpers.keys()]) {
    const host = hostOfKey(key) ?? key;
    const helper = helperFor(auths, host);
    const username = usernameIn(auths, host);
    found.set(host, { host, ...(username === undefined ? {} : { username }), ...(helper ? { helper } : {}) });
  }
  const store = helperOf(auths.credsStore || undefined);
  for (const [key, username] of (await store?.list()) ?? []) {
    const host = hostOfKey(key) ?? key;
    if (helperFor(auths, host) === store?.name) found.set(host, { host, username, helper: auths.credsStore });
  }
  return [...found.values()];
}

function usernameIn(auths: DockerAuths, host: string): string | undefined {
  try {
    const login = loginFor(auths, host);
    return login?.kind === 'password' ? login.username : undefined;
  } catch (error) {
    if (hasCode(error, 'CONFIG_INVALID')) return undefined; // a list shows the other entries all the same
    throw error;
  }
}

/** A name becomes part of a program's name, so it must not lead anywhere else. */
function checkHelperName(name: string, path: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return name;
  throw damaged(path, `"${name}" is not the name of a credential helper`);
}
