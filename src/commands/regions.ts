import { SwrctlError } from '../errors.ts';
import type { Parser } from './flags.ts';

/** Regions where SWR is known to run. Source: swr-shared-notes.md §4; new ones appear, so others are let through. */
export const KNOWN_REGIONS: readonly string[] = [
  ...['cn-north-1', 'cn-north-2', 'cn-north-4', 'cn-north-9', 'cn-north-11', 'cn-north-12'],
  ...['cn-east-2', 'cn-east-3', 'cn-east-4', 'cn-east-5'],
  ...['cn-south-1', 'cn-south-2', 'cn-south-4', 'cn-southwest-2', 'cn-southwest-3'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5'],
  ...['af-south-1', 'af-north-1', 'la-south-2', 'la-north-2', 'na-mexico-1', 'sa-brazil-1', 'sa-peru-1'],
  ...['tr-west-1', 'ae-ad-1', 'me-east-1', 'my-kualalumpur-1'],
  ...['eu-west-0', 'eu-west-101', 'ru-northwest-2', 'ru-moscow-1'],
];

const REGION = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** A region becomes part of host names, so it must look like one. @throws {SwrctlError} USAGE */
export const parseRegion: Parser<string> = (text, name) => {
  const region = text.trim().toLowerCase();
  if (REGION.test(region)) return region;
  throw new SwrctlError('USAGE', `${name} is "${text}", which is not a region name`, {
    hint: 'Write it as in the console, for example cn-north-4 or ap-southeast-3',
  });
};

/** A warning for a region that is not on the list; undefined for one that is. */
export function regionWarning(region: string): string | undefined {
  if (KNOWN_REGIONS.includes(region)) return undefined;
  return `region "${region}" is not one that this version knows; its host names follow the usual pattern`;
}

const domainOf = (region: string): string => (region === 'eu-west-101' ? 'myhuaweicloud.eu' : 'myhuaweicloud.com');

/** Registry host of a region. */
export const registryHost = (region: string): string => `swr.${region}.${domainOf(region)}`;

/** URL of the management API of a region. */
export const apiEndpoint = (region: string): string => `https://swr-api.${region}.${domainOf(region)}`;

/**
 * The management API of another region, as seen from the one in use. An address that does not name its region, such as
 * the emulator's, serves them all.
 */
export function apiEndpointIn(other: string, endpoint: string, region: string | undefined): string {
  if (region === undefined) return endpoint;
  return endpoint === apiEndpoint(region) ? apiEndpoint(other) : endpoint.replace(region, other);
}

/** The container engine (CCE) beside a management API: `cce.` in place of `swr-api.`. */
export const clusterEndpoint = (endpoint: string): string => endpoint.replace('://swr-api.', '://cce.');

/** URL of IAM in a region. */
export const iamEndpointOf = (region: string): string => `https://iam.${region}.${domainOf(region)}`;

/** The region of a registry host that follows the pattern; undefined for any other host. */
export function regionOfRegistry(host: string): string | undefined {
  const region = /^swr\.([^.]+)\./.exec(host)?.[1];
  return region !== undefined && REGION.test(region) && registryHost(region) === host ? region : undefined;
}
