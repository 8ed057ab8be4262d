import type { Http } from '../http/client.ts';
import { apiHost } from '../model/docker-hub.ts';
import { remember } from '../model/remember.ts';
import { askFacts, type FactsOptions, type HostFacts } from '../registry/facts.ts';
import { createRegistryHost } from '../registry/host.ts';
import type { RegistryHost } from '../registry/host-types.ts';
import type { LoginFinder } from './account/login-finder.ts';
import { schemeFor } from './registry-scheme.ts';
import type { RegistryChoice, Services } from './services.ts';
import type { PlaceWarner } from './settings/place-warnings.ts';

type Place = Pick<Services, 'settings' | 'endpoints' | 'profiles'>;

/** What registries say about themselves before anybody logs in. Each host is asked once. */
export interface RegistryAsker {
  readonly facts: (host: string) => Promise<HostFacts>;
  readonly optionsFor: (host: string, choice?: RegistryChoice) => FactsOptions;
}

export function registryAsker(http: Http, place: Place, places: PlaceWarner): RegistryAsker {
  const optionsFor: RegistryAsker['optionsFor'] = (host, choice) => ({
    http,
    host: apiHost(host),
    ...schemeFor(host, choice, place),
    rate: place.settings.rate,
  });
  const facts = remember((host) => {
    places.registry(host);
    return askFacts(optionsFor(host));
  });
  return { facts, optionsFor };
}

/** Each host is opened once, but for those with a login of their own. */
export function registryOpener(
  { facts, optionsFor }: RegistryAsker,
  logins: LoginFinder,
  places: PlaceWarner,
): Services['registry'] {
  const hosts = new Map<string, RegistryHost>();
  return (host, choice) => {
    // Login, which brings its own choice, looks at the place by itself.
    if (choice !== undefined) {
      return createRegistryHost({ ...optionsFor(host, choice), login: () => Promise.resolve(choice.login) });
    }
    places.registry(host);
    const opened =
      hosts.get(host) ??
      createRegistryHost({
        ...optionsFor(host),
        ask: () => facts(host),
        login: (origin, repository) => logins.find(origin, host, repository),
      });
    hosts.set(host, opened);
    return opened;
  };
}
