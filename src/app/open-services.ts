import { readFile } from 'node:fs/promises';
import { geteuid } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { underSignal } from '../base/abort.ts';
import { requireCredential, type ResolvedCredential } from '../auth/chain.ts';
import { containersAuthPaths, createContainersAuth } from '../auth/containers-auth.ts';
import { createDockerConfig, dockerConfigPath } from '../auth/docker-config.ts';
import type { Profile, ProfileStore } from '../auth/profile.ts';
import { openProfileStore, requireProfile } from './account/profiles.ts';
import type { World } from './world.ts';
import { requireSwr } from './elsewhere.ts';
import { requireEndpoint } from './settings/endpoints.ts';
import { clusterEndpoint, inRegion } from './settings/regions.ts';
import { createPlaceWarner, type PlaceWarner } from './settings/place-warnings.ts';
import { findProjectId } from './account/project-id.ts';
import type { RegistryChoice, Services, SwrPlace } from './services.ts';
import { cloudOf, endpointsOf, withProfile, type Endpoints, type Settings } from './settings/settings.ts';
import { SwrctlError, hasCode } from '../base/errors.ts';
import { createHttp, type Http } from '../http/client.ts';
import type { Sleep } from '../http/throttle.ts';
import { createIamClient, type IamClient } from '../iam/client.ts';
import { isListed } from '../model/host.ts';
import { completeReference } from '../model/reference.ts';
import type { Output } from '../output/output.ts';
import { escapeControlsInLines } from '../output/safe-text.ts';
import { SWR_RATE, type FactsOptions } from '../registry/facts.ts';
import { createRegistryHost } from '../registry/host.ts';
import type { RegistryHost } from '../registry/host-types.ts';
import { openCaller } from './account/caller.ts';
import type { CredentialFinder } from './account/credential-finder.ts';
import type { LoginFinder } from './account/login-finder.ts';
import { createTransferRun } from './transfer-run.ts';
import { createSwrClient } from '../swr/client.ts';

/** Opens what commands use: profile, docker config, connections. Nothing is asked over the network yet. */
export async function createServices(
  world: World,
  fromFlags: Settings,
  flags: Readonly<Record<string, unknown>>,
  output: Output,
  { makesProfile }: { readonly makesProfile: boolean },
): Promise<Services> {
  const profiles = openProfileStore(world, fromFlags.configDir);
  const profile = await findProfile(profiles, fromFlags.profile, makesProfile);
  const settings = profile ? withProfile(fromFlags, profile) : fromFlags;
  const endpoints = endpointsOf(settings);
  const places = createPlaceWarner(settings, output.warn);
  if (!makesProfile) places.settings();
  const { env, homeDir, platform, signal } = world;
  const dockerConfig = createDockerConfig({ path: dockerConfigPath(env, homeDir), env, signal });
  const authPlace = { env, homeDir, platform, userId: geteuid?.() ?? -1 };
  const containersAuth = createContainersAuth({ paths: containersAuthPaths(authPlace), env, signal });
  const httpSettings = await httpOptions(world, settings, output);
  const http = createHttp(httpSettings);
  const swr: Services['swr'] = (where) => {
    if (where?.region !== undefined) places.region(where.region);
    return openSwr({ http, world, settings, endpoints, registry, findCredential, iam }, where);
  };
  const place = { settings, endpoints, profile, profiles, dockerConfig, containersAuth };
  const caller = await openCaller({ ...place, world, flags, swr, http: httpSettings });
  const { credentials, logins, temporaryLogins } = caller;
  const findCredential = credentials.find;
  const registry = registryOpener(http, place, logins, places);
  const iam = () => iamClient(http, world, place, findCredential);
  return {
    ...{ ...place, registry, iam, swr, findCredential, temporaryLogins },
    ownLogin: logins.own,
    get credential() {
      return credentials.known();
    },
    complete: async (partial) => completeReference(partial, await referenceDefaults(endpoints, settings, registry)),
    fetchText: (url) => fetchText(http, url),
    serverTime: (url) => serverTime(http, url),
    run: createTransferRun(http.slots, world.signal),
    close: async () => {
      await Promise.all([http.close(), caller.close()]);
    },
  };
}

/** Each host is opened once, but for those with a login of their own. */
function registryOpener(
  http: Http,
  place: Pick<Services, 'settings' | 'endpoints' | 'profiles'>,
  logins: LoginFinder,
  places: PlaceWarner,
): Services['registry'] {
  const { rate } = place.settings;
  const hosts = new Map<string, RegistryHost>();
  return (host, choice) => {
    // Login, which brings its own choice, looks at the place by itself.
    if (choice === undefined) places.registry(host);
    const known = choice === undefined ? hosts.get(host) : undefined;
    const opened =
      known ??
      createRegistryHost({
        http,
        host: DOCKER_HUB.has(host) ? 'registry-1.docker.io' : host,
        ...schemeFor(host, choice, place),
        ...(rate === undefined ? {} : { rate }),
        login: choice
          ? () => Promise.resolve(choice.login)
          : (origin, repository) => logins.find(origin, host, repository),
      });
    if (choice === undefined) hosts.set(host, opened);
    return opened;
  };
}

async function fetchText({ send }: Http, url: URL): Promise<string> {
  const response = await send({ method: 'GET', url, retry: false });
  const text = await response.text();
  if (response.status === 200) return text;
  throw new SwrctlError('FAILED', `${url.href} answers with status ${response.status}`);
}

async function serverTime({ send }: Http, url: URL): Promise<Date | undefined> {
  const response = await send({ method: 'GET', url, redirect: 'manual' });
  await response.discard();
  const time = Date.parse(response.headers['date'] ?? '');
  return Number.isNaN(time) ? undefined : new Date(time);
}

const DOCKER_HUB: ReadonlySet<string> = new Set(['docker.io', 'index.docker.io']);

/** @param mayBeNew true for login, which makes the profile that --profile names. */
async function findProfile(
  profiles: ProfileStore,
  name: string | undefined,
  mayBeNew: boolean,
): Promise<Profile | undefined> {
  if (name === undefined) return profiles.active();
  return mayBeNew ? profiles.get(name) : requireProfile(profiles, name);
}

async function httpOptions(
  world: World,
  settings: Settings,
  output: Output,
): Promise<Parameters<typeof createHttp>[0]> {
  const { env, now, random, version } = world;
  const variable = (name: string) => env[name] ?? env[name.toLowerCase()];
  const proxy = { http: variable('HTTP_PROXY'), https: variable('HTTPS_PROXY'), no: variable('NO_PROXY') };
  for (const host of settings.insecureHosts) output.warn(`the certificate of ${host} is not checked (--insecure)`);
  return {
    userAgent: `swrctl/${version}`,
    retries: settings.retries,
    jobs: settings.jobs,
    headersTimeoutMs: settings.timeoutMs,
    bodyIdleTimeoutMs: settings.timeoutMs,
    totalTimeoutMs: settings.timeoutMs,
    insecureHosts: settings.insecureHosts,
    extraCa: await readCertificates([settings.caFile, env['NODE_EXTRA_CA_CERTS']]),
    proxy: Object.fromEntries(Object.entries(proxy).filter(([, value]) => value)),
    now: () => now().getTime(),
    random,
    sleep,
    signal: world.signal,
    onNotice: output.note,
    ...(settings.debug ? { onTrace: (line: string) => world.stderr.write(`${escapeControlsInLines(line)}\n`) } : {}),
  };
}

const sleep: Sleep = async (ms, signal) => {
  try {
    await underSignal(signal, (own) => delay(ms, undefined, { signal: own }));
  } catch {
    signal?.throwIfAborted();
  }
};

async function readCertificates(paths: readonly (string | undefined)[]): Promise<string[]> {
  const [caFile] = paths;
  if (caFile === undefined) return []; // Node reads NODE_EXTRA_CA_CERTS itself as long as nothing else is given
  return Promise.all(paths.filter((path) => path !== undefined).map((path) => readFile(path, 'utf8')));
}

type SchemeOptions = Pick<FactsOptions, 'scheme' | 'savedScheme' | 'allowHttp'>;

/** `--plain-http` allows HTTP and does not force it: the other side of a copy may well speak HTTPS. */
function schemeFor(
  host: string,
  choice: RegistryChoice | undefined,
  { settings, endpoints, profiles }: Pick<Services, 'settings' | 'endpoints' | 'profiles'>,
): SchemeOptions {
  const scheme = choice?.scheme ?? (host === endpoints.registry ? endpoints.registryScheme : undefined);
  if (scheme !== undefined) return { scheme };
  return { savedScheme: () => savedScheme(profiles, host), allowHttp: isListed(host, settings.plainHttpHosts) };
}

/** What others have damaged says nothing about this host; HTTPS it is then. */
async function savedScheme(profiles: ProfileStore, host: string): Promise<'http' | 'https' | undefined> {
  try {
    return await profiles.schemeOf(host);
  } catch (error) {
    if (hasCode(error, 'CONFIG_INVALID')) return undefined;
    throw error;
  }
}

async function referenceDefaults(endpoints: Endpoints, settings: Settings, registry: Services['registry']) {
  const { registry: host } = endpoints;
  // Only a reference without an organization makes it worth asking whose registry this is.
  const needsToAsk = host !== undefined && settings.org === undefined;
  const namespaceRequired = needsToAsk ? await isSwr(registry(host)) : true;
  return { registry: host, namespace: settings.org, namespaceRequired };
}

async function isSwr(host: RegistryHost): Promise<boolean> {
  return (await host.facts()).isSwr;
}

function iamClient(
  http: Http,
  world: World,
  { settings, endpoints }: Pick<Services, 'settings' | 'endpoints'>,
  find: CredentialFinder['find'],
): IamClient {
  return createIamClient({
    send: http.send,
    endpoint: requireEndpoint({ ...settings, ...endpoints }, 'IAM'),
    credential: async () => requireCredential(await find()),
    now: world.now,
  });
}

interface SwrParts {
  readonly http: Http;
  readonly world: World;
  readonly settings: Settings;
  readonly endpoints: Endpoints;
  readonly registry: Services['registry'];
  readonly findCredential: () => Promise<ResolvedCredential>;
  readonly iam: () => IamClient;
}

async function openSwr(
  { http, world, settings, endpoints, registry, findCredential, iam }: SwrParts,
  { region, service }: SwrPlace = {},
) {
  await requireSwr({ settings, endpoints, registry });
  const own = requireEndpoint({ ...settings, ...endpoints }, 'management');
  const known = requireCredential(await findCredential());
  const isHere = region === undefined || region === settings.region;
  const projectId = isHere
    ? (settings.projectId ?? (await findProjectId(iam, { project: endpoints.project, region: settings.region })))
    : await findProjectId(iam, { project: region, region: undefined });
  const there = isHere ? own : inRegion(own, settings.region, region);
  const endpoint = service === 'cce' ? clusterEndpoint(there) : there;
  // A command over all organizations makes hundreds of calls, and the service counts them all.
  http.throttle.limit(new URL(endpoint).origin, settings.rate ?? SWR_RATE);
  const cloud = cloudOf(settings);
  return createSwrClient({ http, endpoint, cloud, credential: known, projectId, signal: world.signal });
}
