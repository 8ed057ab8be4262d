import type { Profile } from '../../auth/profile.ts';
import { inRegion } from '../../app/settings/regions.ts';
import { placeOfRegistry } from '../../model/clouds.ts';
import type { ConfigKey, ConfigValue } from './keys.ts';

/** The profile with another value, and with what follows from it. */
export function withValue(profile: Profile, key: ConfigKey, value: ConfigValue): Profile {
  if (key === 'region') return withRegion(profile, String(value));
  // The id of a project goes with its name.
  return { ...profile, [key]: value, ...(key === 'project' ? { projectId: undefined } : {}) };
}

/**
 * The same account in another region: hosts that name the region follow, and so does a project that is called like it.
 * Another project is none of that region, and its id never is.
 */
function withRegion(profile: Profile, region: string): Profile {
  const { registry, endpoint, iamEndpoint, project } = profile;
  const old = profile.region ?? placeOfRegistry(registry)?.region;
  if (old === region) return profile;
  const there = (address: string): string => inRegion(address, old, region);
  return {
    ...profile,
    region,
    registry: there(registry),
    endpoint: endpoint && there(endpoint),
    iamEndpoint: iamEndpoint && there(iamEndpoint),
    project: project === undefined ? undefined : region,
    projectId: undefined,
    loginExpiresAt: there(registry) === registry ? profile.loginExpiresAt : undefined,
  };
}
