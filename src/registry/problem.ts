import { isServiceUser } from '../auth/login-key.ts';
import { SwrctlError, hasCode, type ErrorCode } from '../base/errors.ts';
import type { HttpResponse } from '../http/message.ts';
import { problemOf } from '../problem/from-answer.ts';
import type { RegistryHost } from './host-types.ts';
import { loginCommand, maskUser, type HostLogin } from './login.ts';
import { problemElsewhere } from './problem-elsewhere.ts';

/** Who asked for what, for the words of an error. */
export interface Asking {
  readonly login: HostLogin | undefined;
  readonly scopes: readonly string[];
  /** Host with optional port. */
  readonly registry: string;
  readonly isSwr: boolean;
}

interface Known {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  readonly what: (context: { repository: string; host: string; who: string }) => string;
  readonly hint: (context: { repository: string; namespace: string; host: string }) => string;
}

const WRONG_LOGIN = /authenticate error/i;
const NO_PERMISSION = /do not have the permission|no permission|requested access to the resource is denied/i;

/** The texts that SWR is known to send, and what they mean. Source: docs/reference/errors.md#texts-of-the-registry. */
const KNOWN: readonly Known[] = [
  {
    pattern: /organi[sz]ation does not exist|failed to find namespace/i,
    code: 'NOT_FOUND',
    what: ({ repository, host }) => `The organization of "${repository}" does not exist on ${host}`,
    hint: ({ namespace }) => `Create it with: swrctl org add ${namespace} (organizations belong to one region)`,
  },
  {
    pattern: WRONG_LOGIN,
    code: 'AUTH_DENIED',
    what: ({ host, who }) => `${host} does not accept the login of ${who}`,
    hint: () => 'The key is wrong, deleted or of another region; run: swrctl login',
  },
  {
    pattern: /you may not login yet/i,
    code: 'AUTH_REQUIRED',
    what: ({ repository, host, who }) => `"${repository}" on ${host} is not open to ${who}`,
    hint: () => 'A private image needs a login; run: swrctl login',
  },
  {
    pattern: NO_PERMISSION,
    code: 'AUTH_DENIED',
    what: ({ repository, host, who }) => `${who} has no right to do this with "${repository}" on ${host}`,
    hint: ({ namespace }) =>
      `Pushing needs edit permission on the whole organization "${namespace}"; ask its manager, or run: swrctl auth status`,
  },
  {
    pattern: /'repository' is invalid|name invalid/i,
    code: 'REFUSED',
    what: ({ repository, host }) => `${host} does not take the name "${repository}"`,
    hint: () => 'Names are lower-case letters and digits, joined by single ".", "-", "_" or "/"',
  },
];

function whoIs(login: HostLogin | undefined): string {
  return login === undefined ? 'anonymous users' : `${maskUser(login.username)} (${login.source})`;
}

function repositoryOfScopes(scopes: readonly string[]): string {
  return scopes[0]?.split(':').slice(1, -1).join(':') ?? '';
}

/** An error answer of the token address. 401 and 403 there are final. */
export async function tokenProblem(response: HttpResponse, { scopes, ...asking }: Asking): Promise<SwrctlError> {
  const { host } = response.url;
  const repository = repositoryOfScopes(scopes);
  const isPush = scopes[0]?.split(':').at(-1)?.split(',').includes('push') === true;
  const what = scopes.length > 0 ? `${host} gives no token for "${repository}"` : `${host} gives no token`;
  return explain(response, { ...asking, repository, what, isPush });
}

/** What a request was about, for the words of an error. */
export interface Purpose {
  readonly repository: string;
  readonly what: string;
  /** True when something was to be written. Default false. */
  readonly isPush?: boolean;
}

/** An error answer of a registry, in words that name host, repository and user. */
export async function registryProblem(
  response: HttpResponse,
  host: Pick<RegistryHost, 'host' | 'login' | 'facts'>,
  purpose: Purpose,
): Promise<SwrctlError> {
  const { isSwr } = await host.facts();
  return explain(response, { ...purpose, login: await host.login(purpose.repository), registry: host.host, isSwr });
}

interface About extends Omit<Asking, 'scopes'>, Purpose {}

async function explain(response: HttpResponse, about: About): Promise<SwrctlError> {
  const found = await findProblem(response, about);
  const { code, message, hint = '' } = found;
  if (code !== 'AUTH_DENIED' || !mayBePullOnly(about) || WRONG_LOGIN.test(textOf(found))) return found;
  return rewritten(found, code, message, `${PULL_ONLY}. ${hint}`);
}

/** CCE keeps a login of the service in every namespace of a cluster, and people push with it. */
const PULL_ONLY = 'A login from the default-secret of CCE only pulls, since January 2026';

const mayBePullOnly = ({ login, isPush = false, isSwr }: About): boolean =>
  isSwr && isPush && login !== undefined && login.endedAt === undefined && isServiceUser(login.username);

async function findProblem(response: HttpResponse, about: About): Promise<SwrctlError> {
  const plain = await problemOf(response, { what: about.what });
  const { host } = response.url;
  if (plain.code === 'AUTH_DENIED' && about.login?.endedAt !== undefined) {
    return overdue(plain, host, about.login.endedAt);
  }
  if (!about.isSwr) return problemElsewhere(plain, response, { ...about, who: whoIs(about.login) });
  const context = {
    repository: about.repository,
    namespace: about.repository.split('/')[0] ?? about.repository,
    host,
    who: whoIs(about.login),
  };
  const known = knownProblem(plain);
  if (known !== undefined && plain.code !== 'BLOCKED' && plain.code !== 'THROTTLED') {
    return rewritten(plain, known.code, known.what(context), known.hint(context));
  }
  if (plain.code !== 'AUTH_DENIED') return plain;
  if (about.login === undefined) {
    return rewritten(plain, 'AUTH_REQUIRED', about.what, `Log in first: ${loginCommand(host, true)}`);
  }
  return rewritten(plain, 'AUTH_DENIED', `${about.what} as ${context.who}`, 'Check the login with: swrctl auth status');
}

const textOf = ({ service }: SwrctlError): string => `${service?.serviceCode ?? ''} ${service?.text ?? ''}`;

function knownProblem(error: SwrctlError) {
  return KNOWN.find(({ pattern }) => pattern.test(textOf(error)));
}

/** True when it is the login that was not accepted, rather than what its owner may do. */
export function isRefusedLogin(error: unknown): boolean {
  return hasCode(error, 'AUTH_DENIED', 'AUTH_REQUIRED') && !NO_PERMISSION.test(textOf(error));
}

function overdue(from: SwrctlError, host: string, endedAt: string): SwrctlError {
  const hint = 'Get a new one: swrctl login --temporary';
  return rewritten(from, 'AUTH_DENIED', `The temporary login to ${host} ended at ${endedAt}`, hint);
}

function rewritten(from: SwrctlError, code: ErrorCode, message: string, hint: string): SwrctlError {
  return new SwrctlError(code, message, { hint, service: from.service });
}
