import { SwrctlError } from '../base/errors.ts';
import type { Credential } from './credential.ts';

/** Parts of a credential, from one place. Blanks around a value are cut off; an empty value is none. */
export interface CredentialParts {
  readonly accessKey?: string | undefined;
  readonly secretKey?: string | undefined;
  readonly securityToken?: string | undefined;
  /** IAM token. */
  readonly token?: string | undefined;
}

export interface CredentialInputs {
  /** What the command line says. */
  readonly flags?: CredentialParts | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The active profile, its SK from the secret store included. */
  readonly profile?: NamedParts | undefined;
  /** The current profile of KooCLI. */
  readonly kooCli?: NamedParts | undefined;
}

export interface NamedParts extends CredentialParts {
  readonly name: string;
  /** Why there is no secret, when there should be one. */
  readonly problem?: string | undefined;
}

export interface IgnoredCredential {
  readonly kind: 'flags' | 'environment' | 'profile' | 'koocli';
  /** Where it is, in words: `SWRCTL_AK and SWRCTL_SK`, `profile "work"` … */
  readonly source: string;
  /** Why it was not taken: `SWRCTL_AK and SWRCTL_SK come first`. */
  readonly reason: string;
}

export interface ResolvedCredential {
  /** Absent when nothing is set anywhere: that is no error, public images need none. */
  readonly credential?: Credential;
  /** Where it came from, in words. Present with `credential`. */
  readonly source?: string;
  readonly ignored: readonly IgnoredCredential[];
}

type PartNames = Readonly<Record<keyof CredentialParts, string>>;

interface Place {
  readonly kind: IgnoredCredential['kind'];
  readonly parts: CredentialParts;
  /** What a person has to set for each part. */
  readonly names: PartNames;
  /** The place itself; absent where the names of the parts say it. */
  readonly label?: string | undefined;
  /** Why a place without a secret has none. */
  readonly problem?: string | undefined;
}

const FLAGS: PartNames = { accessKey: '--ak', secretKey: '--sk-stdin', securityToken: '', token: '' };

/** Variables in their order. Source: docs/reference/contract.md#credential-chain. */
const VARIABLES: readonly PartNames[] = [
  {
    accessKey: 'SWRCTL_AK',
    secretKey: 'SWRCTL_SK',
    securityToken: 'SWRCTL_SECURITY_TOKEN',
    token: 'SWRCTL_TOKEN',
  },
  {
    accessKey: 'HUAWEICLOUD_SDK_AK',
    secretKey: 'HUAWEICLOUD_SDK_SK',
    securityToken: 'HUAWEICLOUD_SDK_SECURITY_TOKEN',
    token: '',
  },
  { accessKey: 'HW_ACCESS_KEY', secretKey: 'HW_SECRET_KEY', securityToken: 'HW_SECURITY_TOKEN', token: '' },
];

const UNSAVED = 'its secret key was not saved on this machine';

interface Candidate extends IgnoredCredential {
  readonly credential?: Credential;
  /** A mistake if nothing comes before it. */
  readonly problem?: SwrctlError;
}

/**
 * Finds out who is calling: flags, then `SWRCTL_*`, `HUAWEICLOUD_SDK_*` and `HW_*` variables, then the profile, then
 * the one of KooCLI; the first hit wins. A profile without its SK is not a hit: its login for the registry is in the docker config.
 *
 * @throws {SwrctlError} AUTH_REQUIRED when the first place that has anything has half a pair; it names the other half.
 * @see docs/reference/contract.md#credential-chain.
 */
export function resolveCredential(inputs: CredentialInputs): ResolvedCredential {
  const candidates = placesOf(inputs).flatMap(candidatesIn);
  const first = candidates.findIndex(({ credential, problem }) => credential !== undefined || problem !== undefined);
  const winner = candidates[first];
  if (winner?.problem !== undefined) throw winner.problem;
  const ignored = candidates
    .filter((candidate) => candidate !== winner)
    .map(({ kind, source, reason }, index) => ({
      kind,
      source,
      reason: winner !== undefined && index >= first ? `${winner.source} ${verb(winner)} first` : reason,
    }));
  if (winner?.credential === undefined) return { ignored };
  return { credential: winner.credential, source: winner.source, ignored };
}

function verb({ source }: IgnoredCredential): string {
  return source.includes(' and ') ? 'come' : 'comes';
}

function placesOf({ flags, env, profile, kooCli }: CredentialInputs): Place[] {
  const variables = VARIABLES.map((names) => ({
    kind: 'environment' as const,
    names,
    parts: readVariables(names, env),
  }));
  return [
    ...(flags === undefined ? [] : [{ kind: 'flags' as const, parts: flags, names: FLAGS, label: 'the command line' }]),
    ...variables,
    ...(profile === undefined ? [] : [namedPlace('profile', 'profile', profile)]),
    ...(kooCli === undefined ? [] : [namedPlace('koocli', 'KooCLI profile', kooCli)]),
  ].map((place) => ({ ...place, parts: trimParts(place.parts) }));
}

function readVariables(names: PartNames, env: CredentialInputs['env']): CredentialParts {
  return {
    accessKey: env[names.accessKey],
    secretKey: env[names.secretKey],
    securityToken: env[names.securityToken],
    token: env[names.token],
  };
}

/**
 * The access key of the environment, from the first variables of the chain that say anything; one half may be missing.
 * `source` names the variables.
 */
export function environmentKey(env: CredentialInputs['env']): CredentialParts & { readonly source: string } {
  for (const names of VARIABLES) {
    const parts = trimParts({ ...readVariables(names, env), token: undefined });
    const [hasKey, hasSecret] = [parts.accessKey !== undefined, parts.secretKey !== undefined];
    if (!hasKey && !hasSecret) continue;
    const said = [...(hasKey ? [names.accessKey] : []), ...(hasSecret ? [names.secretKey] : [])];
    return { ...parts, source: said.join(' and ') };
  }
  return { source: '' };
}

function namedPlace(kind: 'profile' | 'koocli', what: string, named: NamedParts): Place {
  const label = `${what} "${named.name}"`;
  const names = { accessKey: label, secretKey: label, securityToken: label, token: label };
  return { kind, parts: named, names, label, problem: named.problem };
}

function trimParts({ accessKey, secretKey, securityToken, token }: CredentialParts): CredentialParts {
  const clean = (value: string | undefined) => value?.trim() || undefined;
  return {
    accessKey: clean(accessKey),
    secretKey: clean(secretKey),
    securityToken: clean(securityToken),
    token: clean(token),
  };
}

/** At most two: an access key, and an IAM token after it. */
function candidatesIn(place: Place): Candidate[] {
  const { kind, parts, names, label } = place;
  const key = keyCandidate(place);
  if (parts.token === undefined) return key;
  const credential = { kind: 'iam-token', token: parts.token } as const;
  return [...key, { kind, source: label ?? names.token, reason: '', credential }];
}

function keyCandidate({ kind, parts, names, label, problem }: Place): Candidate[] {
  const { accessKey, secretKey, securityToken } = parts;
  const source = label ?? `${names.accessKey} and ${names.secretKey}`;
  if (accessKey !== undefined && secretKey !== undefined) {
    const temporary = securityToken === undefined ? {} : { securityToken };
    return [{ kind, source, reason: '', credential: { kind: 'access-key', accessKey, secretKey, ...temporary } }];
  }
  if (problem !== undefined) return [{ kind, source, reason: problem }];
  if (accessKey === undefined && secretKey === undefined) return tokenAlone({ kind, parts, names, label });
  if (kind === 'profile' || kind === 'koocli') return [{ kind, source, reason: UNSAVED }];
  const [there, missing] =
    accessKey === undefined ? [names.secretKey, names.accessKey] : [names.accessKey, names.secretKey];
  return [{ kind, source: there, reason: `${missing} is missing`, problem: halfPair(there, missing) }];
}

function tokenAlone({ kind, parts, names, label }: Place): Candidate[] {
  const reason = 'a security token without an access key is of no use';
  return parts.securityToken === undefined ? [] : [{ kind, source: label ?? names.securityToken, reason }];
}

function halfPair(there: string, missing: string): SwrctlError {
  return new SwrctlError('AUTH_REQUIRED', `${there} is set, but ${missing} is not`, {
    hint: `Give ${missing} too, or leave ${there} out`,
  });
}

/**
 * The credential, for calls that cannot do without one.
 *
 * @throws {SwrctlError} AUTH_REQUIRED naming both ways out.
 */
export function requireCredential({ credential, ignored }: ResolvedCredential): Credential {
  if (credential !== undefined) return credential;
  const unsaved = ignored.find(({ kind }) => kind === 'profile');
  if (unsaved === undefined) {
    throw new SwrctlError('AUTH_REQUIRED', 'There are no credentials', {
      hint: 'Run: swrctl login --region REGION --ak AK, or set SWRCTL_AK and SWRCTL_SK',
    });
  }
  const fact =
    unsaved.reason === UNSAVED
      ? `The secret key of ${unsaved.source} was not saved on this machine`
      : `The credential of ${unsaved.source} cannot be used: ${unsaved.reason}`;
  throw new SwrctlError('AUTH_REQUIRED', fact, {
    hint: 'Set SWRCTL_AK and SWRCTL_SK, or save it in a file: swrctl login --insecure-storage',
  });
}
