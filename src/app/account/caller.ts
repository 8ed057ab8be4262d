import { createHttp, type Http, type HttpOptions } from '../../http/client.ts';
import { createCredentialFinder, type CredentialFinder, type CredentialFinderOptions } from './credential-finder.ts';
import { createLoginFinder, type LoginFinder, type LoginFinderOptions } from './login-finder.ts';
import { createTemporaryLogins, type TemporaryLogins, type TemporaryLoginOptions } from './temporary-logins.ts';
import type { World } from '../world.ts';
import type { Settings } from '../settings/settings.ts';

export interface CredentialsOptions extends Omit<CredentialFinderOptions, 'direct'> {
  readonly http: HttpOptions;
}

/** Who is calling the service. `close` ends what was opened without a proxy. */
export async function openCredentials({
  http,
  ...options
}: CredentialsOptions): Promise<CredentialFinder & { readonly close: () => Promise<void> }> {
  let direct: Http | undefined;
  const finder = await createCredentialFinder({
    ...options,
    direct: () => (direct ??= createHttp({ ...http, proxy: {} })),
  });
  return { ...finder, close: async () => direct?.close() };
}

export interface LoginsOptions
  extends Omit<LoginFinderOptions, 'temporaryLogin' | 'now'>, Pick<TemporaryLoginOptions, 'swr' | 'instance'> {
  readonly world: World;
  readonly settings: Settings;
}

/** The logins of registries, those included that the service makes. */
export function openLogins({ world: { now }, settings, swr, ...options }: LoginsOptions): {
  readonly logins: LoginFinder;
  readonly temporaryLogins: TemporaryLogins;
} {
  const { endpoints, profile, instance } = options;
  const temporaryLogins = createTemporaryLogins({
    cacheDir: settings.cacheDir,
    now,
    endpoints,
    profile,
    swr,
    instance,
  });
  return { logins: createLoginFinder({ ...options, now, temporaryLogin: temporaryLogins.get }), temporaryLogins };
}
