import { SwrctlError } from '../../base/errors.ts';
import { CLOUDS, cloudOfRegion, findCloud, type Cloud } from '../../model/clouds.ts';
import { isHost } from '../../model/host.ts';
import { nearest } from '../../model/nearest.ts';
import type { Parser } from './parse.ts';

const REGION = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** A region becomes part of host names, so it must look like one. @throws {SwrctlError} USAGE */
export const parseRegion: Parser<string> = (text, name) => {
  const region = text.trim().toLowerCase();
  if (REGION.test(region)) return region;
  throw new SwrctlError('USAGE', `${name} is "${text}", which is not a region name`, {
    hint: 'Write it as in the console, for example cn-north-4 or ap-southeast-3',
  });
};

/** The domain of a cloud, which becomes part of host names. @throws {SwrctlError} USAGE */
export const parseCloud: Parser<string> = (text, name) => {
  const domain = text.trim().toLowerCase();
  if (isHost(domain) && /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/.test(domain)) return domain;
  throw new SwrctlError('USAGE', `${name} is "${text}", expected the domain of a cloud`, {
    hint: `For example one of: ${CLOUDS.map((cloud) => cloud.domain).join(', ')}`,
  });
};

const PATTERN = 'its host names follow the usual pattern';

const nearestWords = (near: string | undefined): string =>
  near === undefined ? '' : `the nearest that it knows is "${near}"`;

/** Of the cloud, else of any. */
function nearestRegion(region: string, cloud: Cloud): string | undefined {
  const [near] = nearest(region, cloud.regions);
  if (near !== undefined) return nearestWords(near);
  const [elsewhere] = nearest(
    region,
    CLOUDS.flatMap(({ regions }) => regions),
  );
  const other = CLOUDS.find(({ regions }) => elsewhere !== undefined && regions.includes(elsewhere));
  return other && `${nearestWords(elsewhere)}, of ${other.name}`;
}

/** A warning for a cloud that is on no list; undefined for those that are. */
export function cloudWarning(domain: string): string | undefined {
  if (findCloud(domain) !== undefined) return undefined;
  const known = CLOUDS.map((cloud) => cloud.domain);
  const [near] = nearest(domain, known);
  const fact = `"${domain}" is not a cloud that this version knows`;
  return [fact, nearestWords(near), PATTERN].filter(Boolean).join('; ');
}

/**
 * A warning for a region that is not on the list of its cloud, or for a cloud that is on none; undefined for those that
 * are. @param domain of the cloud; default: the one that the region is taken to be of.
 */
export function regionWarning(region: string, domain: string = cloudOfRegion(region)): string | undefined {
  const cloud = findCloud(domain);
  if (cloud === undefined) return cloudWarning(domain);
  if (cloud.regions.includes(region)) return undefined;
  const other = CLOUDS.find(({ regions }) => regions.includes(region));
  const advice = other === undefined ? nearestRegion(region, cloud) : `${other.name} has it: --cloud ${other.domain}`;
  const where = cloud === CLOUDS[0] ? '' : ` in ${cloud.name}`;
  return [`region "${region}" is not one that this version knows${where}`, advice, PATTERN].filter(Boolean).join('; ');
}

/**
 * A host name or URL of one region in another region: the label that names the region is replaced. An address that names
 * none, such as the emulator's, serves them all.
 */
export function inRegion(address: string, region: string | undefined, other: string): string {
  const [, start = '', host = '', end = ''] = /^(https?:\/\/)?([^/:]+)(.*)$/s.exec(address) ?? [];
  const labels = host.split('.').map((label) => (label === region ? other : label));
  return `${start}${labels.join('.')}${end}`;
}

/** The container engine (CCE) beside a management API: `cce.` in place of `swr-api.`. */
export const clusterEndpoint = (endpoint: string): string => endpoint.replace('://swr-api.', '://cce.');
