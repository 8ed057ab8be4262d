import { requireCredential } from '../auth/chain.ts';
import type { Http } from '../http/client.ts';
import { NO_INSTANCE } from '../model/instance.ts';
import { createIamClient, type IamClient } from '../iam/client.ts';
import { SWR_RATE } from '../registry/facts.ts';
import { createSwrClient } from '../swr/client.ts';
import type { CredentialFinder } from './account/credential-finder.ts';
import { findProjectId } from './account/project-id.ts';
import { requireSwr } from './elsewhere.ts';
import type { RegistryAsker } from './open-registries.ts';
import type { Services } from './services.ts';
import { requireEndpoint } from './settings/endpoints.ts';
import type { PlaceWarner } from './settings/place-warnings.ts';
import { clusterEndpoint, inRegion } from './settings/regions.ts';
import { cloudOf, type Endpoints, type Settings } from './settings/settings.ts';
import type { World } from './world.ts';

const isEnterprise = ({ instance }: Settings): boolean => instance !== undefined && instance !== NO_INSTANCE;

export interface ManagementParts {
  readonly http: Http;
  readonly world: World;
  readonly settings: Settings;
  readonly endpoints: Endpoints;
  readonly places: PlaceWarner;
  readonly facts: RegistryAsker['facts'];
  readonly findCredential: CredentialFinder['find'];
}

/** The identity service. */
export function iamOpener({ http, world, settings, endpoints, findCredential }: ManagementParts): () => IamClient {
  return () =>
    createIamClient({
      send: http.send,
      endpoint: requireEndpoint({ ...settings, ...endpoints }, 'IAM'),
      credential: async () => requireCredential(await findCredential()),
      now: world.now,
    });
}

/** The management API of the region in use, or of another one. */
export function swrOpener(parts: ManagementParts, iam: () => IamClient): Services['swr'] {
  const { http, world, settings, endpoints, places, findCredential } = parts;
  const registry = (host: string) => ({ facts: () => parts.facts(host) });
  return async ({ region, service } = {}) => {
    if (region !== undefined) places.region(region);
    // The registry of an instance does not look like an SWR, and need not be reachable from here.
    if (!isEnterprise(settings)) await requireSwr({ settings, endpoints, registry });
    const own = requireEndpoint({ ...settings, ...endpoints }, 'management');
    const credential = requireCredential(await findCredential());
    const isHere = region === undefined || region === settings.region;
    const projectId = isHere
      ? (settings.projectId ?? (await findProjectId(iam, { project: endpoints.project, region: settings.region })))
      : await findProjectId(iam, { project: region, region: undefined });
    const there = isHere ? own : inRegion(own, settings.region, region);
    const endpoint = service === 'cce' ? clusterEndpoint(there) : there;
    // A command over all organizations makes hundreds of calls, and the service counts them all.
    http.throttle.limit(new URL(endpoint).origin, settings.rate ?? SWR_RATE);
    return createSwrClient({ http, endpoint, cloud: cloudOf(settings), credential, projectId, signal: world.signal });
  };
}
