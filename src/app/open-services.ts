import { geteuid } from 'node:process';
import { containersAuthPaths, createContainersAuth } from '../auth/containers-auth.ts';
import { createDockerConfig, dockerConfigPath } from '../auth/docker-config.ts';
import type { Profile, ProfileStore } from '../auth/profile.ts';
import { SwrctlError } from '../base/errors.ts';
import { createHttp, type Http } from '../http/client.ts';
import { completeReference } from '../model/reference.ts';
import type { Output } from '../output/output.ts';
import type { RegistryHost } from '../registry/host-types.ts';
import { openCredentials, openLogins } from './account/caller.ts';
import { openProfileStore, requireProfile } from './account/profiles.ts';
import { httpOptions } from './http-options.ts';
import { registryAsker, registryOpener } from './open-registries.ts';
import { iamOpener, swrOpener } from './open-swr.ts';
import type { Services } from './services.ts';
import { createPlaceWarner } from './settings/place-warnings.ts';
import { endpointsOf, type Endpoints, type Settings } from './settings/settings.ts';
import { withProfile } from './settings/with-profile.ts';
import { createTransferRun } from './transfer-run.ts';
import type { World } from './world.ts';

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
  const httpSettings = await httpOptions(world, settings, output);
  const http = createHttp(httpSettings);
  const place = { settings, endpoints, profile, profiles, ...openLoginFiles(world) };
  // Each needs the one before: the credential, what it opens, and the logins that come of both.
  const credentials = await openCredentials({ ...place, world, flags, http: httpSettings });
  const findCredential = credentials.find;
  const asker = registryAsker(http, place, places);
  const parts = { http, world, settings, endpoints, places, facts: asker.facts, findCredential };
  const iam = iamOpener(parts);
  const swr = swrOpener(parts, iam);
  const { logins, temporaryLogins } = openLogins({ ...place, world, swr, findCredential });
  const registry = registryOpener(asker, logins, places);
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
    complete: async (partial) => completeReference(partial, await referenceDefaults(endpoints, settings, registry)),
    fetchText: (url, timeoutMs) => fetchText(http, url, timeoutMs),
    serverTime: (url) => serverTime(http, url),
    run: createTransferRun(http.slots, world.signal),
    close: async () => {
      await Promise.all([http.close(), credentials.close()]);
    },
  };
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
