import { createHash } from 'node:crypto';
import type { ResolvedCredential } from '../../auth/chain.ts';
import type { Profile, ProfileStore } from '../../auth/profile.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import { isLoopback } from '../../http/dispatcher.ts';
import { isInstanceHost, NO_INSTANCE, type InstancePlace } from '../../model/instance.ts';
import { createInstanceClient, type InstanceClient } from '../../swr/enterprise/client.ts';
import type { Instance } from '../../swr/enterprise/instances.ts';
import type { SwrClient } from '../../swr/client.ts';
import type { Endpoints, Settings } from '../settings/settings.ts';
import { createInstanceCache, type InstanceCache } from './instance-cache.ts';

export interface InstanceFinderOptions {
  readonly settings: Settings;
  readonly endpoints: Endpoints;
  readonly profile: Profile | undefined;
  readonly profiles: Pick<ProfileStore, 'forHost'>;
  readonly swr: () => Promise<SwrClient>;
  readonly findCredential: () => Promise<ResolvedCredential>;
  readonly now: () => Date;
}

/** Instances of the enterprise edition, by whatever says which one is meant. */
export interface InstanceFinder {
  /**
   * The one that an operand's host, flag, variable or profile say, or the registry in use is; undefined: the shared
   * edition.
   *
   * @throws {SwrctlError} NOT_FOUND, USAGE for a name that several have, REFUSED for one that has no host yet.
   */
  readonly inForce: (operandHost?: string) => Promise<InstancePlace | undefined>;
  /** The one whose registry host this is; undefined for every other host. */
  readonly ofHost: (host: string) => Promise<InstancePlace | undefined>;
  /** Its API. */
  readonly client: (place: InstancePlace) => Promise<InstanceClient>;
}

export function createInstanceFinder(options: InstanceFinderOptions): InstanceFinder {
  const { settings, endpoints, profile, profiles, swr } = options;
  const cache = cacheOpener(options);
  const list = async (): Promise<readonly InstancePlace[]> => {
    const { readInstances } = await import('./find-instance.ts');
    const places = (await readInstances(await swr())).map(placeOf);
    await (await cache()).set(places);
    return places;
  };
  const named = async (wanted: string): Promise<InstancePlace> => {
    const { noSuchInstance, pickInstance } = await import('./find-instance.ts');
    const known = pickInstance((await (await cache()).get()) ?? [], wanted);
    // One without a host was not ready when it was listed.
    if (known !== undefined && known.host !== '') return known;
    const instances = await list();
    const found = pickInstance(instances, wanted);
    if (found === undefined) throw noSuchInstance(wanted, instances);
    if (found.host === '') throw notReady(found);
    return found;
  };
  const ofHost: InstanceFinder['ofHost'] = async (host) => {
    const saved = savedPlace(await profiles.forHost(host));
    if (saved !== undefined) return saved;
    // Others are not looked for: that may ask the metadata service of an ECS who is calling.
    if (!isInstanceHost(host) && !isLoopback(new URL(`http://${host}`).hostname)) return undefined;
    const kept = await (await cache()).get();
    const known = kept?.find((place) => place.host === host);
    if (known !== undefined || !isInstanceHost(host)) return known;
    return (await list()).find((place) => place.host === host);
  };
  return {
    ofHost,
    inForce: async (operandHost) => {
      const addressed = operandHost === undefined ? undefined : await ofHost(operandHost);
      const wanted = settings.instance;
      if (addressed !== undefined || wanted === NO_INSTANCE) return addressed;
      if (wanted === undefined) return ofRegistry(options, ofHost);
      const saved = savedPlace(profile);
      const isSaved = saved?.host === endpoints.registry && [saved?.name, saved?.id].includes(wanted);
      return isSaved ? saved : named(wanted);
    },
    client: async (place) => createInstanceClient(await swr(), place, async () => (await cache()).drop()),
  };
}

/** The registry in use may be named by its address alone. Who may not list instances works with its login only. */
async function ofRegistry(
  { endpoints: { registry }, findCredential }: InstanceFinderOptions,
  ofHost: InstanceFinder['ofHost'],
): Promise<InstancePlace | undefined> {
  if (registry === undefined || !isInstanceHost(registry)) return undefined;
  try {
    return (await findCredential()).credential === undefined ? undefined : await ofHost(registry);
  } catch (error) {
    if (hasCode(error, 'AUTH_REQUIRED', 'AUTH_DENIED', 'NOT_FOUND', 'USAGE')) return undefined;
    throw error;
  }
}

export const placeOf = ({ id, name, host = '' }: Instance): InstancePlace => ({ id, name, host });

function savedPlace(profile: Profile | undefined): InstancePlace | undefined {
  const { instance: name, instanceId: id, registry: host } = profile ?? {};
  return name === undefined || id === undefined || host === undefined ? undefined : { id, name, host };
}

function notReady({ name }: InstancePlace): SwrctlError {
  return new SwrctlError('REFUSED', `Instance ${name} has no registry host yet`, {
    hint: `See its status with: swrctl instance show ${name}`,
  });
}

/** Names are those of one account in one project. */
function cacheOpener(options: InstanceFinderOptions): () => Promise<InstanceCache> {
  const { settings, endpoints, findCredential, now } = options;
  let opened: InstanceCache | undefined;
  return async () => {
    if (opened !== undefined) return opened;
    const { credential } = await findCredential();
    const who = credential?.kind === 'access-key' ? credential.accessKey : hash(credential?.token ?? '');
    const identity = [endpoints.endpoint ?? '', settings.projectId ?? '', endpoints.project ?? '', who];
    opened = createInstanceCache(settings.cacheDir, identity, now);
    return opened;
  };
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
