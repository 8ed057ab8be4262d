import type { ResolvedCredential } from '../../auth/chain.ts';
import { findStoredLogin } from '../../auth/stored-login.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import { maskUser, type HostLogin } from '../../registry/login.ts';
import { listNamespaces } from '../../swr/endpoints/namespaces.ts';
import type { Context } from '../../app/world.ts';
import type { Services } from '../../app/services.ts';
import { PLACES, statusView, type CheckResult, type StatusRow } from './status-view.ts';

/** A look at one thing: how it went, and what to report in the end. */
interface Check {
  readonly result: CheckResult;
  readonly problem?: SwrctlError;
}

type RegistryCheck = Check & { readonly login?: HostLogin | undefined };

/** `swrctl auth status`: shows everything that is known, then fails if the login does. */
export async function runAuthStatus(context: Context): Promise<void> {
  const services = await context.services();
  const { profile } = services;
  const { resolved, problem } = await findCredential(services);
  const registry = await checkRegistry(context, services, problem);
  const api = await checkApi(context, services, resolved);
  const { login } = registry;
  const row: StatusRow = {
    profile: profile?.name ?? null,
    user: login ? maskUser(login.username) : null,
    ...placeOf(services),
    ...(services.instance === undefined ? {} : { instance: services.instance.name }),
    login: registry.result,
    loginSource: login?.source ?? null,
    loginExpiresAt: loginEnd(services, login),
    api: api.result,
    credential: resolved?.source ?? null,
    keyCreatedAt: await keyAge(services, resolved, api),
    clockSkew: await clockSkew(context, services),
    ignored: [...passedOver(resolved), ...(await ignoredLogin(services, login))],
  };
  await context.output().show(row, statusView(services.instance !== undefined));
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
  services: Services,
  problem: SwrctlError | undefined,
): Promise<RegistryCheck> {
  const { registry, endpoints, settings } = services;
  if (problem !== undefined) return { result: 'unchecked' };
  const { registry: name } = endpoints;
  if (name === undefined) return { result: 'none', problem: notLoggedIn('There is no profile and no region is set') };
  const host = registry(name);
  try {
    // Podman's file may have a login for the default organization alone.
    const login = await host.login(settings.org);
    if (login === undefined) return { result: 'none', problem: notLoggedIn(await noLogin(services, name)) };
    const check = await attempt(context, () => host.ping(context.world.signal, settings.org));
    return { ...check, login: await host.login(settings.org) }; // another one, if that one was refused
  } catch (error) {
    return failed(context, error);
  }
}

async function noLogin({ containersAuth }: Services, host: string): Promise<string> {
  const parts = await containersAuth.entries(host);
  const names = parts.map(({ key, path }) => `${key} (in ${path})`);
  return `There is no login to ${host}${names.length === 0 ? '' : `, only to parts of it: ${names.join(', ')}`}`;
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
  return attempt(context, async () => (await services.swr()).call(listNamespaces, {}));
}

/** Of a login that was put into a file; one that is made anew each time has no end to know. */
function loginEnd({ dockerConfig, containersAuth, profile }: Services, login: HostLogin | undefined): string | null {
  const isKept = [dockerConfig.path, ...containersAuth.paths].some((path) => path === login?.source);
  return isKept ? (profile?.loginExpiresAt ?? null) : null;
}

/** Only after the API took the key: a wrong one must not be signed with once more. */
async function keyAge(
  { iam, endpoints }: Services,
  resolved: ResolvedCredential | undefined,
  api: Check,
): Promise<string | null> {
  const key = api.result === 'ok' ? resolved?.credential : undefined;
  if (key?.kind !== 'access-key' || key.securityToken !== undefined) return null;
  if (endpoints.iamEndpoint === undefined) return null;
  return orNull(async () => (await iam().getAccessKey(key.accessKey)).createdAt.toISOString());
}

async function clockSkew({ world }: Context, { endpoints, serverTime }: Services): Promise<number | null> {
  const { endpoint } = endpoints;
  if (endpoint === undefined) return null;
  return orNull(async () => {
    const there = await serverTime(new URL(endpoint));
    // The header knows no fractions: on average it is half a second old.
    return there === undefined ? null : Math.round((world.now().getTime() - there.getTime() - 500) / 1000);
  });
}

/** What is only good to know may be missing. */
async function orNull<T>(work: () => Promise<T | null>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (hasCode(error, 'INTERRUPTED', 'TERMINATED') || !(error instanceof SwrctlError)) throw error;
    return null;
  }
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

/** A kept login that another one comes before, if it is somebody else's. */
async function ignoredLogin(services: Services, used: HostLogin | undefined): Promise<StatusRow['ignored']> {
  const { endpoints, settings } = services;
  if (endpoints.registry === undefined || used === undefined) return [];
  const kept = await findStoredLogin(services, endpoints.registry, settings.org).catch((error: unknown) => {
    if (hasCode(error, 'CONFIG_INVALID', 'HELPER_FAILED')) return undefined; // it was not needed
    throw error;
  });
  if (kept === undefined || kept.source === used.source) return [];
  const isSame = kept.login.kind === 'password' && kept.login.username === used.username;
  if (isSame && kept.login.password === used.password) return [];
  return [{ source: kept.source, reason: `${used.source} ${used.source.includes(' and ') ? 'come' : 'comes'} first` }];
}
