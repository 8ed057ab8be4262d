import { COLOR_CHOICES, type ColorChoice } from '../output/color.ts';
import { durationMs, httpUrl, isSwitchedOn, oneOf, positiveNumber, registryAddress, wholeNumber } from './flags.ts';
import type { Parser } from './flags.ts';
import { cacheDir, configDir, type Place } from './folders.ts';
import { apiEndpoint, iamEndpointOf, parseRegion, registryHost } from './regions.ts';
import { SETTINGS, type SettingName, type SettingRow } from './settings-table.ts';

/** Where a value came from. */
export type SettingSource = 'flag' | 'environment' | 'profile' | 'default';

/** What a profile can say. */
export interface ProfileSettings {
  readonly region?: string | undefined;
  /** Project name. */
  readonly project?: string | undefined;
  readonly projectId?: string | undefined;
  /** Host with optional port. */
  readonly registry?: string | undefined;
  /** Absent: HTTPS, or on this machine whatever answers. */
  readonly registryScheme?: 'http' | 'https' | undefined;
  /** URL of the management API, no slash at the end. */
  readonly endpoint?: string | undefined;
  readonly iamEndpoint?: string | undefined;
  /** Default organization. */
  readonly org?: string | undefined;
}

/** All settings, checked. What is undefined was not said anywhere. */
export interface Settings extends ProfileSettings {
  /** Name of the profile asked for; undefined means the active one. */
  readonly profile: string | undefined;
  /** 1 to 16. */
  readonly jobs: number;
  /** Requests per second to a registry; undefined: the caller's default. */
  readonly rate: number | undefined;
  /** Extra tries. */
  readonly retries: number;
  /** Milliseconds without progress, and for a whole answer that is no blob. */
  readonly timeoutMs: number;
  /** True: never prompt. */
  readonly noInput: boolean;
  readonly debug: boolean;
  readonly quiet: boolean;
  readonly color: ColorChoice;
  readonly configDir: string;
  readonly cacheDir: string;
  readonly caFile: string | undefined;
  /** Hosts, with port where one was given, whose certificate is not verified. */
  readonly insecureHosts: readonly string[];
  readonly plainHttp: boolean;
  /** What `SWRCTL_REGION` says, also where a flag says otherwise. */
  readonly environmentRegion: string | undefined;
  /** Where each value came from. */
  readonly sources: Readonly<Record<SettingName, SettingSource>>;
}

type Environment = Readonly<Record<string, string | undefined>>;
/** Values of the command line by commander's attribute names. */
type Flags = Readonly<Record<string, unknown>>;

export const MAX_JOBS = 16;
const DEFAULT_JOBS = 3;
const DEFAULT_RETRIES = 5;
const DEFAULT_TIMEOUT_MS = 60_000;

const text: Parser<string> = (value) => value.trim();

/** A setting as somebody wrote it, and what he wrote it behind. */
interface Written {
  readonly text: string;
  readonly name: string;
  readonly source: SettingSource;
}

function written(name: SettingName, flags: Flags, env: Environment): Written | undefined {
  const row: SettingRow = SETTINGS[name];
  const flag = flags[name];
  if (typeof flag === 'string')
    return { text: flag, name: /--[a-z-]+/.exec(row.flags ?? '')?.[0] ?? '', source: 'flag' };
  const value = row.variable === undefined ? undefined : env[row.variable];
  // An empty variable is how CI systems say "not set".
  if (row.variable === undefined || value === undefined || value.trim() === '') return undefined;
  return { text: value, name: row.variable, source: 'environment' };
}

/**
 * Settings of the command line and the environment, defaults filled in; the profile comes later, with withProfile.
 *
 * @throws {SwrctlError} USAGE naming the flag or variable whose value is wrong.
 */
export function readSettings(flags: Flags, env: Environment, place: Place): Settings {
  const read = <T>(name: SettingName, parse: Parser<T>): T | undefined => {
    const found = written(name, flags, env);
    return found === undefined ? undefined : parse(found.text, found.name);
  };
  const registry = read('registry', registryAddress);
  const environmentRegion = written('region', {}, env)?.text.trim().toLowerCase();
  const settings: Settings = {
    profile: read('profile', text),
    org: read('org', text),
    region: read('region', parseRegion),
    project: read('project', text),
    projectId: read('projectId', text),
    registry: registry?.host,
    registryScheme: registry?.scheme,
    endpoint: read('endpoint', httpUrl),
    iamEndpoint: read('iamEndpoint', httpUrl),
    jobs: Math.min(MAX_JOBS, read('jobs', wholeNumber(1)) ?? DEFAULT_JOBS),
    rate: read('rate', positiveNumber),
    retries: read('retries', wholeNumber(0)) ?? DEFAULT_RETRIES,
    timeoutMs: read('timeout', durationMs) ?? DEFAULT_TIMEOUT_MS,
    noInput: flags['input'] === false || isSwitchedOn(env['SWRCTL_NO_INPUT']) || isSwitchedOn(env['CI']),
    debug: flags['debug'] === true || isSwitchedOn(env['SWRCTL_DEBUG']),
    quiet: flags['quiet'] === true,
    color: read('color', oneOf(COLOR_CHOICES)) ?? 'auto',
    configDir: configDir(env, place),
    cacheDir: cacheDir(env, place),
    caFile: read('caFile', text),
    insecureHosts: listOf(flags['insecure']),
    plainHttp: flags['plainHttp'] === true,
    environmentRegion,
    sources: sourcesOf(flags, env),
  };
  return settings.sources.region === 'flag' ? withProjectOf(settings, environmentRegion) : settings;
}

/**
 * A project of the environment, and its id, belong to the region that was set with them, `usual`. When another region is
 * asked for they are left out, unless the name of the project says that it is of that very region.
 */
export function withProjectOf(settings: Settings, usual: string | undefined): Settings {
  const { region, project = '', sources } = settings;
  if (region === undefined) return settings;
  const isNamed = sources.project === 'environment' && (project === region || project.startsWith(`${region}_`));
  if (usual === undefined || usual === region || isNamed) return settings;
  const dropped = (['project', 'projectId'] as const).filter((name) => sources[name] === 'environment');
  const without = (value: unknown) => Object.fromEntries(dropped.map((name) => [name, value]));
  return { ...settings, ...without(undefined), sources: { ...sources, ...without('default') } };
}

const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map((host) => String(host).toLowerCase()) : [];

function sourcesOf(flags: Flags, env: Environment): Record<SettingName, SettingSource> {
  const sourceOf = (name: SettingName): SettingSource => {
    if (name === 'noInput' && flags['input'] === false) return 'flag';
    if (flags[name] === true || (Array.isArray(flags[name]) && flags[name].length > 0)) return 'flag';
    return written(name, flags, env)?.source ?? 'default';
  };
  const names = Object.keys(SETTINGS) as SettingName[];
  return Object.fromEntries(names.map((name) => [name, sourceOf(name)])) as Record<SettingName, SettingSource>;
}

const PROFILE_NAMES = ['region', 'project', 'projectId', 'registry', 'endpoint', 'iamEndpoint', 'org'] as const;
/** These belong to a region: they are not taken from a profile of another one. */
const REGIONAL: readonly string[] = ['project', 'projectId', 'registry', 'endpoint', 'iamEndpoint'];

/** Fills in from a profile what neither a flag nor a variable said. */
export function withProfile(given: Settings, profile: ProfileSettings): Settings {
  const isAnother = given.sources.region === 'flag' && given.environmentRegion === undefined;
  const settings = isAnother ? withProjectOf(given, profile.region) : given;
  const isOtherRegion = settings.region !== undefined && settings.region !== profile.region;
  const isOtherProject = settings.project !== undefined && settings.project !== (profile.project ?? profile.region);
  const isForeign = (name: string) =>
    (isOtherRegion && REGIONAL.includes(name)) || (isOtherProject && name === 'projectId');
  const taken = PROFILE_NAMES.filter(
    (name) => settings[name] === undefined && profile[name] !== undefined && !isForeign(name),
  );
  const values = Object.fromEntries(taken.map((name) => [name, profile[name]]));
  const scheme = taken.includes('registry') ? { registryScheme: profile.registryScheme } : {};
  const sources = Object.fromEntries(taken.map((name) => [name, 'profile']));
  return { ...settings, ...values, ...scheme, sources: { ...settings.sources, ...sources } };
}

/** Hosts and project of the service. All undefined without a region and without settings that say them. */
export type Endpoints = Pick<ProfileSettings, 'registry' | 'registryScheme' | 'endpoint' | 'iamEndpoint' | 'project'>;

/** The endpoints that the settings say, else the ones that follow from the region. */
export function endpointsOf(settings: ProfileSettings): Endpoints {
  const { region, registryScheme } = settings;
  const derived = <T>(make: (region: string) => T): T | undefined => (region === undefined ? undefined : make(region));
  return {
    registry: settings.registry ?? derived(registryHost),
    registryScheme,
    endpoint: settings.endpoint ?? derived(apiEndpoint),
    iamEndpoint: settings.iamEndpoint ?? derived(iamEndpointOf),
    project: settings.project ?? region,
  };
}
