import type { Http } from '../http/client.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { ApiPath } from '../model/api-path.ts';
import type { HostFacts } from './facts.ts';
import type { HostLogin } from './login.ts';
import type { Access } from './scope.ts';

export interface AuthorizedRequest extends Omit<HttpRequest, 'url'> {
  /** A path on this host, or the absolute URL that the registry itself named: the `Location` of an upload. */
  readonly url: URL | ApiPath;
  readonly repository: string;
  readonly access: Access;
  /** Another repository that the token must let us pull from. */
  readonly alsoPull?: string;
  /** Milliseconds the token must still live. Default 20,000. */
  readonly minTokenLifeMs?: number;
}

/** One registry: knows its address, its way of logging in, and sends requests with the right token. */
export interface RegistryHost {
  readonly host: string;
  readonly http: Http;
  /** Asks `/v2/` once. */
  readonly facts: () => Promise<HostFacts>;
  /** The login for a repository, or for the whole host. */
  readonly login: (repository?: string) => Promise<HostLogin | undefined>;
  /** Proves the login for the whole host, or for a repository: the whole handshake. @throws {SwrctlError} AUTH_DENIED … */
  readonly ping: (signal?: AbortSignal, repository?: string) => Promise<void>;
  /** Sends with credentials for one repository; an expired token is renewed once. */
  readonly send: (request: AuthorizedRequest) => Promise<HttpResponse>;
  /** A bearer token for a repository; undefined on registries without tokens. */
  readonly token: (repository: string, access: Access) => Promise<string | undefined>;
}
