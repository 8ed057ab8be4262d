import { hostOfKey, loginFor, parseDockerAuths } from '../auth/docker-auths.ts';
import type { RegistryLogin } from '../auth/credential.ts';
import { mapOf, object, optional, parseJson, record, string, type Decoded } from '../base/decode.ts';
import { SwrctlError, hasCode } from '../base/errors.ts';
import { DOCKER_CONFIG_KEY, DOCKER_CONFIG_TYPE, EXPIRES_AT } from './pull-secret.ts';

/**
 * Our own annotation, then what CCE writes on its `default-secret`: the newer name, which Open Telekom Cloud and others
 * have, and the older one. Source: CCE user guide, "Cluster Secrets".
 */
const EXPIRY_ANNOTATIONS = [EXPIRES_AT, 'swr-auth-may-expires-at', 'temporary-ak-sk-expires-at'] as const;

/** The older form: the map of registries without `auths` around it. */
const LEGACY_TYPE = 'kubernetes.io/dockercfg';
const LEGACY_KEY = '.dockercfg';

/** One image pull secret as it was read. */
export interface ReadPullSecret {
  readonly name: string;
  readonly namespace?: string;
  /** As its annotation says. */
  readonly expiresAt?: Date;
  /** Registries by host, with the login for each; undefined where the entry is empty. */
  readonly logins: ReadonlyMap<string, RegistryLogin | undefined>;
  /** Why the logins could not be read, as a fact without full stop. */
  readonly problem?: string;
}

const decodeSecret = object({
  metadata: object({ name: string, namespace: optional(string), annotations: optional(mapOf(string)) }),
  type: optional(string),
  data: optional(mapOf(string)),
  stringData: optional(mapOf(string)),
});

/** The image pull secrets among some objects; other objects are passed over. */
export function readPullSecrets(objects: readonly Readonly<Record<string, unknown>>[]): ReadPullSecret[] {
  return objects.filter(({ kind }) => kind === 'Secret').flatMap(readSecret);
}

function readSecret(value: Readonly<Record<string, unknown>>, index: number): ReadPullSecret[] {
  const secret = orInvalid(() => decodeSecret(value, `secret ${index + 1}`));
  const { type, data, stringData } = secret;
  const isLegacy = type === LEGACY_TYPE;
  const key = isLegacy ? LEGACY_KEY : DOCKER_CONFIG_KEY;
  const text = stringData?.get(key) ?? decodeBase64(data?.get(key));
  if (type !== DOCKER_CONFIG_TYPE && !isLegacy && text === undefined) return [];
  return [{ ...headOf(secret), ...readLogins(text, key) }];
}

function headOf({ metadata }: Decoded<typeof decodeSecret>): Pick<ReadPullSecret, 'name' | 'namespace' | 'expiresAt'> {
  const { name, namespace, annotations } = metadata;
  const expiresAt = EXPIRY_ANNOTATIONS.map((known) => parseExpiry(annotations?.get(known))).find(Boolean);
  return { name, ...(namespace ? { namespace } : {}), ...(expiresAt ? { expiresAt } : {}) };
}

function orInvalid<T>(decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (!hasCode(error, 'API_SHAPE')) throw error;
    throw new SwrctlError('SOURCE_INVALID', error.message, {
      hint: 'Check the manifest with: kubectl apply --dry-run',
    });
  }
}

function readLogins(text: string | undefined, key: string): Pick<ReadPullSecret, 'logins' | 'problem'> {
  if (text === undefined) return { logins: new Map(), problem: `it has no "${key}"` };
  try {
    const value = record(parseJson(text, 'it'), 'it');
    const auths = parseDockerAuths(key === LEGACY_KEY ? { auths: value } : value, 'it');
    const hosts = new Set([...auths.auths.keys()].map((entry) => hostOfKey(entry) ?? entry));
    return { logins: new Map([...hosts].map((host) => [host, loginFor(auths, host)])) };
  } catch (error) {
    if (!hasCode(error, 'API_SHAPE', 'CONFIG_INVALID')) throw error;
    return { logins: new Map(), problem: `its "${key}" is not a docker config` };
  }
}

function decodeBase64(text: string | undefined): string | undefined {
  return text === undefined ? undefined : Buffer.from(text, 'base64').toString('utf8');
}

/** ISO 8601, or `2021-11-26 20:55:31.380909 +0000 UTC`. */
function parseExpiry(text: string | undefined): Date | undefined {
  const iso = text?.replace(/^(\S+) (\d\S*?)(\.\d+)? ([+-]\d\d):?(\d\d)(?: .*)?$/, '$1T$2$4:$5');
  const date = new Date(iso ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
