import { cloudOfHost, placeOfRegistry, regionOfProject } from '../../model/clouds.ts';
import { cloudOf, DEFAULT_JOBS, MAX_JOBS, withProjectOf, type ProfileSettings, type Settings } from './settings.ts';

/**
 * What a profile can say, and what each belongs to: it is not taken from a profile of another region or cloud. The
 * scheme goes with its registry.
 */
const OF_PROFILE: Readonly<
  Record<
    Exclude<keyof ProfileSettings, 'registryScheme' | 'sharedRegistry' | 'jobs' | 'rate'>,
    'region' | 'cloud' | 'anything'
  >
> = {
  region: 'cloud',
  cloud: 'cloud',
  project: 'region',
  projectId: 'region',
  instance: 'region',
  instanceId: 'region',
  registry: 'region',
  endpoint: 'region',
  iamEndpoint: 'region',
  org: 'anything',
};
const PROFILE_NAMES = Object.keys(OF_PROFILE) as (keyof typeof OF_PROFILE)[];

/** Fills in from a profile what neither a flag nor a variable said. */
export function withProfile(given: Settings, saved: ProfileSettings): Settings {
  const profile = { ...saved, region: saved.region ?? regionNamed(saved), cloud: saved.cloud ?? cloudOf(saved) };
  const isAnother = given.sources.region === 'flag' && given.environmentRegion === undefined;
  const settings = isAnother ? withProjectOf(given, profile.region) : given;
  const isOtherRegion = settings.region !== undefined && settings.region !== profile.region;
  const isOtherProject = settings.project !== undefined && settings.project !== (profile.project ?? profile.region);
  const isForeign = (name: keyof typeof OF_PROFILE) =>
    (isOtherRegion && OF_PROFILE[name] === 'region') ||
    (isOtherProject && name === 'projectId') ||
    (isOtherInstance(settings, profile) && OF_INSTANCE.includes(name)) ||
    (OF_PROFILE[name] !== 'anything' && isOtherCloud(settings, profile)) ||
    (name === 'cloud' && settings.registry !== undefined && settings.registry !== profile.registry);
  const taken = PROFILE_NAMES.filter(
    (name) =>
      profile[name] !== undefined &&
      !isForeign(name) &&
      isOpen(settings, name, !isForeign('instance') && profile.instance !== undefined),
  );
  const isUnsaid = (name: 'jobs' | 'rate') => settings.sources[name] === 'default' && profile[name] !== undefined;
  const pace = (['jobs', 'rate'] as const).filter(isUnsaid);
  const limited = { jobs: Math.min(MAX_JOBS, profile.jobs ?? DEFAULT_JOBS), rate: profile.rate };
  const back = wayBack(settings, profile, taken.includes('registry'));
  const values = Object.fromEntries([
    ...back.map((host) => ['registry', host] as const),
    ...taken.map((name) => [name, profile[name]] as const),
    ...pace.map((name) => [name, limited[name]] as const),
  ]) as Partial<Settings>;
  const scheme = taken.includes('registry') ? { registryScheme: profile.registryScheme } : {};
  const said = [...taken, ...pace, ...back.map(() => 'registry')];
  const sources = Object.fromEntries(said.map((name) => [name, 'profile']));
  return { ...settings, ...values, ...scheme, sources: { ...settings.sources, ...sources } };
}

/** Whether a profile may say it; the registry of a profile with an instance belongs to that, and goes with it. */
function isOpen(settings: Settings, name: keyof typeof OF_PROFILE, isInstanceTaken: boolean): boolean {
  if (settings[name] === undefined) return true;
  return isInstanceTaken && name === 'registry' && settings.sources.registry !== 'flag';
}

/** The registry of the shared edition, where the profile's own is that of an instance which is not meant. */
function wayBack({ instance, registry }: Settings, { sharedRegistry }: ProfileSettings, isTaken: boolean): string[] {
  const isBack = instance !== undefined && registry === undefined && !isTaken && sharedRegistry !== undefined;
  return isBack ? [sharedRegistry] : [];
}

/** What a profile says about its instance only. */
const OF_INSTANCE: readonly string[] = ['instance', 'instanceId', 'registry'];

/** Another instance than the profile's, or none, is asked for; so it is by a registry on the command line. */
function isOtherInstance({ instance, registry, sources }: Settings, profile: ProfileSettings): boolean {
  if (profile.instance === undefined) return false;
  if (instance !== undefined) return instance !== profile.instance && instance !== profile.instanceId;
  return sources.registry === 'flag' && registry !== profile.registry;
}

/** The region that a profile without one means. */
function regionNamed({ registry, project }: ProfileSettings): string | undefined {
  return placeOfRegistry(registry ?? '')?.region ?? regionOfProject(project ?? '');
}

/** What is said by name or by host about the cloud differs from what the profile is for. */
function isOtherCloud(settings: ProfileSettings, { cloud }: ProfileSettings): boolean {
  const named = settings.registry === undefined ? undefined : cloudOfHost(settings.registry);
  const wanted = named ?? settings.cloud;
  return wanted !== undefined && wanted !== cloud;
}
