import { readWhole } from '../base/read-whole.ts';
import type { Readable } from 'node:stream';
import { object, optional, parseJson, string } from '../base/decode.ts';
import { SwrctlError, hasCode } from '../base/errors.ts';
import { DOCKER_HUB } from '../model/docker-hub.ts';
import { parseReference } from '../model/reference.ts';

/** A registry login as it is found for a host. */
export interface ProvidedLogin {
  readonly username: string;
  readonly password: string;
  /** Absent: it works as long as the access key. */
  readonly expiresAt?: Date | undefined;
}

/** The login for a registry host; undefined when it is nobody's that we know. */
export type FindProvidedLogin = (host: string) => Promise<ProvidedLogin | undefined>;

/** The form of the answer is the same in all of them. */
const API_VERSION = /^credentialprovider\.kubelet\.k8s\.io\/v1(?:beta1|alpha1)?$/;
const MAX_INPUT = 1024 * 1024;

/** Longest time that kubelet keeps a login: a key that was changed is noticed after it. */
const MAX_CACHE_SECONDS = 3600;

const decodeRequest = object({ apiVersion: string, kind: optional(string), image: string });

/**
 * Answers one CredentialProviderRequest of kubelet with a CredentialProviderResponse. A registry that is nobody's gets an
 * answer without logins, so that kubelet goes on with what else it has.
 *
 * @returns JSON with an end of line.
 * @throws {SwrctlError} USAGE for what is no request; REFERENCE_INVALID; what `find` throws.
 * @see Kubernetes, "Kubelet CredentialProvider (v1)".
 */
export async function answerKubelet(stdin: Readable, find: FindProvidedLogin, now: () => Date): Promise<string> {
  const { apiVersion, image } = parseRequest((await readWhole(stdin, MAX_INPUT, tooMuch)).toString('utf8'));
  const host = parseReference(image).registry ?? DOCKER_HUB;
  const login = await find(host);
  const auth = login === undefined ? {} : { [host]: { username: login.username, password: login.password } };
  const response = {
    apiVersion,
    kind: 'CredentialProviderResponse',
    cacheKeyType: 'Registry',
    cacheDuration: `${cacheSeconds(login, now())}s`,
    auth,
  };
  return `${JSON.stringify(response)}\n`;
}

/** At most half of what is left, so that a login lasts through the pull that it is used for. */
function cacheSeconds(login: ProvidedLogin | undefined, now: Date): number {
  if (login === undefined) return 0;
  if (login.expiresAt === undefined) return MAX_CACHE_SECONDS;
  const half = Math.floor((login.expiresAt.getTime() - now.getTime()) / 2000);
  return Math.min(MAX_CACHE_SECONDS, Math.max(0, half));
}

/** The request may hold a token of a service account, so it is never quoted. */
function parseRequest(text: string): { apiVersion: string; image: string } {
  try {
    const { apiVersion, kind = 'CredentialProviderRequest', image } = decodeRequest(parseJson(text, 'it'), 'it');
    if (API_VERSION.test(apiVersion) && kind === 'CredentialProviderRequest') return { apiVersion, image };
  } catch (error) {
    if (!hasCode(error, 'API_SHAPE')) throw error;
  }
  throw new SwrctlError('USAGE', 'stdin holds no CredentialProviderRequest of credentialprovider.kubelet.k8s.io/v1', {
    hint: 'This program is for kubelet; docs/kubernetes.md shows how to set it up',
  });
}

const tooMuch = (): SwrctlError => new SwrctlError('USAGE', 'the request has more than 1 MiB');
