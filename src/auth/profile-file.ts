import { map, number, object, optional, string, type Decoded, type Decoder } from '../base/decode.ts';
import { hasCode } from '../base/errors.ts';
import { isHost } from '../model/host.ts';
import { damaged } from './local-file.ts';
import { readOwnFile } from './own-file.ts';
import type { SecretPlace } from './secret-store.ts';

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

const TEXTS = [
  ...(['region', 'cloud', 'project', 'projectId', 'endpoint', 'iamEndpoint', 'accessKey', 'org'] as const),
  ...(['iamUser', 'tokenExpiresAt', 'loginExpiresAt'] as const),
];
const KNOWN = new Set<string>([
  ...TEXTS,
  ...['registry', 'registryScheme', 'secretPlace', 'temporary', 'temporarySeconds'],
]);
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

/** @returns undefined when there is no such file. @throws {SwrctlError} CONFIG_INVALID, DISK */
export async function readProfile(path: string, name: string): Promise<Profile | undefined> {
  const fields = await readOwnFile(path, decodeFields);
  if (fields === undefined) return undefined;
  const wrong = wrongPart(fields);
  if (wrong !== undefined) throw damaged(path, wrong);
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

/** Hosts are made of these: nothing in them may lead elsewhere. */
function wrongPart({ registry, region, cloud, endpoint, iamEndpoint }: Decoded<typeof decodeFields>) {
  if (!isHost(registry)) return '"registry" is not a host';
  if (region !== undefined && !/^[a-z0-9-]+$/i.test(region)) return '"region" is not a region';
  if (cloud !== undefined && !isHost(cloud)) return '"cloud" is not a domain';
  const isUrl = (text: string | undefined) => text === undefined || /^https?:\/\/[^\s@]+$/.test(text);
  return isUrl(endpoint) && isUrl(iamEndpoint) ? undefined : 'an endpoint is not a URL';
}

/** What a newer version put into the file stays there. */
export function encodeProfile(profile: Profile, old: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const unknownKeys = Object.entries(old).filter(([key]) => !KNOWN.has(key));
  const own = Object.entries(profile).filter(([key, value]) => key !== 'name' && value !== undefined);
  return Object.fromEntries([...own, ...unknownKeys]);
}

/** The file of a profile that is removed may be damaged. */
export async function readSecretPlace(path: string): Promise<SecretPlace | undefined> {
  try {
    return (await readOwnFile(path, object({ secretPlace: decodeSecretPlace })))?.secretPlace;
  } catch (error) {
    if (hasCode(error, 'CONFIG_INVALID')) return undefined;
    throw error;
  }
}
