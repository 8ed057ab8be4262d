import { SwrctlError } from '../../base/errors.ts';
import { inRegion, regionWarning } from '../../app/settings/regions.ts';
import type { Services } from '../../app/services.ts';
import { cloudOf, endpointsOf } from '../../app/settings/settings.ts';

type Place = Pick<Services, 'settings' | 'endpoints'>;

/** One region that a cluster pulls from. */
export interface RegionPlace {
  /** Registry host. */
  readonly registry: string;
  /** URL of the management API. */
  readonly endpoint: string | undefined;
  /** Project name. */
  readonly project: string;
  /** True for the place that the settings mean, whose addresses a profile or variable may have set. */
  readonly isOwn: boolean;
}

/**
 * The places of some regions; without any the one of the settings. The addresses of other regions are made from those
 * that were set, or follow the pattern.
 *
 * @throws {SwrctlError} USAGE when no region is known, or two would have the same registry.
 */
export function regionPlaces(services: Place, regions: readonly string[] | undefined): RegionPlace[] {
  const { registry, endpoint, project } = services.endpoints;
  const own =
    registry === undefined || project === undefined ? undefined : { registry, endpoint, project, isOwn: true };
  if (regions === undefined) return [own ?? noRegion()];
  const places = regions.map((region) =>
    region === services.settings.region && own !== undefined ? own : otherPlace(services, region),
  );
  const hosts = places.map((place) => place.registry);
  if (new Set(hosts).size === hosts.length) return places;
  throw new SwrctlError('USAGE', `The registry was set to ${registry}, which cannot serve several regions`, {
    hint: 'Leave --registry and SWRCTL_REGISTRY out, or name one region',
  });
}

/** Addresses that somebody set are moved to the region; others follow from region and cloud. */
function otherPlace({ settings }: Place, region: string): RegionPlace {
  const { region: current } = settings;
  const moved = (set: string | undefined) => (set === undefined ? undefined : inRegion(set, current, region));
  const [registry, endpoint] = [moved(settings.registry), moved(settings.endpoint)];
  const place = endpointsOf({ cloud: settings.cloud, region, registry, endpoint });
  return { registry: place.registry ?? noRegion(), endpoint: place.endpoint, project: region, isOwn: false };
}

function noRegion(): never {
  throw new SwrctlError('USAGE', 'No region is set, so it is not known where the images are', {
    hint: 'Add --region REGION, or run: swrctl login --region REGION',
  });
}

/** One warning per region that this version does not know in the cloud that it is taken to be of. */
export function regionWarnings({ settings }: Place, regions: readonly string[] = []): string[] {
  return regions.flatMap((region) => regionWarning(region, cloudOf({ ...settings, region })) ?? []);
}
