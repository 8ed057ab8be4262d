import { geteuid } from 'node:process';
import { containersAuthPaths, createContainersAuth } from '../auth/containers-auth.ts';
import { createDockerConfig, dockerConfigPath } from '../auth/docker-config.ts';
import type { Profile, ProfileStore } from '../auth/profile.ts';
import { SwrctlError } from '../base/errors.ts';
import { createHttp, type Http } from '../http/client.ts';
import { isInstanceHost, type InstancePlace } from '../model/instance.ts';
import { completeReference } from '../model/reference.ts';
import type { Output } from '../output/output.ts';
import type { RegistryHost } from '../registry/host-types.ts';
import { openCredentials, openLogins } from './account/caller.ts';
import { openProfileStore, requireProfile } from './account/profiles.ts';
import { tellClosed } from './instance/closed-network.ts';
import { createInstanceFinder } from './instance/open-instance.ts';
import { httpOptions } from './http-options.ts';
import { registryAsker, registryOpener } from './open-registries.ts';
import { iamOpener, swrOpener } from './open-swr.ts';
import type { Services } from './services.ts';
import { createPlaceWarner } from './settings/place-warnings.ts';
import { endpointsOf, type Endpoints, type Settings } from './settings/settings.ts';
import { withProfile } from './settings/with-profile.ts';
import { createTransferRun } from './transfer-run.ts';
import type { World } from './world.ts';

export interface ServicesOptions {
  /** True for login, which makes the profile that --profile names. */
  readonly makesProfile: boolean;
  /** True for commands that find the instance themselves, or need none. */
  readonly isLater: boolean;
  /** The registry host that an operand names. */
  readonly operandHost: string | undefined;
}

/** Opens what commands use: profile, docker config, connections. Nothing is asked over the network yet, but for the host of an instance that is known by name only. */
export async function createServices(
  world: World,
  fromFlags: Settings,
  flags: Readonly<Record<string, unknown>>,
  output: Output,
  { makesProfile, ...choice }: ServicesOptions,
): Promise<Services> {
  const { profiles, profile, settings, endpoints } = await readPlace(world, fromFlags, makesProfile);
  const places = createPlaceWarner(settings, output.warn);
  if (!makesProfile) places.settings();
  const httpSettings = await httpOptions(world, settings, output);
  const http = createHttp(httpSettings);
  const files = { profile, profiles, ...openLoginFiles(world) };
  // Each needs the one before: the credential, what it opens, the instance, and the logins that come of all.
  const credentials = await openCredentials({ settings, endpoints, ...files, world, flags, http: httpSettings });
  const findCredential = credentials.find;
  const asker = registryAsker(http, { settings, endpoints, profiles }, places);
  const parts = { http, world, settings, endpoints, places, facts: asker.facts, findCredential };
  const iam = iamOpener(parts);
  const swr = swrOpener(parts, iam);
  const instances = createInstanceFinder({ ...parts, ...files, swr, now: world.now });
  const instance = choice.isLater ? undefined : await instances.inForce(choice.operandHost);
  const place = { settings, endpoints: atInstance(endpoints, instance), instance, instances, ...files };
  const beside = { instanceOf: instances.ofHost, shared: sharedBeside(endpoints, instance, profile) };
  const { logins, temporaryLogins } = openLogins({ ...place, ...beside, world, swr, findCredential });
  const registry = registryOpener(tellClosed(asker, instance, profiles), logins, places);
  return {
    ...place,
    registry,
    iam,
    swr,
    findCredential,
    temporaryLogins,
    ownLogin: logins.own,
    get credential() {
      return credentials.known();
    },
    complete: async (partial) => completeReference(partial, await referenceDefaults(place, registry)),
    ...openPages(http),
    run: createTransferRun(http.slots, world.signal),
    close: async () => {
      await Promise.all([http.close(), credentials.close()]);
    },
  };
}

/** What flags, environment and profile say together. */
async function readPlace(world: World, fromFlags: Settings, makesProfile: boolean) {
  const profiles = openProfileStore(world, fromFlags.configDir);
  const profile = await findProfile(profiles, fromFlags.profile, makesProfile);
  const settings = profile ? withProfile(fromFlags, profile) : fromFlags;
  return { profiles, profile, settings, endpoints: endpointsOf(settings) };
}

/** The registry of an instance takes the place of the shared edition's. */
function atInstance(endpoints: Endpoints, instance: InstancePlace | undefined): Endpoints {
  if (instance === undefined) return endpoints;
  const { host: registry } = instance;
  const registryScheme = registry === endpoints.registry ? endpoints.registryScheme : undefined;
  return { ...endpoints, registry, registryScheme };
}

/** The registry of the shared edition, while an instance is in use and something says which one that is. */
function sharedBeside(
  endpoints: Endpoints,
  instance: InstancePlace | undefined,
  profile: Profile | undefined,
): Endpoints | undefined {
  if (instance === undefined) return undefined;
  const named = endpoints.registry === instance.host ? profile?.sharedRegistry : endpoints.registry;
  const registry = named === undefined || isInstanceHost(named) ? undefined : named;
  return registry === undefined ? undefined : { ...endpoints, registry, registryScheme: undefined };
}

/** The files of docker and podman. */
function openLoginFiles({ env, homeDir, platform, signal }: World): Pick<Services, 'dockerConfig' | 'containersAuth'> {
  const authPlace = { env, homeDir, platform, userId: geteuid?.() ?? -1 };
  return {
    dockerConfig: createDockerConfig({ path: dockerConfigPath(env, homeDir), env, signal }),
    containersAuth: createContainersAuth({ paths: containersAuthPaths(authPlace), env, signal }),
  };
}

/** @param mayBeNew true for login, which makes the profile that --profile names. */
async function findProfile(
  profiles: ProfileStore,
  name: string | undefined,
  mayBeNew: boolean,
): Promise<Profile | undefined> {
  if (name === undefined) return profiles.active();
  return mayBeNew ? profiles.get(name) : requireProfile(profiles, name);
}

/** What anybody may read, without credentials. */
const openPages = (http: Http): Pick<Services, 'fetchText' | 'serverTime'> => ({
  fetchText: (url, timeoutMs) => fetchText(http, url, timeoutMs),
  serverTime: (url) => serverTime(http, url),
});

async function fetchText({ send }: Http, url: URL, timeoutMs: number | undefined): Promise<string> {
  const limit = timeoutMs === undefined ? {} : { totalTimeoutMs: timeoutMs };
  const response = await send({ method: 'GET', url, retry: false, ...limit });
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

async function referenceDefaults(
  { endpoints, settings, instance }: Pick<Services, 'endpoints' | 'settings' | 'instance'>,
  registry: Services['registry'],
) {
  const { registry: host } = endpoints;
  // Only a reference without an organization makes it worth asking whose registry this is.
  const needsToAsk = host !== undefined && settings.org === undefined && instance === undefined;
  const namespaceRequired = needsToAsk ? await isSwr(registry(host)) : true;
  return { registry: host, namespace: settings.org, namespaceRequired };
}

async function isSwr(host: RegistryHost): Promise<boolean> {
  return (await host.facts()).isSwr;
}
