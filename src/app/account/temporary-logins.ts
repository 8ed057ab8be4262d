import { createHash } from 'node:crypto';
import type { ResolvedCredential } from '../../auth/chain.ts';
import { createLoginCache, type LoginCache, type TemporaryLogin } from '../../auth/login-cache.ts';
import type { Profile } from '../../auth/profile.ts';
import type { Endpoints } from '../settings/settings.ts';
import type { SwrClient } from '../../swr/client.ts';

export interface TemporaryLoginOptions {
  readonly cacheDir: string;
  readonly now: () => Date;
  readonly endpoints: Endpoints;
  readonly profile: Profile | undefined;
  readonly swr: () => Promise<SwrClient>;
}

export interface TemporaryLogins {
  /** For the registry in use, of the kind that the profile says; from the cache, or made and kept there. */
  readonly get: (found: ResolvedCredential) => Promise<TemporaryLogin>;
  readonly peek: (found: ResolvedCredential) => Promise<TemporaryLogin | undefined>;
  readonly erase: (found: ResolvedCredential) => Promise<void>;
}

export function createTemporaryLogins(options: TemporaryLoginOptions): TemporaryLogins {
  const { cacheDir, now, endpoints, profile, swr } = options;
  const { registry = '', project = '' } = endpoints;
  const kind = profile?.temporary ?? 'temporary';
  const seconds = profile?.temporarySeconds;
  const cache: LoginCache = createLoginCache(cacheDir, now);
  const identity = ({ credential }: ResolvedCredential) => [
    ...[registry, project, kind, String(seconds ?? '')],
    credential?.kind === 'access-key' ? credential.accessKey : hash(credential?.token ?? ''),
  ];
  return {
    get: (found) =>
      cache.get(identity(found), async () => {
        const { fetchTemporaryLogin } = await import('../../swr/temporary-login.ts');
        return fetchTemporaryLogin(await swr(), { registry, project, kind, seconds });
      }),
    peek: (found) => cache.peek(identity(found)),
    erase: (found) => cache.erase(identity(found)),
  };
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
