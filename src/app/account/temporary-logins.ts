import { createHash } from 'node:crypto';
import type { ResolvedCredential } from '../../auth/chain.ts';
import { createLoginCache, type LoginCache, type TemporaryLogin } from '../../auth/login-cache.ts';
import type { Profile } from '../../auth/profile.ts';
import type { Endpoints } from '../settings/settings.ts';
import type { InstancePlace } from '../../model/instance.ts';
import type { SwrClient } from '../../swr/client.ts';

export interface TemporaryLoginOptions {
  readonly cacheDir: string;
  readonly now: () => Date;
  readonly endpoints: Endpoints;
  readonly profile: Profile | undefined;
  readonly swr: () => Promise<SwrClient>;
  /** The instance in use, whose logins are its own; undefined: the shared edition. */
  readonly instance: InstancePlace | undefined;
}

/** A credential of an instance is used until ten minutes before its end. */
const INSTANCE_RENEWAL = { beforeEnd: 600_000 };

export interface TemporaryLogins {
  /** For the registry in use, of the kind that the profile says; from the cache, or made and kept there. */
  readonly get: (found: ResolvedCredential, place?: InstancePlace) => Promise<TemporaryLogin>;
  readonly peek: (found: ResolvedCredential) => Promise<TemporaryLogin | undefined>;
  readonly erase: (found: ResolvedCredential) => Promise<void>;
}

export function createTemporaryLogins(options: TemporaryLoginOptions): TemporaryLogins {
  const { cacheDir, now, endpoints, profile, swr, instance } = options;
  const { registry = '', project = '' } = endpoints;
  const kind = profile?.temporary ?? 'temporary';
  const seconds = profile?.temporarySeconds;
  const cache: LoginCache = createLoginCache(cacheDir, now);
  const identity = ({ credential }: ResolvedCredential, place = instance) => [
    ...[place?.host ?? registry, project, kind, String(seconds ?? '')],
    credential?.kind === 'access-key' ? credential.accessKey : hash(credential?.token ?? ''),
    ...(place === undefined ? [] : [place.id]),
  ];
  const ofInstance = async (place: InstancePlace): Promise<TemporaryLogin> => {
    const { fetchInstanceLogin } = await import('../../swr/enterprise/temporary-login.ts');
    return fetchInstanceLogin(await swr(), place);
  };
  return {
    get: (found, place = instance) => {
      if (place !== undefined) return cache.get(identity(found, place), () => ofInstance(place), INSTANCE_RENEWAL);
      return cache.get(identity(found), async () => {
        const { fetchTemporaryLogin } = await import('../../swr/temporary-login.ts');
        return fetchTemporaryLogin(await swr(), { registry, project, kind, seconds });
      });
    },
    peek: (found) => cache.peek(identity(found)),
    erase: (found) => cache.erase(identity(found)),
  };
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
