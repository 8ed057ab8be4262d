import type { ResolvedCredential } from '../../auth/chain.ts';
import { SwrctlError, hasCode } from '../../errors.ts';
import { maskUser, type HostLogin } from '../../registry/login.ts';
import type { Context } from '../context.ts';
import type { Services } from '../services.ts';
import { noSuchProfile } from './profiles.ts';
import { PLACES, STATUS_VIEW, type CheckResult, type StatusRow } from './status-view.ts';

/** A look at one thing: how it went, and what to report in the end. */
interface Check {
  readonly result: CheckResult;
  readonly problem?: SwrctlError;
}

type RegistryCheck = Check & { readonly login?: HostLogin | undefined };

/** `swrctl auth status`: shows everything that is known, then fails if the login does. */
export async function runAuthStatus(context: Context): Promise<void> {
  const services = await context.services();
  const { settings, profile } = services;
  if (settings.profile !== undefined && profile === undefined) throw noSuchProfile(settings.profile);
  const { resolved, problem } = await findCredential(services);
  const registry = await checkRegistry(context, services, problem);
  const api = await checkApi(context, services, resolved);
  const { login } = registry;
  const row: StatusRow = {
    profile: profile?.name ?? null,
    user: login ? maskUser(login.username) : null,
    ...placeOf(services),
    login: registry.result,
    loginSource: login?.source ?? null,
    api: api.result,
    credential: resolved?.source ?? null,
    ignored: [...passedOver(resolved), ...(await ignoredLogin(services, login))],
  };
  await context.output().show(row, STATUS_VIEW);
  const [first] = [problem, registry.problem, api.problem].filter((found) => found !== undefined);
  if (first !== undefined) throw first;
}

function passedOver(resolved: ResolvedCredential | undefined): StatusRow['ignored'] {
  return resolved?.ignored.map(({ source, reason }) => ({ source, reason })) ?? [];
}

type Place = Pick<StatusRow, (typeof PLACES)[number] | 'sources'>;

function placeOf(services: Services): Place {
  const { project = null, registry = null, endpoint = null, iamEndpoint = null } = services.endpoints;
  const region = services.settings.region ?? null;
  return { project, region, registry, endpoint, iamEndpoint, sources: sourcesOf(services) };
}

function sourcesOf({ settings, endpoints }: Services): StatusRow['sources'] {
  const isKnown = (name: (typeof PLACES)[number]) =>
    (name === 'region' ? settings.region : endpoints[name]) !== undefined;
  const entries = PLACES.map((name) => [name, isKnown(name) ? settings.sources[name] : null]);
  return Object.fromEntries(entries) as StatusRow['sources'];
}

/** Half a pair is a finding like any other. */
async function findCredential(services: Services): Promise<{
  readonly resolved?: ResolvedCredential;
  readonly problem?: SwrctlError;
}> {
  try {
    return { resolved: await services.findCredential() };
  } catch (problem) {
    if (hasCode(problem, 'AUTH_REQUIRED')) return { problem };
    throw problem;
  }
}

/** @param problem of the credential: then the registry is not asked, because nobody knows with what. */
async function checkRegistry(
  context: Context,
  { registry, endpoints }: Services,
  problem: SwrctlError | undefined,
): Promise<RegistryCheck> {
  if (problem !== undefined) return { result: 'unchecked' };
  const { registry: name } = endpoints;
  if (name === undefined) return { result: 'none', problem: notLoggedIn('There is no profile and no region is set') };
  const host = registry(name);
  try {
    const login = await host.login();
    if (login === undefined) return { result: 'none', problem: notLoggedIn(`There is no login to ${name}`) };
    const check = await attempt(context, () => host.ping(context.world.signal));
    return { ...check, login };
  } catch (error) {
    return failed(context, error);
  }
}

function notLoggedIn(fact: string): SwrctlError {
  return new SwrctlError('AUTH_REQUIRED', fact, { hint: 'Run: swrctl login --region REGION --ak AK' });
}

async function checkApi(
  context: Context,
  services: Services,
  resolved: ResolvedCredential | undefined,
): Promise<Check> {
  if (resolved === undefined) return { result: 'unchecked' };
  if (resolved.credential === undefined) return { result: 'none' };
  if (services.endpoints.endpoint === undefined) return { result: 'unchecked' };
  const { listNamespaces } = await import('../../swr/endpoints/namespaces.ts');
  return attempt(context, async () => (await services.swr()).call(listNamespaces, {}));
}

async function attempt(context: Context, work: () => Promise<unknown>): Promise<Check> {
  try {
    await work();
    return { result: 'ok' };
  } catch (error) {
    return failed(context, error);
  }
}

function failed({ world }: Context, problem: unknown): Check {
  if (world.signal.aborted || !(problem instanceof SwrctlError)) throw problem;
  return { result: 'failed', problem };
}

/** A login in the docker config that another one comes before, if it is somebody else's. */
async function ignoredLogin(
  { dockerConfig, endpoints }: Services,
  used: HostLogin | undefined,
): Promise<StatusRow['ignored']> {
  if (endpoints.registry === undefined || used === undefined) return [];
  const kept = await dockerConfig.get(endpoints.registry).catch((error: unknown) => {
    if (hasCode(error, 'CONFIG_INVALID', 'HELPER_FAILED')) return undefined; // it was not needed
    throw error;
  });
  if (kept === undefined || kept.source === used.source) return [];
  const isSame = kept.login.kind === 'password' && kept.login.username === used.username;
  if (isSame && kept.login.password === used.password) return [];
  return [{ source: kept.source, reason: `${used.source} ${used.source.includes(' and ') ? 'come' : 'comes'} first` }];
}
