import type { ContainersAuth } from '../../auth/containers-auth.ts';
import type { DockerConfig } from '../../auth/docker-config.ts';
import type { Profile, ProfileStore } from '../../auth/profile.ts';
import type { World } from '../world.ts';
import type { Endpoints, Settings } from '../settings/settings.ts';
import { createCredentialFinder, type CredentialFinder } from './credential-finder.ts';
import { createHttp, type Http, type HttpOptions } from '../../http/client.ts';
import { createLoginFinder, type LoginFinder } from './login-finder.ts';
import type { SwrClient } from '../../swr/client.ts';
import { createTemporaryLogins, type TemporaryLogins } from './temporary-logins.ts';

export interface CallerOptions {
  readonly world: World;
  /** Values of the command line by commander's attribute names. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly settings: Settings;
  readonly endpoints: Endpoints;
  readonly profile: Profile | undefined;
  readonly profiles: ProfileStore;
  readonly dockerConfig: DockerConfig;
  readonly containersAuth: ContainersAuth;
  readonly http: HttpOptions;
  readonly swr: () => Promise<SwrClient>;
}

/** Who is calling: the credential of the service, and the logins of registries. */
export interface Caller {
  readonly credentials: CredentialFinder;
  readonly logins: LoginFinder;
  readonly temporaryLogins: TemporaryLogins;
  readonly close: () => Promise<void>;
}

export async function openCaller(options: CallerOptions): Promise<Caller> {
  const { world, settings, endpoints, profile, profiles, dockerConfig, containersAuth, swr } = options;
  let direct: Http | undefined;
  const credentials = await createCredentialFinder({
    ...{ world, flags: options.flags, settings, endpoints, profile, profiles },
    direct: () => (direct ??= createHttp({ ...options.http, proxy: {} })),
  });
  const { cacheDir } = settings;
  const temporaryLogins = createTemporaryLogins({ cacheDir, now: world.now, endpoints, profile, swr });
  const logins = createLoginFinder({
    ...{ endpoints, profile, profiles, dockerConfig, containersAuth },
    now: world.now,
    findCredential: credentials.find,
    temporaryLogin: temporaryLogins.get,
  });
  return { credentials, logins, temporaryLogins, close: async () => direct?.close() };
}
