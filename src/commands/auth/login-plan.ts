import type { AccessKey } from '../../auth/credential.ts';
import { deriveLogin, parseLoginUser } from '../../auth/login-key.ts';
import { SwrctlError } from '../../base/errors.ts';
import { isInstanceHost, type InstancePlace } from '../../model/instance.ts';
import { ask, canAsk } from '../shared/confirm.ts';
import type { Context } from '../../app/world.ts';
import { registryAddress, type RegistryAddress } from '../../app/settings/parse.ts';
import { parseRegion } from '../../app/settings/regions.ts';
import type { Services } from '../../app/services.ts';
import { COMMAND_LINE, findKey, readKeyFlags, type FoundKey, type GivenKey, type LoginLine } from './find-key.ts';
import { hostArgument, loginTarget, warnAboutPlace, type LoginTarget, type Saying } from './login-target.ts';
import type { LoginOptions } from './login-options.ts';
import { promptSecret, readSecretFromStdin } from './read-secret.ts';
import type { TemporaryKind } from './temporary-kind.ts';

/** One login, complete, before anything was asked or written. */
export interface LoginPlan {
  /** Host with optional port. */
  readonly host: string;
  readonly scheme: 'http' | 'https' | undefined;
  readonly username: string;
  readonly password: string;
  /** Where the secret came from, in words. */
  readonly source: string;
  /** Present when the login is one of some hours. */
  readonly temporary?: TemporaryKind & { readonly expiresAt: Date | undefined };
  /** Present when it is an SWR account, which gets a profile. */
  readonly account?: LoginAccount;
  /** Present when it is a login of an instance of the enterprise edition. */
  readonly instance?: PlannedInstance;
}

/** The instance, as the profile keeps it. */
export interface PlannedInstance extends InstancePlace {
  /** Id of the long-term credential that this login makes; absent: a temporary one, which ends. */
  readonly credential?: string;
  readonly expiresAt?: Date;
}

export interface LoginAccount {
  readonly target: LoginTarget;
  /** AK; absent for pasted logins of other kinds. */
  readonly accessKey?: string | undefined;
  /** Absent when only the login key is known. */
  readonly key?: AccessKey;
  /** Of somebody who logged in with a password. */
  readonly token?: AccountToken;
}

export interface AccountToken {
  /** `ACCOUNT/USER` */
  readonly iamUser: string;
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * User name of temporary logins of the newer kind: what follows is no AK. Source:
 * docs/reference/registry.md#user-names.
 */
const BEARER_USER = 'bearertoken';

/** User and password for any registry. @throws {SwrctlError} USAGE, AUTH_REQUIRED naming the flag that is missing. */
export async function planPasswordLogin(
  context: Context,
  services: Services,
  options: LoginOptions,
): Promise<LoginPlan> {
  const { settings, endpoints } = services;
  const address = hostArgument(options.host, settings);
  const asked = options.username ?? (options.passwordStdin ? undefined : await askUser(context, address?.host));
  const secret = await readPassword(context, options, asked);
  const line: TypedLogin = secret.kind === 'login-line' ? secret : { username: asked, password: secret.secret };
  const host = address?.host ?? hostOf(line) ?? endpoints.registry;
  if (host === undefined) throw missing('The registry is not known', 'Name it: swrctl login HOST -u USER');
  const { username, password } = line;
  if (username === undefined) throw missing('--password-stdin has a password, but no user', 'Add -u USER');
  if (secret.kind === 'login-line') checkLine(secret, host, options.username);
  return { host, scheme: address?.scheme, username, password, source: COMMAND_LINE };
}

/** A login with parts that may still be missing. */
type TypedLogin = Pick<LoginLine, 'password' | 'host'> & { readonly username: string | undefined };

const hostOf = ({ host }: Pick<LoginLine, 'host'>): string | undefined =>
  host === undefined ? undefined : registryAddress(host, 'The host of the pasted line').host;

function missing(fact: string, hint: string): SwrctlError {
  return new SwrctlError('USAGE', fact, { hint });
}

async function askUser(context: Context, host = 'the registry'): Promise<string> {
  const user = (await canAsk(context)) ? await ask(context, `User of ${host}:`) : '';
  if (user !== '') return user;
  throw new SwrctlError('AUTH_REQUIRED', `There is no user to log in to ${host} with`, {
    hint: 'Add -u USER --password-stdin',
  });
}

async function readPassword(context: Context, { passwordStdin }: LoginOptions, user = 'the login') {
  if (passwordStdin === true) return readSecretFromStdin(context, '--password-stdin', `Password of ${user}:`);
  if (await canAsk(context)) return promptSecret(context, `Password of ${user}:`);
  throw new SwrctlError('AUTH_REQUIRED', `The password of ${user} is missing`, {
    hint: 'Pipe it in: swrctl login HOST -u USER --password-stdin < FILE',
  });
}

/** A pasted line is for its own host and user. */
function checkLine(line: LoginLine, host: string, username: string | undefined): void {
  if ((hostOf(line) ?? host) !== host) {
    throw missing(`The pasted line logs in to ${hostOf(line)}, not to ${host}`, 'Leave the host out');
  }
  if (username !== undefined && line.username !== username) {
    throw missing('The pasted line is for another user than -u says', 'Leave -u out');
  }
}

/** An SWR account by access key or pasted line. @throws {SwrctlError} USAGE, AUTH_REQUIRED naming what is missing. */
export async function planAccountLogin(
  context: Context,
  services: Services,
  options: LoginOptions,
): Promise<LoginPlan> {
  const { settings } = services;
  const given = await readKeyFlags(context, options);
  const line = lineOf(given);
  const named = hostArgument(options.host, settings);
  const target = await placeOf(context, services, named ?? lineAddress(line));
  warnAboutPlace(context, target);
  if (line === undefined && isInstanceHost(target.registry)) throw takesNoKey(target.registry);
  // A line is a login by itself: that of an instance is for a host that does not look like an SWR.
  if (line !== undefined && (await isOfOther(services, options, target))) return planOfOther(line, target);
  // Before a person is asked for a key. A script first hears what it forgot, but no key is sent before this either.
  const asksFirst = await canAsk(context);
  if (asksFirst && !(await mayBeSwr(services, options, target))) return notSwr(context, services, options, target);
  const found = await findKey(context, services, target.profile, given);
  const plan = 'kind' in found ? planOfLine(found, target) : await planOfKey(context, found, target);
  if (!asksFirst && !(await mayBeSwr(services, options, target))) return notSwr(context, services, options, target);
  return plan;
}

const lineOf = ({ secret }: GivenKey): LoginLine | undefined => (secret?.kind === 'login-line' ? secret : undefined);

/** Whether a host is that of an instance, by its name, or of no SWR at all. */
const isOfOther = async (services: Services, options: LoginOptions, target: Place): Promise<boolean> =>
  isInstanceHost(target.registry) || !(await mayBeSwr(services, options, target));

async function planOfKey(context: Context, { key, source }: FoundKey, target: Place): Promise<LoginPlan> {
  const { registry: host, registryScheme: scheme } = target;
  const project = target.project ?? (await askProject(context, host));
  const { username, password } = deriveLogin(project, key);
  const account = { target: { ...target, project }, accessKey: key.accessKey, key };
  return { host, scheme, username, password, source, account };
}

export type Place = LoginTarget & { readonly registry: string };

export async function placeOf(context: Context, said: Saying, address: RegistryAddress | undefined): Promise<Place> {
  const target = loginTarget(said, address);
  if (target.registry !== undefined) return { ...target, registry: target.registry };
  if (!(await canAsk(context))) {
    throw missing('No region is set, so the registry is not known', 'Add --region REGION or --registry HOST');
  }
  const region = parseRegion(await ask(context, 'Region, for example cn-north-4:'), 'The region');
  const sources = { ...said.settings.sources, region: 'flag' as const };
  return placeOf(context, { profile: said.profile, settings: { ...said.settings, region, sources } }, address);
}

/** The registry of an instance gets a credential of that instance, whatever it says about itself. */
const takesNoKey = (host: string): SwrctlError =>
  new SwrctlError('USAGE', `${host} is the registry of an instance, which takes no login that follows from a key`, {
    hint: `Make a credential of it with: swrctl login --instance NAME; or log in with one: swrctl login ${host} -u USER --password-stdin`,
  });

function lineAddress(line: LoginLine | undefined): RegistryAddress | undefined {
  const host = line && hostOf(line);
  return host === undefined ? undefined : { host, scheme: undefined };
}

/** What an access key proves goes to SWR only. Without the network nobody knows, and nothing is sent. */
async function mayBeSwr(services: Services, { verify }: LoginOptions, target: Place): Promise<boolean> {
  if (!verify) return true;
  const host = services.registry(target.registry, { login: undefined, scheme: target.registryScheme });
  return (await host.facts()).isSwr;
}

async function notSwr(
  context: Context,
  services: Services,
  options: LoginOptions,
  { registry: host }: Place,
): Promise<LoginPlan> {
  const { ak, skStdin, skFile, credentialsFile } = options;
  const hasKey = [ak, skStdin, skFile, credentialsFile].some((flag) => flag !== undefined);
  if (options.host !== undefined && !hasKey && (await canAsk(context))) {
    return planPasswordLogin(context, services, options);
  }
  throw new SwrctlError('USAGE', `${host} is not an SWR registry, so it takes no access key`, {
    hint: `Log in with a password: swrctl login ${host} -u USER --password-stdin`,
  });
}

async function askProject(context: Context, host: string): Promise<string> {
  const answer = (await canAsk(context)) ? await ask(context, `Project on ${host}, most often the region:`) : '';
  if (answer !== '') return answer;
  throw missing(`The project on ${host} is not known`, 'Add --project NAME (most often the region) or --region REGION');
}

/** User and password of a pasted line, for a registry that is no SWR. */
export function planOfOther(
  line: LoginLine,
  { registry: host, registryScheme: scheme }: Pick<Place, 'registry' | 'registryScheme'>,
): LoginPlan {
  checkLine(line, host, undefined);
  const { username, password } = line;
  return { host, scheme, username, password, source: 'the pasted line' };
}

function planOfLine(line: LoginLine, target: Place): LoginPlan {
  checkLine(line, target.registry, undefined);
  const { username, password } = line;
  const user = parseLoginUser(username);
  const isKey = user !== undefined && user.project !== BEARER_USER;
  const project = isKey ? user.project : target.project;
  const account = { target: { ...target, project }, accessKey: isKey ? user.accessKey : undefined };
  const { registry: host, registryScheme: scheme } = target;
  return { host, scheme, username, password, source: 'the pasted line', account };
}
