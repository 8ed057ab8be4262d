import type { EmulatorInfo } from '../../src/emulator/emulator.ts';

/** What `eval "$(swrctl emulator env)"` sets, and a home folder of its own. */
export function accountEnv(
  { endpoint, registry, iamEndpoint, region, project, projectId, ak, sk }: EmulatorInfo,
  home: string,
): Record<string, string> {
  return {
    HOME: home,
    DOCKER_CONFIG: `${home}/docker`,
    SWRCTL_CONFIG_DIR: `${home}/swrctl`,
    SWRCTL_CACHE_DIR: `${home}/cache`,
    SWRCTL_ENDPOINT: endpoint,
    SWRCTL_REGISTRY: registry,
    SWRCTL_IAM_ENDPOINT: iamEndpoint,
    SWRCTL_REGION: region,
    SWRCTL_PROJECT: project,
    SWRCTL_PROJECT_ID: projectId,
    SWRCTL_AK: ak,
    SWRCTL_SK: sk,
  };
}
