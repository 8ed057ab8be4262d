import { map, number, object, optional, string, type Decoded, type Decoder } from '../base/decode.ts';
import { hasCode } from '../base/errors.ts';
import { isHost } from '../model/host.ts';
import { damaged } from './local-file.ts';
import { readOwnFile } from './own-file.ts';
import type { SecretPlace } from './secret-store.ts';

/** A saved account and region. It holds no secret. Fields that are undefined are not written. */
export interface Profile {
  readonly name: string;
  /** Registry host, `host[:port]`; of a profile with an instance, that instance's. */
  readonly registry: string;
  /** Instance of the enterprise edition, by name. Absent: the shared edition. */
  readonly instance?: string | undefined;
  readonly instanceId?: string | undefined;
  /** Registry of the shared edition, to go back to. */
  readonly sharedRegistry?: string | undefined;
  /** Id of the long-term credential that login made in the instance. */
  readonly instanceCredential?: string | undefined;
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
  /** How lists and objects are printed where no flag says it: one of the formats of `-o`. */
  readonly output?: string | undefined;
  /** Transfers at the same time. */
  readonly jobs?: number | undefined;
  /** Requests per second to a registry. */
  readonly rate?: number | undefined;
}

const oneOf =
  <const T extends string>(...choices: readonly T[]) =>
  (text: string | undefined): T | undefined =>
    choices.find((choice) => choice === text);

const decodeSecretPlace: Decoder<SecretPlace | undefined> = map(optional(string), oneOf('keychain', 'file'));

/** The fields of a profile's file and how each is read: all that reads or writes one goes by this table. */
const FIELDS = {
  registry: string,
  instance: optional(string),
  instanceId: optional(string),
  instanceCredential: optional(string),
  sharedRegistry: optional(string),
  registryScheme: map(optional(string), oneOf('http', 'https')),
  secretPlace: decodeSecretPlace,
  temporary: map(optional(string), oneOf('temporary', 'enhanced')),
  temporarySeconds: optional(number),
  region: optional(string),
  cloud: optional(string),
  project: optional(string),
  projectId: optional(string),
  endpoint: optional(string),
  iamEndpoint: optional(string),
  accessKey: optional(string),
  org: optional(string),
  output: optional(string),
  jobs: optional(number),
  rate: optional(number),
  iamUser: optional(string),
  tokenExpiresAt: optional(string),
  loginExpiresAt: optional(string),
} satisfies { readonly [Field in keyof Omit<Required<Profile>, 'name'>]: Decoder<Profile[Field]> };

const decodeFields = object(FIELDS);

/** @returns undefined when there is no such file. @throws {SwrctlError} CONFIG_INVALID, DISK */
export async function readProfile(path: string, name: string): Promise<Profile | undefined> {
  const fields = await readOwnFile(path, decodeFields);
  if (fields === undefined) return undefined;
  const wrong = wrongPart(fields) ?? wrongPace(fields);
  if (wrong !== undefined) throw damaged(path, wrong);
  // A field that is absent stays absent: what is listed and compared has no undefined ones.
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { name, registry: fields.registry, ...Object.fromEntries(known) };
}

/** Hosts are made of these: nothing in them may lead elsewhere. */
function wrongPart({
  registry,
  sharedRegistry = registry,
  region,
  cloud,
  endpoint,
  iamEndpoint,
}: Decoded<typeof decodeFields>) {
  if (!isHost(registry)) return '"registry" is not a host';
  if (!isHost(sharedRegistry)) return '"sharedRegistry" is not a host';
  if (region !== undefined && !/^[a-z0-9-]+$/i.test(region)) return '"region" is not a region';
  if (cloud !== undefined && !isHost(cloud)) return '"cloud" is not a domain';
  const isUrl = (text: string | undefined) => text === undefined || /^https?:\/\/[^\s@]+$/.test(text);
  return isUrl(endpoint) && isUrl(iamEndpoint) ? undefined : 'an endpoint is not a URL';
}

function wrongPace({ jobs = 1, rate = 1 }: Decoded<typeof decodeFields>): string | undefined {
  if (!Number.isInteger(jobs) || jobs < 1) return '"jobs" is no number of transfers';
  return rate > 0 ? undefined : '"rate" is no number of requests';
}

/** What a newer version put into the file stays there. */
export function encodeProfile(profile: Profile, old: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const unknownKeys = Object.entries(old).filter(([key]) => !Object.hasOwn(FIELDS, key));
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
