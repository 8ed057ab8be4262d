import { SwrctlError } from '../../base/errors.ts';
import { CLOUDS, findCloud } from '../../model/clouds.ts';
import { cloudOf, type ProfileSettings } from './settings.ts';

const SERVICES = {
  management: { key: 'endpoint', flag: '--endpoint' },
  IAM: { key: 'iamEndpoint', flag: '--iam-endpoint' },
} as const;

/**
 * Where signatures, tokens and passwords go: an address that somebody said, or one in the cloud of the registry. There is
 * no third one: what cannot be known is asked for, and never made up from the hosts of another operator.
 *
 * @param place with endpoints as endpointsOf makes them.
 * @throws {SwrctlError} USAGE saying what is missing.
 */
export function requireEndpoint(place: ProfileSettings, service: keyof typeof SERVICES): string {
  const { key, flag } = SERVICES[service];
  const address = place[key];
  if (address !== undefined) return address;
  const { region, registry } = place;
  if (region === undefined) {
    throw new SwrctlError('USAGE', `No region is set, so the address of the ${service} service is not known`, {
      hint: `Add --region REGION (or ${flag} URL), or run: swrctl login --region REGION`,
    });
  }
  const domain = cloudOf(place);
  if (domain === undefined) {
    throw new SwrctlError('USAGE', `The name ${registry} does not say which cloud it is of, so no credential is sent`, {
      hint: `Add --cloud DOMAIN (such as ${CLOUDS[0]?.domain}), or ${flag} URL`,
    });
  }
  const cloud = findCloud(domain);
  const reported = cloud?.reportedIam === undefined ? '' : `; its users write: ${flag} ${cloud.reportedIam}`;
  throw new SwrctlError('USAGE', `The address of the ${service} service of ${cloud?.name ?? domain} is not known`, {
    hint: `Add ${flag} URL (or SWRCTL_IAM_ENDPOINT)${reported}`,
  });
}
