import type { ContainersAuth } from './containers-auth.ts';
import type { DockerConfig, FoundLogin } from './docker-config.ts';

/** Where logins of registries are kept by others and us. */
export interface LoginPlaces {
  readonly dockerConfig: Pick<DockerConfig, 'get'>;
  readonly containersAuth: Pick<ContainersAuth, 'get'>;
}

/**
 * The login that is kept for a host, or for one repository there: docker's, else podman's.
 *
 * @throws {SwrctlError} CONFIG_INVALID, HELPER_FAILED, DISK; of podman's files only where docker's have nothing.
 */
export async function findStoredLogin(
  { dockerConfig, containersAuth }: LoginPlaces,
  host: string,
  repository?: string,
): Promise<FoundLogin | undefined> {
  return (await dockerConfig.get(host)) ?? containersAuth.get(host, repository);
}
