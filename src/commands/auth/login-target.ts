import type { Profile } from '../../auth/profile.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';
import { registryAddress, type RegistryAddress } from '../../app/settings/parse.ts';
import { placeOfRegistry, regionOfProject } from '../../model/clouds.ts';
import { placeWarnings } from '../../app/settings/place-warnings.ts';
import type { Services } from '../../app/services.ts';
import { cloudOf, endpointsOf, withProjectOf, type Endpoints, type Settings } from '../../app/settings/settings.ts';

/** Where an account logs in. */
export interface LoginTarget extends Endpoints {
  readonly region: string | undefined;
  /** Domain. */
  readonly cloud: string | undefined;
  /** Only where somebody said it. */
  readonly projectId: string | undefined;
  /** The profile in use, if it is for this very registry; another one has no say here. */
  readonly profile: Profile | undefined;
}

/** Who has a say in where to log in. */
export type Saying = Pick<Services, 'settings' | 'profile'>;

/** HOST of the command line. @throws {SwrctlError} USAGE when it is no host, or --registry says another one. */
export function hostArgument(host: string | undefined, settings: Settings): RegistryAddress | undefined {
  const flag = settings.sources.registry === 'flag' ? settings.registry : undefined;
  const address = host === undefined ? undefined : registryAddress(host, 'HOST');
  if (address !== undefined && flag !== undefined && address.host !== flag) {
    throw new SwrctlError('USAGE', `HOST is "${address.host}", but --registry is "${flag}"`, {
      hint: 'Leave one of them out',
    });
  }
  return address ?? (flag === undefined ? undefined : { host: flag, scheme: settings.registryScheme });
}

/** Brings together what the command line, the environment and the profile say about an account's place. */
export function loginTarget({ settings, profile }: Saying, address?: RegistryAddress): LoginTarget {
  const said = address ?? registryOfEnvironment(settings);
  const bare = withoutProfile(settings);
  // A region of another cloud than the profile's is a place of its own, not one of that cloud.
  const host = said?.host ?? endpointsOf(settings.sources.registry === 'profile' ? settings : bare).registry;
  const own = profileAt(profile, host);
  const settled = own ? settings : bare;
  const region = regionFor(settled, address, host);
  const registryScheme = said?.scheme ?? own?.registryScheme;
  const place = withProjectOf({ ...settled, region }, settings.region);
  const endpoints = endpointsOf({ ...place, registry: host, registryScheme });
  const projectId = settings.sources.projectId === 'profile' ? undefined : place.projectId;
  return { ...endpoints, region, cloud: cloudOf({ ...place, registry: host }), projectId, profile: own };
}

/** A host on the command line says more about the region than a variable does, and than the name of a project. */
function regionFor(own: Settings, address: RegistryAddress | undefined, host: string | undefined): string | undefined {
  const { sources, region, project = '' } = own;
  const isOfProject = sources.region === sources.project && regionOfProject(project) === region;
  const isFlag = sources.region === 'flag' && !isOfProject;
  const isSaid = isFlag || (sources.region === 'environment' && address === undefined);
  if (isSaid || host === undefined) return region;
  return placeOfRegistry(host)?.region ?? region;
}

/** The profile, if this is its registry, or the one that it has beside its instance. */
function profileAt(profile: Profile | undefined, host: string | undefined): Profile | undefined {
  if (host === undefined) return undefined;
  return [profile?.registry, profile?.sharedRegistry].includes(host) ? profile : undefined;
}

/** Before anything is sent there. */
export function warnAboutPlace({ output }: Context, { region, cloud, project }: LoginTarget): void {
  for (const warning of placeWarnings({ region, cloud, project })) output().warn(warning);
}

function registryOfEnvironment({ sources, registry, registryScheme }: Settings): RegistryAddress | undefined {
  if (registry === undefined || sources.registry === 'profile') return undefined;
  return { host: registry, scheme: registryScheme };
}

function withoutProfile(settings: Settings): Settings {
  const names = Object.entries(settings.sources).flatMap(([name, source]) => (source === 'profile' ? [name] : []));
  return { ...settings, ...Object.fromEntries(names.map((name) => [name, undefined])) };
}
