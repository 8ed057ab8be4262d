import type { Credential, IamToken } from '../auth/credential.ts';
import { signRequest } from '../auth/sign.ts';
import { list, boolean, object, optional, parseJson, string, withDefault, map, type Decoder } from '../base/decode.ts';
import { SwrctlError } from '../base/errors.ts';
import type { HttpResponse, Send } from '../http/message.ts';
import { problemOf } from '../problem/from-answer.ts';
import { apiPath, segment, type ApiPath } from '../model/api-path.ts';

/** A project: one per region and account, and sub-projects that somebody made. */
export interface IamProject {
  readonly id: string;
  /** Most often the region id; a sub-project is `<region>_<name>`. */
  readonly name: string;
  readonly enabled: boolean;
}

export interface IamUser {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
}

/** A permanent access key, without its secret. */
export interface IamAccessKey {
  readonly createdAt: Date;
  readonly isActive: boolean;
}

/** The account (IAM says domain) that a credential belongs to. */
export interface IamAccount {
  readonly id: string;
  readonly name: string;
}

/**
 * The identity service of one region. Every call throws AUTH_DENIED when the credential is refused or lacks the right;
 * API_SHAPE; NETWORK.
 */
export interface IamClient {
  /** The projects of the account, or the one of this name. Source: IAM API reference, "Querying Project Information". */
  readonly listProjects: (name?: string) => Promise<IamProject[]>;
  /**
   * The users of the account, or the one of this name; for administrators. Source: IAM API reference, "Listing IAM
   * Users".
   */
  readonly listUsers: (name?: string) => Promise<IamUser[]>;
  /** Oneself, or as an administrator anybody. Source: IAM API reference, "Querying IAM User Details". */
  readonly getUser: (id: string) => Promise<IamUser>;
  /** About a permanent access key of one's own. Source: IAM API reference, "Querying a Permanent Access Key". */
  readonly getAccessKey: (accessKey: string) => Promise<IamAccessKey>;
  /** The account of the caller. Source: IAM API reference, "Querying the Accounts Accessible to an IAM User". */
  readonly listAccounts: () => Promise<IamAccount[]>;
}

export interface IamClientOptions {
  readonly send: Send;
  /** For example `https://iam.cn-north-4.myhuaweicloud.com`. */
  readonly endpoint: string;
  readonly credential: Credential | (() => Promise<Credential>);
  readonly now: () => Date;
  /** Milliseconds for a whole call. Default: as long as any answer may take. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

const MAX_ANSWER_SIZE = 8 * 1024 * 1024;
const JSON_TYPE = { 'content-type': 'application/json' };

const project = object({ id: string, name: string, enabled: withDefault(boolean, true) });
const user = object({ id: string, name: string, enabled: withDefault(boolean, true) });
const account = object({ id: string, name: string });

export function createIamClient(options: IamClientOptions): IamClient {
  const get = async <T>(path: ApiPath, query: Record<string, string | undefined>, decode: Decoder<T>): Promise<T> => {
    const url = urlOf(options.endpoint, path, query);
    const proof = await authorize(url, options);
    const response = await call(options, { method: 'GET', url, headers: { ...JSON_TYPE, ...proof } });
    return decodeBody(response, decode);
  };
  return {
    listProjects: async (name) =>
      (await get(apiPath`/v3/projects`, { name }, object({ projects: list(project) }))).projects,
    listUsers: async (name) => (await get(apiPath`/v3/users`, { name }, object({ users: list(user) }))).users,
    getUser: async (id) => (await get(apiPath`/v3.0/OS-USER/users/${segment(id)}`, {}, object({ user }))).user,
    getAccessKey: async (accessKey) => {
      const path = apiPath`/v3.0/OS-CREDENTIAL/credentials/${segment(accessKey)}`;
      return (await get(path, {}, object({ credential: accessKeyBody }))).credential;
    },
    listAccounts: async () => (await get(apiPath`/v3/auth/domains`, {}, object({ domains: list(account) }))).domains,
  };
}

export interface TokenRequest {
  /** Name of the account, which IAM calls domain. */
  readonly account: string;
  /** Name of the IAM user. */
  readonly user: string;
  readonly password: string;
  /** Name of the project that the token is for: the one of the region that is called. */
  readonly project: string;
}

export interface CreatedToken {
  readonly credential: IamToken;
  /** 24 hours after it was made. */
  readonly expiresAt: Date;
  readonly projectId?: string;
  readonly userId?: string;
}

/**
 * Gets an IAM token for user and password.
 *
 * @throws {SwrctlError} AUTH_DENIED when user, password or project are wrong; API_SHAPE; NETWORK.
 * @see IAM API reference, "Obtaining a User Token Through Password Authentication".
 */
export async function createToken(
  options: Omit<IamClientOptions, 'credential' | 'now'>,
  request: TokenRequest,
): Promise<CreatedToken> {
  const url = urlOf(options.endpoint, apiPath`/v3/auth/tokens`, {});
  const body = Buffer.from(JSON.stringify(encodeTokenRequest(request)));
  const response = await call(options, { method: 'POST', url, headers: JSON_TYPE, body }, `user ${request.user}`);
  const token = response.headers['x-subject-token'];
  const known = await decodeBody(response, tokenBody);
  if (!token) {
    throw new SwrctlError('API_SHAPE', `POST ${url.pathname} answered without the header X-Subject-Token`);
  }
  return { credential: { kind: 'iam-token', token }, ...known };
}

function encodeTokenRequest({ account: domain, user: name, password, project: scope }: TokenRequest): unknown {
  const identity = { methods: ['password'], password: { user: { name, password, domain: { name: domain } } } };
  return { auth: { identity, scope: { project: { name: scope } } } };
}

const instant: Decoder<Date> = (value, at) => {
  const date = new Date(string(value, at));
  if (!Number.isNaN(date.getTime())) return date;
  throw new SwrctlError('API_SHAPE', `${at} is not a time`);
};

const accessKeyBody = map(object({ create_time: instant, status: withDefault(string, 'active') }), (wire) => ({
  createdAt: wire.create_time,
  isActive: wire.status === 'active',
}));

const tokenBody = map(
  object({
    token: object({
      expires_at: instant,
      project: optional(object({ id: string })),
      user: optional(object({ id: string })),
    }),
  }),
  ({ token }) => ({
    expiresAt: token.expires_at,
    ...(token.project === undefined ? {} : { projectId: token.project.id }),
    ...(token.user === undefined ? {} : { userId: token.user.id }),
  }),
);

/** A base URL may have a path of its own, as behind a gateway. Blanks are `%20`, as in what is signed. */
function urlOf(endpoint: string, path: ApiPath, query: Record<string, string | undefined>): URL {
  const url = new URL((endpoint.endsWith('/') ? endpoint.slice(0, -1) : endpoint) + path);
  url.search = Object.entries(query)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join('&');
  return url;
}

async function authorize(url: URL, { credential: given, now }: IamClientOptions): Promise<Record<string, string>> {
  const credential = typeof given === 'function' ? await given() : given;
  if (credential.kind === 'iam-token') return { 'x-auth-token': credential.token };
  return signRequest({ method: 'GET', url, headers: JSON_TYPE }, credential, now());
}

/** Redirects are not followed: the proof is for this host. */
async function call(
  { send, timeoutMs, signal }: Pick<IamClientOptions, 'send' | 'timeoutMs' | 'signal'>,
  request: { method: string; url: URL; headers: Record<string, string>; body?: Buffer },
  who = 'these credentials',
): Promise<HttpResponse> {
  const response = await send({
    ...request,
    signal,
    readWhole: MAX_ANSWER_SIZE,
    ...(timeoutMs === undefined ? {} : { totalTimeoutMs: timeoutMs }),
    redirect: 'manual',
  });
  if (response.status < 300) return response;
  const isRefused = response.status === 401;
  throw await problemOf(response, isRefused ? { what: `The identity service does not accept ${who}` } : {});
}

async function decodeBody<T>(response: HttpResponse, decode: Decoder<T>): Promise<T> {
  const at = `${response.method} ${response.url.pathname}`;
  return decode(parseJson((await response.bytes(MAX_ANSWER_SIZE)).toString('utf8'), at), at);
}
