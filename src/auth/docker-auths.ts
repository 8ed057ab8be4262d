import { mapOf, optional, record, string, type Decoder } from '../base/decode.ts';
import { hasCode } from '../base/errors.ts';
import { DOCKER_HUB, isDockerHub } from '../model/docker-hub.ts';
import type { RegistryLogin } from './credential.ts';
import { IDENTITY_TOKEN_USER } from './docker-helper.ts';
import { damaged } from './local-file.ts';

/** A docker config as parsed: all keys, in their order, known or not. */
export type DockerConfigValue = Readonly<Record<string, unknown>>;

/** The parts of a docker config that say who logs in where. */
export interface DockerAuths {
  readonly config: DockerConfigValue;
  /** Where it was read, for messages. */
  readonly path: string;
  readonly auths: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly credHelpers: ReadonlyMap<string, string>;
  /** Empty when there is none. */
  readonly credsStore: string;
}

const HUB_KEY = 'https://index.docker.io/v1/';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** What an entry says about who logs in; all else in it is left alone. */
const LOGIN_KEYS = new Set(['auth', 'username', 'password', 'identitytoken', 'registrytoken']);

/** @throws {SwrctlError} CONFIG_INVALID when a part that we need has the wrong type. */
export function parseDockerAuths(config: DockerConfigValue, path: string): DockerAuths {
  const part = <T>(key: string, decode: Decoder<T>): T => {
    try {
      return decode(Object.hasOwn(config, key) ? config[key] : undefined, `"${key}"`);
    } catch (error) {
      throw hasCode(error, 'API_SHAPE') ? damaged(path, error.message) : error;
    }
  };
  return {
    config,
    path,
    auths: part('auths', optional(mapOf(record))) ?? new Map<string, Record<string, unknown>>(),
    credHelpers: part('credHelpers', optional(mapOf(string))) ?? new Map<string, string>(),
    credsStore: part('credsStore', optional(string)) ?? '',
  };
}

/** The key under which docker keeps a registry: its host, but for Docker Hub a URL. */
export function serverKey(host: string): string {
  return isDockerHub(host) ? HUB_KEY : host;
}

/**
 * The host that a key means: as it is, or in one of the URL forms that older tools write (`https://host/v1/`).
 *
 * @returns undefined for a key that means only a part of a host, such as podman's `host/namespace`.
 */
export function hostOfKey(key: string): string | undefined {
  const host = /^(?:https?:\/\/)?([^/]+)(?:\/(?:v[12]\/?)?)?$/i.exec(key)?.[1]?.toLowerCase();
  return host !== undefined && isDockerHub(host) ? DOCKER_HUB : host;
}

/** The keys that mean exactly this host and port, the one that docker writes first. */
export function keysFor(host: string, entries: ReadonlyMap<string, unknown>): string[] {
  const wanted = hostOfKey(host);
  const own = serverKey(host);
  const found = [...entries.keys()].filter((key) => hostOfKey(key) === wanted);
  return found.sort((a, b) => Number(b === own) - Number(a === own));
}

/** Name of the helper that keeps the login of a host. Undefined: the file itself does, also when the name is empty. */
export function helperFor({ credHelpers, credsStore }: DockerAuths, host: string): string | undefined {
  const [key] = keysFor(host, credHelpers);
  const name = key === undefined ? credsStore : credHelpers.get(key);
  return name === '' ? undefined : name;
}

/** @throws {SwrctlError} CONFIG_INVALID when the entry of this host cannot be decoded. */
export function loginFor(from: DockerAuths, host: string): RegistryLogin | undefined {
  return firstLogin(from, keysFor(host, from.auths));
}

/** The login of the first of these keys that has one. @throws {SwrctlError} CONFIG_INVALID as loginFor. */
export function firstLogin({ auths, path }: DockerAuths, keys: readonly string[]): RegistryLogin | undefined {
  for (const key of keys) {
    const login = decodeEntry(auths.get(key) ?? {}, () => damaged(path, `the "auth" of ${key} cannot be decoded`));
    if (login !== undefined) return login;
  }
  return undefined;
}

/** The config with this login in it, or (undefined) with the empty entry that sends docker to its helper. */
export function withLogin(from: DockerAuths, host: string, login: RegistryLogin | undefined): DockerConfigValue {
  const keys = keysFor(host, from.auths);
  const own = serverKey(host);
  const kept = Object.entries(from.auths.get(keys[0] ?? own) ?? {}).filter(([key]) => !LOGIN_KEYS.has(key));
  const entry = { ...Object.fromEntries(kept), ...(login === undefined ? {} : encodeEntry(login)) };
  const others = keys.filter((key) => key !== own);
  return { ...from.config, auths: edit(from.auths, others, [own, entry]) };
}

/** The config without any login of this host. The same object when there is none. */
export function withoutLogin({ config, auths }: DockerAuths, host: string): DockerConfigValue {
  const keys = keysFor(host, auths);
  return keys.length === 0 ? config : { ...config, auths: edit(auths, keys) };
}

/** The config with this helper for this host, and without a login of its own for it. */
export function withHelper(from: DockerAuths, host: string, name: string): DockerConfigValue {
  const own = serverKey(host);
  const others = keysFor(host, from.credHelpers).filter((key) => key !== own);
  return { ...withoutLogin(from, host), credHelpers: edit(from.credHelpers, others, [own, name]) };
}

/** The config without a helper of this host's own. The same object when there is none. */
export function withoutHelper({ config, credHelpers }: DockerAuths, host: string): DockerConfigValue {
  const keys = keysFor(host, credHelpers);
  if (keys.length === 0) return config;
  if (keys.length < credHelpers.size) return { ...config, credHelpers: edit(credHelpers, keys) };
  return Object.fromEntries(Object.entries(config).filter(([key]) => key !== 'credHelpers'));
}

/** An object with the entries of `from`, without some keys and with one more, in the old order. */
function edit<T>(
  from: ReadonlyMap<string, T>,
  without: readonly string[],
  ...add: readonly (readonly [string, T])[]
): Record<string, T> {
  return Object.fromEntries(new Map([...[...from].filter(([key]) => !without.includes(key)), ...add]));
}

function encodeEntry(login: RegistryLogin): Record<string, string> {
  if (login.kind === 'identity-token') return { identitytoken: login.identityToken };
  return { auth: Buffer.from(`${login.username}:${login.password}`).toString('base64') };
}

/** `auth` is base64 of `user:password`, split at the first colon. Source: docker CLI, "Configuration file". */
function decodeEntry(entry: Readonly<Record<string, unknown>>, wrong: () => Error): RegistryLogin | undefined {
  const text = (key: string): string => (typeof entry[key] === 'string' ? entry[key] : '');
  const identityToken = text('identitytoken');
  if (identityToken !== '') return { kind: 'identity-token', identityToken };
  const auth = text('auth').replace(/\s/g, ''); // some tools break base64 into lines
  if (auth !== '') return decodeAuth(auth, wrong);
  const [username, password] = [text('username'), text('password')];
  return username === '' || password === '' ? undefined : { kind: 'password', username, password };
}

/** Old clients filled passwords up with zeros. */
function withoutZeros(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\0') end -= 1;
  return text.slice(0, end);
}

function decodeAuth(auth: string, wrong: () => Error): RegistryLogin {
  const pair = BASE64.test(auth) ? Buffer.from(auth, 'base64').toString('utf8') : '';
  const colon = pair.indexOf(':');
  if (colon <= 0) throw wrong();
  const [username, password] = [pair.slice(0, colon), withoutZeros(pair.slice(colon + 1))];
  return username === IDENTITY_TOKEN_USER
    ? { kind: 'identity-token', identityToken: password }
    : { kind: 'password', username, password };
}
