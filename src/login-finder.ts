import type { ResolvedCredential } from './auth/chain.ts';
import type { DockerConfig } from './auth/docker-config.ts';
import { deriveLogin } from './auth/login-key.ts';
import type { Endpoints, Settings } from './commands/settings.ts';
import { isLoopback } from './http/dispatcher.ts';
import type { HostLogin } from './registry/login.ts';

export interface LoginFinderOptions {
  readonly settings: Settings;
  readonly endpoints: Endpoints;
  /** May throw; asked for the profile's own registry only. */
  readonly findCredential: () => ResolvedCredential;
  readonly dockerConfig: DockerConfig;
}

/**
 * Decides which login an origin gets. What comes from an access key or a profile goes to the profile's registry only
 * (same scheme, host and port); every other host gets what the docker config has for exactly that host, else nothing.
 * Source: product.md §2.
 */
export function createLoginFinder(options: LoginFinderOptions) {
  return async (origin: string, host: string): Promise<HostLogin | undefined> => {
    const isOwn = isOwnRegistry(origin, options);
    return (isOwn ? derivedLogin(options) : undefined) ?? (await storedLogin(options.dockerConfig, host, isOwn));
  };
}

function isOwnRegistry(origin: string, { endpoints, settings }: LoginFinderOptions): boolean {
  const url = new URL(origin);
  if (endpoints.registry === undefined || url.host !== new URL(`${url.protocol}//${endpoints.registry}`).host)
    return false;
  if (endpoints.registryScheme !== undefined) return url.protocol === `${endpoints.registryScheme}:`;
  return url.protocol === 'https:' || settings.plainHttp || isLoopback(url.hostname);
}

function derivedLogin({ findCredential, endpoints }: LoginFinderOptions): HostLogin | undefined {
  const { credential: key, source = '' } = findCredential();
  if (key?.kind !== 'access-key' || endpoints.project === undefined) return undefined;
  const { username, password } = deriveLogin(endpoints.project, key);
  return { username, password, source, sameOriginOnly: true };
}

async function storedLogin(dockerConfig: DockerConfig, host: string, isOwn: boolean): Promise<HostLogin | undefined> {
  const found = await dockerConfig.get(host);
  if (found === undefined) return undefined;
  const { login, source } = found;
  const common = { source, sameOriginOnly: isOwn };
  return login.kind === 'password'
    ? { ...common, username: login.username, password: login.password }
    : { ...common, username: '<token>', password: '', identityToken: login.identityToken };
}
