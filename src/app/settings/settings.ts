import { COLOR_CHOICES, type ColorChoice } from '../../output/color.ts';
import {
  durationMs,
  hostName,
  httpUrl,
  isSwitchedOn,
  oneOf,
  positiveNumber,
  registryAddress,
  wholeNumber,
} from './parse.ts';
import type { Parser } from './parse.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import {
  apiEndpoint,
  cloudOfHost,
  cloudOfRegion,
  iamEndpoint,
  placeOfRegistry,
  regionOfProject,
  registryHost,
} from '../../model/clouds.ts';
import { cacheDir, configDir, type Place } from './folders.ts';
import { parseCloud, parseRegion } from './regions.ts';
import { SETTINGS, type SettingName, type SettingRow } from './settings-table.ts';

/** Where a value came from. */
export type SettingSource = 'flag' | 'environment' | 'profile' | 'default';

/** What a profile can say. */
export interface ProfileSettings {
  /** 1 to 16. */
  readonly jobs?: number | undefined;
  /** Requests per second to a registry. */
  readonly rate?: number | undefined;
  readonly region?: string | undefined;
  /** Domain of the cloud, where no host name says it. */
  readonly cloud?: string | undefined;
  /** Project name. */
  readonly project?: string | undefined;
  readonly projectId?: string | undefined;
  /** Instance of the enterprise edition, by name or id; `none` for the shared edition. */
  readonly instance?: string | undefined;
  /** Its id, where it is known. */
  readonly instanceId?: string | undefined;
  /** Registry of the shared edition beside that instance. */
  readonly sharedRegistry?: string | undefined;
  /** Host with optional port; with an instance that the profile names, the instance's. */
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
  /** Hosts, with port where one was given, that may be asked over plain HTTP, without a login. */
  readonly plainHttpHosts: readonly string[];
  /** What `SWRCTL_REGION` says, also where a flag says otherwise. */
  readonly environmentRegion: string | undefined;
  /** Where each value came from. */
  readonly sources: Readonly<Record<SettingName, SettingSource>>;
}

type Environment = Readonly<Record<string, string | undefined>>;
/** Values of the command line by commander's attribute names. */
type Flags = Readonly<Record<string, unknown>>;

export const MAX_JOBS = 16;
export const DEFAULT_JOBS = 3;
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

/** A value that is wrong: the help of a command does not list what it may be. */
function explained<T>({ text: value, name, source }: Written, parse: Parser<T>): T {
  try {
    return parse(value, name);
  } catch (error) {
    if (!hasCode(error, 'USAGE') || error.hint !== undefined) throw error;
    const topic = source === 'environment' ? 'environment' : 'connection';
    throw new SwrctlError('USAGE', error.message, { hint: `See what it may be: swrctl help ${topic}` });
  }
}

/**
 * Settings of the command line and the environment, defaults filled in; the profile comes later, with withProfile.
 *
 * @throws {SwrctlError} USAGE naming the flag or variable whose value is wrong.
 */
export function readSettings(flags: Flags, env: Environment, place: Place): Settings {
  const read = <T>(name: SettingName, parse: Parser<T>): T | undefined => {
    const found = written(name, flags, env);
    return found === undefined ? undefined : explained(found, parse);
  };
  const registry = read('registry', registryAddress);
  const settings: Settings = {
    profile: read('profile', text),
    org: read('org', text),
    region: read('region', parseRegion),
    cloud: read('cloud', parseCloud),
    project: read('project', text),
    projectId: read('projectId', text),
    instance: read('instance', text),
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
    plainHttpHosts: plainHttpHosts(flags, env),
    environmentRegion: written('region', {}, env)?.text.trim().toLowerCase(),
    sources: sourcesOf(flags, env),
  };
  checkCloud(settings);
  const placed = withRegionOfProject(withRegionOfRegistry(settings));
  return placed.sources.region === 'flag' ? withProjectOf(placed, usualRegion(placed, env)) : placed;
}

/** The region that a project of the environment was set with. */
function usualRegion({ environmentRegion }: Settings, env: Environment): string | undefined {
  return environmentRegion ?? regionOfProject(written('project', {}, env)?.text.trim() ?? '');
}

/** A host name that says which cloud it belongs to does not fit another one. */
function checkCloud({ registry, cloud, sources }: Settings): void {
  const named = registry === undefined ? undefined : cloudOfHost(registry);
  if (sources.cloud !== 'flag' || named === undefined || named === cloud) return;
  throw new SwrctlError('USAGE', `--cloud is "${cloud}", but the registry ${registry} is one of ${named}`, {
    hint: 'Leave one of them out: the name of a registry says which cloud it is of',
  });
}

/** `swr.REGION.DOMAIN` says the region, too, where nobody said one as near: a flag is nearer than a variable. */
function withRegionOfRegistry(settings: Settings): Settings {
  const { registry, region, sources } = settings;
  const place = registry === undefined ? undefined : placeOfRegistry(registry);
  const isSaid = region !== undefined && (sources.region === 'flag' || sources.registry !== 'flag');
  if (place === undefined || isSaid) return settings;
  return { ...settings, region: place.region, sources: { ...sources, region: sources.registry } };
}

/** `REGION_NAME` says the region as well, after the registry: a flag is nearer than a variable. */
function withRegionOfProject(settings: Settings): Settings {
  const { registry, region, project, sources } = settings;
  const named = project === undefined ? undefined : regionOfProject(project);
  const isNearer = sources.project === 'flag' && sources.region !== 'flag';
  const isOfRegistry = registry !== undefined && placeOfRegistry(registry) !== undefined;
  if (named === undefined || (region !== undefined && (isOfRegistry || !isNearer))) return settings;
  return { ...settings, region: named, sources: { ...sources, region: sources.project } };
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

/** Of the flag, repeated, else of the variable, with commas or blanks between. @throws {SwrctlError} USAGE */
function plainHttpHosts(flags: Flags, env: Environment): readonly string[] {
  const said = listOf(flags['plainHttp']);
  const [name, hosts] =
    said.length > 0
      ? ['--plain-http', said]
      : ['SWRCTL_PLAIN_HTTP', (env['SWRCTL_PLAIN_HTTP'] ?? '').split(/[\s,]+/).filter(Boolean)];
  return hosts.map((text) => hostName(text, name));
}

function sourcesOf(flags: Flags, env: Environment): Record<SettingName, SettingSource> {
  const sourceOf = (name: SettingName): SettingSource => {
    if (name === 'noInput' && flags['input'] === false) return 'flag';
    if (flags[name] === true || (Array.isArray(flags[name]) && flags[name].length > 0)) return 'flag';
    return written(name, flags, env)?.source ?? 'default';
  };
  const names = Object.keys(SETTINGS) as SettingName[];
  return Object.fromEntries(names.map((name) => [name, sourceOf(name)])) as Record<SettingName, SettingSource>;
}

/** Hosts and project of the service. All undefined without a region and without settings that say them. */
export type Endpoints = Pick<ProfileSettings, 'registry' | 'registryScheme' | 'endpoint' | 'iamEndpoint' | 'project'>;

/**
 * The domain of the cloud that the settings mean: what the registry is called decides, then what somebody said. A
 * registry of another name is of no cloud that we could know, so nothing follows from a region beside it. Without a
 * registry the region decides.
 */
export function cloudOf({ registry, cloud, region }: ProfileSettings): string | undefined {
  if (registry !== undefined) return cloudOfHost(registry) ?? cloud;
  return cloud ?? (region === undefined ? undefined : cloudOfRegion(region));
}

/**
 * The endpoints that the settings say, else the ones that follow from region and cloud. What follows is always of the
 * cloud of the registry: a credential is never led to another one by a default.
 */
export function endpointsOf(settings: ProfileSettings): Endpoints {
  const { region, registryScheme } = settings;
  const cloud = cloudOf(settings);
  const place = region === undefined || cloud === undefined ? undefined : { region, cloud };
  return {
    registry: settings.registry ?? (place && registryHost(place)),
    registryScheme,
    endpoint: settings.endpoint ?? (place && apiEndpoint(place)),
    iamEndpoint: settings.iamEndpoint ?? (place && iamEndpoint(place)),
    project: settings.project ?? region,
  };
}
