/** Docker Hub, as people write it in references. */
export const DOCKER_HUB = 'docker.io';

/** Where Docker Hub answers. */
const API_HOST = 'registry-1.docker.io';

/** The names of Docker Hub that stand in references, where `library` may be left out. */
export function isHubName(host: string): boolean {
  return host === DOCKER_HUB || host === 'index.docker.io';
}

/** True for all names of Docker Hub. */
export function isDockerHub(host: string): boolean {
  return isHubName(host) || host === API_HOST;
}

/** The host that answers for a registry: its own, but for Docker Hub. */
export function apiHost(host: string): string {
  return isDockerHub(host) ? API_HOST : host;
}

/** A registry as people write it. */
export function writtenHost(host: string): string {
  return host === API_HOST ? DOCKER_HUB : host;
}
