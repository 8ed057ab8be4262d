import { SwrctlError, hasCode } from '../../base/errors.ts';
import type { SwrClient } from '../../swr/client.ts';
import { getNamespace } from '../../swr/endpoints/namespaces.ts';
import type { Output } from '../../output/output.ts';
import { nearest } from '../../model/nearest.ts';
import { listSyncRegions, type SyncTarget } from '../../swr/endpoints/syncs.ts';
import type { Services } from '../../app/services.ts';
import type { TargetFlags } from './target-options.ts';

/** Where the service has no list. Source: docs/reference/service.md#sync. */
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
 * Warns of a region that the service does not list: its list is not complete, so the answer to the copy itself decides.
 * Source: docs/reference/service.md#sync.
 *
 * @returns true for a region that is listed, or where the service does not say.
 */
async function isListed(swr: SwrClient, region: string, output: Pick<Output, 'warn'>): Promise<boolean> {
  const regions = await readRegions(swr);
  if (regions === undefined || regions.includes(region)) return true;
  const [near] = nearest(region, [...regions, ...SYNC_REGIONS]);
  const advice = SYNC_REGIONS.includes(region) || near === undefined ? '' : `; the nearest known one is ${near}`;
  output.warn(`the service does not list ${region} as a region to copy to${advice}; trying it all the same`);
  return false;
}

/**
 * Looks at the place to copy to: the service takes copies to places that do not exist and reports success.
 *
 * @throws {SwrctlError} NOT_FOUND for an organization that is not there; REFUSED for the region in use; what the look
 *   failed with, where the service lists the region.
 */
export async function checkTarget(
  place: Place,
  swr: SwrClient,
  target: SyncTarget,
  output: Pick<Output, 'warn'>,
): Promise<void> {
  const { targetRegion: region, targetNamespace: namespace } = target;
  if (region === place.settings.region) {
    throw new SwrctlError('REFUSED', `${region} is the region that the images are in`, {
      hint: 'To copy inside a region use: swrctl copy ORG/REPO:TAG ORG/REPO:TAG',
    });
  }
  const isKnown = await isListed(swr, region, output);
  try {
    await (await place.swr({ region })).call(getNamespace, { namespace });
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND') && error.service !== undefined) throw missing(target, error);
    if (isKnown || !hasCode(error, ...UNSEEN)) throw error;
    output.warn(`whether ${formatTarget(target)} exists cannot be seen: ${error.message}`);
  }
}

/** Failures that say nothing about the organization itself. */
const UNSEEN = ['NETWORK', 'TLS', 'NOT_FOUND', 'AUTH_DENIED', 'AUTH_REQUIRED', 'USAGE', 'FAILED'] as const;

const missing = ({ targetRegion: region, targetNamespace: namespace }: SyncTarget, { service }: SwrctlError) =>
  new SwrctlError('NOT_FOUND', `There is no organization ${namespace} in ${region}`, {
    hint: `Create it with: swrctl org add ${namespace} --region ${region}`,
    service,
  });
