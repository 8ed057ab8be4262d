import { SwrctlError, hasCode } from '../../errors.ts';
import type { SwrClient } from '../../swr/client.ts';
import { getNamespace } from '../../swr/endpoints/namespaces.ts';
import { listSyncRegions, type SyncTarget } from '../../swr/endpoints/syncs.ts';
import type { Services } from '../services.ts';
import type { TargetFlags } from './target-options.ts';

/** Where the service has no list. Source: user guide of 2025, "Image Synchronization". */
export const SYNC_REGIONS: readonly string[] = [
  ...['cn-north-1', 'cn-north-4', 'cn-north-9', 'cn-east-2', 'cn-east-3', 'cn-south-1', 'cn-southwest-2'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'af-south-1'],
];

/** Undefined where the service does not say. */
export async function readRegions(swr: SwrClient): Promise<readonly string[] | undefined> {
  try {
    const regions = await swr.call(listSyncRegions, {});
    return regions.length === 0 ? undefined : regions;
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND', 'AUTH_DENIED', 'FAILED')) return undefined;
    throw error;
  }
}

export const syncTarget = ({ toRegion, toOrg }: TargetFlags): SyncTarget => ({
  targetRegion: toRegion,
  targetNamespace: toOrg,
});

export const formatTarget = ({ targetRegion, targetNamespace }: SyncTarget): string =>
  `${targetNamespace} in ${targetRegion}`;

type Place = Pick<Services, 'swr' | 'settings'>;

/**
 * The management API of the target region. The service takes copies to places that do not exist and reports success, so
 * the place is looked at first.
 *
 * @throws {SwrctlError} NOT_FOUND for a region or an organization that is not there; REFUSED for the region in use.
 */
export async function openTarget(place: Place, swr: SwrClient, target: SyncTarget): Promise<SwrClient> {
  const { targetRegion: region, targetNamespace: namespace } = target;
  if (region === place.settings.region) {
    throw new SwrctlError('REFUSED', `${region} is the region that the images are in`, {
      hint: 'To copy inside a region use: swrctl copy',
    });
  }
  const regions = await readRegions(swr);
  if (regions !== undefined && !regions.includes(region)) {
    throw new SwrctlError('NOT_FOUND', `"${region}" is not a region that images can be copied to`, {
      hint: `Regions: ${regions.join(', ')}`,
    });
  }
  const remote = await place.swr({ region });
  try {
    await remote.call(getNamespace, { namespace });
  } catch (error) {
    if (!hasCode(error, 'NOT_FOUND')) throw error;
    throw new SwrctlError('NOT_FOUND', `There is no organization ${namespace} in ${region}`, {
      hint: `Create it with: swrctl org add ${namespace} --region ${region}`,
      ...(error.service ? { service: error.service } : {}),
    });
  }
  return remote;
}
