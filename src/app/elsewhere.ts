import { SwrctlError, hasCode, systemCode } from '../base/errors.ts';
import { cloudOfHost, placeOfRegistry } from '../model/clouds.ts';
import { isHost } from '../model/host.ts';
import { isRegistryHost } from '../model/reference.ts';
import type { RegistryHost } from '../registry/host-types.ts';
import type { Services } from './services.ts';

/** A registry that is asked by the distribution API, because the management API knows nothing of it. */
export interface Elsewhere {
  /** As people write it. */
  readonly name: string;
  readonly registry: RegistryHost;
  /** What the operand says behind the host. */
  readonly path: string;
}

interface Place extends Pick<Services, 'settings' | 'endpoints'> {
  readonly registry: (host: string) => Pick<RegistryHost, 'facts'>;
}

/** What any registry can do, for hints. */
export const WORKS_ANYWHERE =
  'push, pull, copy, check, inspect, diff, digest, manifest, tag list, tag remove and repo list';

/**
 * The registry that an operand leads to when it is not the one whose management API is in use; undefined when it is.
 *
 * @param mayBeBare true where a host may stand alone. Default: a path follows.
 * @throws {SwrctlError} NOT_FOUND for a name that is neither an organization nor a host; NETWORK …
 */
export async function findElsewhere(
  services: Services,
  text: string,
  mayBeBare = false,
): Promise<Elsewhere | undefined> {
  const own = services.endpoints.registry;
  const { host, path } = splitHost(text, mayBeBare);
  if (host !== undefined && host !== own) {
    const isOurs = !isAddress(host) && (await isOrganization(services, host));
    return isOurs ? undefined : { name: host, registry: await reachable(services, host), path };
  }
  if (own === undefined || !(await isForeignRegistry(services))) return undefined;
  return { name: own, registry: services.registry(own), path };
}

/** The host is undefined, and the path everything, where the operand begins with none. */
function splitHost(text: string, mayBeBare: boolean): { readonly host?: string; readonly path: string } {
  const slash = text.indexOf('/');
  const first = (slash === -1 ? text : text.slice(0, slash)).toLowerCase();
  const isNamed = (mayBeBare || slash !== -1) && isRegistryHost(first) && isHost(first);
  return isNamed ? { host: first, path: slash === -1 ? '' : text.slice(slash + 1) } : { path: text };
}

/** Organizations may have a dot, but no port, and none is called like the registry of a region. */
function isAddress(first: string): boolean {
  return first.includes(':') || first === 'localhost' || placeOfRegistry(first) !== undefined;
}

/** What says that nobody can tell us of organizations. */
const UNKNOWN = ['NOT_FOUND', 'AUTH_DENIED', 'AUTH_REQUIRED', 'USAGE'] as const;

async function isOrganization(services: Services, namespace: string): Promise<boolean> {
  const { getNamespace } = await import('../swr/endpoints/namespaces.ts');
  try {
    await (await services.swr()).call(getNamespace, { namespace });
    return true;
  } catch (error) {
    if (hasCode(error, ...UNKNOWN)) return false;
    throw error;
  }
}

async function reachable(services: Services, name: string): Promise<RegistryHost> {
  const registry = services.registry(name);
  try {
    await registry.facts();
    return registry;
  } catch (error) {
    const isNowhere = hasCode(error, 'NETWORK') && systemCode(error.cause) === 'ENOTFOUND' && !isAddress(name);
    if (!isNowhere) throw error;
    throw new SwrctlError('NOT_FOUND', `"${name}" is neither an organization nor a registry that can be found`, {
      hint: 'Check the spelling; organizations are listed by: swrctl org list',
      cause: error,
    });
  }
}

/**
 * True when the registry in use is known to be no SWR. Only one is asked whose name says nothing and that has no
 * management API beside it, or that was named on the command line.
 */
export async function isForeignRegistry({ settings, endpoints, registry }: Place): Promise<boolean> {
  const { registry: host, endpoint } = endpoints;
  if (host === undefined || cloudOfHost(host) !== undefined) return false;
  const isNearer = settings.sources.registry === 'flag' && settings.sources.endpoint !== 'flag';
  if (endpoint !== undefined && !isNearer) return false;
  try {
    return !(await registry(host).facts()).isSwr;
  } catch (error) {
    if (hasCode(error, 'INTERRUPTED', 'TERMINATED')) throw error;
    return false; // nobody knows; what needs the registry says why it does not answer
  }
}

/** For management calls, which go to SWR only. @throws {SwrctlError} USAGE when the registry in use is none. */
export async function requireSwr(place: Place): Promise<void> {
  if (await isForeignRegistry(place)) throw noSwr(place.endpoints.registry ?? '');
}

/**
 * For flags of a push that make management calls about where it goes.
 *
 * @throws {SwrctlError} USAGE when it goes to another registry than the one whose management API is in use.
 */
export async function requireManaged(services: Services, registry: string, flag: string): Promise<void> {
  const own = services.endpoints.registry;
  if (registry === own && !(await isForeignRegistry(services))) return;
  const { isSwr } = await services.registry(registry).facts();
  throw new SwrctlError(
    'USAGE',
    `${flag} is for ${isSwr ? 'the SWR in use' : 'SWR'}, and ${registry} is ${isSwr ? 'another one' : 'none'}`,
    {
      hint: isSwr ? `Choose it with: --registry ${registry}` : `Leave ${flag} out`,
    },
  );
}

/** What a command says that works with SWR alone. */
export function noSwr(name: string): SwrctlError {
  return new SwrctlError('USAGE', `${name} is no SWR, so this command does nothing there`, {
    hint: `What works with any registry: ${WORKS_ANYWHERE}, for example: swrctl repo list ${name}`,
  });
}

/**
 * For commands that know only the registry in use: refuses operands that begin with the address of another one.
 *
 * @param words as they stand on the command line.
 * @throws {SwrctlError} USAGE naming it and what works there.
 */
export async function refuseElsewhere(services: Services, words: readonly string[]): Promise<void> {
  const own = services.endpoints.registry;
  for (const word of words) {
    const first = word.split('/', 1)[0]?.toLowerCase() ?? '';
    // Without a slash, what has a colon may be a tag, a user or a grant.
    const isNamed = isHost(first) && isAddress(first) && (word.includes('/') || isPort(first));
    if (!isNamed || first === own) continue;
    if (!(await services.registry(first).facts()).isSwr) throw noSwr(first);
    throw new SwrctlError('USAGE', `${first} is an SWR, but not the one in use${own === undefined ? '' : `, ${own}`}`, {
      hint: `Leave the host out and choose it with: --registry ${first}`,
    });
  }
}

/** An address that is no name with a tag: `127.0.0.1:5000`, `host.example:5000`, `localhost:5000`. */
const isPort = (first: string): boolean => /^(?:localhost|.*[.\]].*):\d+$/.test(first);
