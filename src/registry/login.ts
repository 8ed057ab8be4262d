import { writtenHost } from '../model/docker-hub.ts';

/** How to log in to one registry host, and how far the secret may travel. */
export interface HostLogin {
  readonly username: string;
  readonly password: string;
  /** An OAuth2 refresh token; used instead of user and password. */
  readonly identityToken?: string;
  /** Where it comes from, in words for messages: `profile "work"`, `docker config`. */
  readonly source: string;
  /** When it ended, ISO 8601; only for a temporary login that is over. */
  readonly endedAt?: string;
  /** True for logins made from an access key: they go to this very origin only, never to a realm elsewhere. */
  readonly sameOriginOnly: boolean;
  /** Gets another login where the registry does not take this one: nobody knows whether it takes those of temporary keys. */
  readonly instead?: () => Promise<HostLogin>;
}

export function basicAuthorization({ username, password }: HostLogin): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/** What logs in to a registry: an access key to SWR, a password to any other. */
export function loginCommand(registry: string, isSwr: boolean): string {
  return isSwr ? `swrctl login ${registry}` : `swrctl login ${writtenHost(registry)} -u USER --password-stdin`;
}

/** `project@AK` with the middle of the access key hidden: fit for messages. */
export function maskUser(username: string): string {
  const at = username.indexOf('@');
  const key = username.slice(at + 1);
  if (at === -1 || key.length < 8) return username;
  return `${username.slice(0, at + 1)}${key.slice(0, 4)}…${key.slice(-2)}`;
}
