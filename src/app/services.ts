import type { ResolvedCredential } from '../auth/chain.ts';
import type { ContainersAuth } from '../auth/containers-auth.ts';
import type { DockerConfig } from '../auth/docker-config.ts';
import type { Profile, ProfileStore } from '../auth/profile.ts';
import type { TemporaryLogin } from '../auth/login-cache.ts';
import type { IamClient } from '../iam/client.ts';
import type { InstancePlace } from '../model/instance.ts';
import type { PartialReference, Reference } from '../model/reference.ts';
import type { RegistryHost } from '../registry/host-types.ts';
import type { HostLogin } from '../registry/login.ts';
import type { SwrClient } from '../swr/client.ts';
import type { InstanceFinder } from './instance/open-instance.ts';
import type { Endpoints, Settings } from './settings/settings.ts';

/** Everything that reaches files of the user or the network. Made when the first command asks for it. */
export interface Services {
  /** With the profile filled in. */
  readonly settings: Settings;
  readonly endpoints: Endpoints;
  /** The instance of the enterprise edition that is in use, whose host `endpoints.registry` is then; absent: the shared edition. */
  readonly instance: InstancePlace | undefined;
  readonly instances: InstanceFinder;
  /** The profile in use, if there is one. */
  readonly profile: Profile | undefined;
  readonly profiles: ProfileStore;
  readonly dockerConfig: DockerConfig;
  /** Read after the docker config. */
  readonly containersAuth: ContainersAuth;
  /**
   * Who is calling the service, and what was passed over, but for the agency of an ECS. Reading it throws AUTH_REQUIRED
   * for half a pair.
   */
  readonly credential: ResolvedCredential;
  /** The same with the agency of an ECS, when there is nothing else. @throws {SwrctlError} AUTH_REQUIRED as above. */
  readonly findCredential: () => Promise<ResolvedCredential>;
  /**
   * The login of the registry in use as other programs may have it: a temporary one if the profile says so.
   *
   * @throws {SwrctlError} AUTH_REQUIRED when there is nothing to make one from.
   */
  readonly ownLogin: () => Promise<HostLogin>;
  /** Temporary logins of the registry in use that are kept between runs. */
  readonly temporaryLogins: {
    readonly peek: (found: ResolvedCredential) => Promise<TemporaryLogin | undefined>;
    readonly erase: (found: ResolvedCredential) => Promise<void>;
  };
  /** A registry by host, with the login that belongs to exactly this host. */
  readonly registry: (host: string, options?: RegistryChoice) => RegistryHost;
  /** Fills in registry, organization and tag. @throws {SwrctlError} REFERENCE_INVALID */
  readonly complete: (reference: PartialReference) => Promise<Reference>;
  /** The management API. @throws {SwrctlError} AUTH_REQUIRED without a credential; USAGE without a region. */
  readonly swr: (where?: SwrPlace) => Promise<SwrClient>;
  /** The identity service. @throws {SwrctlError} as `swr`. */
  readonly iam: () => IamClient;
  /** The body of a successful GET without credentials, at most 64 KiB, in `timeoutMs` milliseconds (60,000). */
  readonly fetchText: (url: URL, timeoutMs?: number) => Promise<string>;
  /** What the server's clock says, by the `Date` of any answer without credentials; undefined when it sends none. */
  readonly serverTime: (url: URL) => Promise<Date | undefined>;
  /** Runs work when there is room for another blob. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

export interface RegistryChoice {
  /** Used instead of what is stored, for proving a login. */
  readonly login?: HostLogin | undefined;
  /** Default: what the settings say for this host, else HTTPS, on this machine whatever answers. */
  readonly scheme?: 'http' | 'https' | undefined;
}

export interface SwrPlace {
  /** Another region than the one in use; it must have a project of its name. */
  readonly region?: string;
  /** The container engine, which signs and answers as the management API does. */
  readonly service?: 'cce' | undefined;
}
