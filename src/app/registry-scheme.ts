import type { ProfileStore } from '../auth/profile.ts';
import { hasCode } from '../base/errors.ts';
import { isListed } from '../model/host.ts';
import type { FactsOptions } from '../registry/facts.ts';
import type { RegistryChoice, Services } from './services.ts';

type SchemeOptions = Pick<FactsOptions, 'scheme' | 'savedScheme' | 'allowHttp'>;

/** `--plain-http` allows HTTP and does not force it: the other side of a copy may well speak HTTPS. */
export function schemeFor(
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
