import { maskAccessKey, type Credential } from '../auth/credential.ts';
import { signRequest } from '../auth/sign.ts';
import { parseJson } from '../base/decode.ts';
import { SwrctlError } from '../base/errors.ts';
import type { Http } from '../http/client.ts';
import type { HttpResponse } from '../http/message.ts';
import { problemOf } from '../problem/from-answer.ts';
import { explainText } from '../problem/explain.ts';
import { parseApiPath, quoteName, type ApiPath } from '../model/api-path.ts';
import { cloudOfHost } from '../model/clouds.ts';
import { fillPath, fillWords, type Arguments, type Endpoint } from './endpoint.ts';
import { requireOffered } from './offered.ts';

export interface SwrClientOptions {
  readonly http: Http;
  /** For example `https://swr-api.cn-north-4.myhuaweicloud.com`. */
  readonly endpoint: string;
  readonly credential: Credential;
  /** Domain of the cloud that somebody said, where the host of the endpoint says none. */
  readonly cloud?: string | undefined;
  /** Project id; sent and signed as `X-Project-Id` when known. */
  readonly projectId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An answer with what stands beside its body. */
export interface Answer<T> {
  readonly value: T;
  readonly headers: Readonly<Record<string, string>>;
}

/** A call that no endpoint describes. */
export interface RawCall {
  /** In capitals. */
  readonly method: string;
  /** With query, beginning with a slash; sent as it is, so no part of it may be empty, `.` or `..`. */
  readonly path: string;
  readonly body?: Buffer | undefined;
}

/** The management API of one region. */
export interface SwrClient {
  /** The project that calls are made for; some paths name it. Undefined when it could not be found out. */
  readonly projectId: string | undefined;
  /**
   * Makes one call.
   *
   * @throws {SwrctlError} with the service's code, status and request id; API_SHAPE naming what was wrong in an answer;
   *   USAGE for a call that the cloud is known not to have, before it is sent.
   */
  readonly call: <P extends string, Q extends string, B, R>(
    endpoint: Endpoint<P, Q, B, R>,
    args: Arguments<P, Q, B>,
  ) => Promise<R>;
  /** The same, with the headers of the answer. */
  readonly ask: <P extends string, Q extends string, B, R>(
    endpoint: Endpoint<P, Q, B, R>,
    args: Arguments<P, Q, B>,
  ) => Promise<Answer<R>>;
  /**
   * Makes any signed call and gives the body as it came.
   *
   * @throws {SwrctlError} as `call`; USAGE for a path that leads to another host.
   */
  readonly send: (raw: RawCall) => Promise<Answer<Buffer>>;
}

const MAX_ANSWER_SIZE = 64 * 1024 * 1024;

export function createSwrClient(options: SwrClientOptions): SwrClient {
  const ask: SwrClient['ask'] = async (endpoint, args) => {
    const url = urlOf(options.endpoint, endpoint, args);
    const body = bodyOf(endpoint, args);
    const response = await send(options, endpoint.method, url, body);
    if (response.status >= 300) throw withNames(await apiProblem(options, response, wordsFor(endpoint, args)), args);
    const at = `${endpoint.method} ${url.pathname}`;
    const text = (await response.bytes(MAX_ANSWER_SIZE)).toString('utf8').trim();
    const value = endpoint.decode(text === '' ? {} : parseJson(text, at), at);
    return { value, headers: response.headers };
  };
  const sendRaw: SwrClient['send'] = async ({ method, path, body }) => {
    const url = new URL(requireRawPath(path), options.endpoint);
    const response = await send(options, method, url, body);
    if (response.status >= 300) throw await apiProblem(options, response, `${method} ${url.pathname} failed`);
    return { value: await response.bytes(MAX_ANSWER_SIZE), headers: response.headers };
  };
  return {
    projectId: options.projectId,
    ask,
    send: sendRaw,
    call: async (endpoint, args) => (await ask(endpoint, args)).value,
  };
}

function urlOf<P extends string, Q extends string, B, R>(
  base: string,
  { path, query, isFilter = false }: Endpoint<P, Q, B, R>,
  args: Readonly<Record<string, unknown>>,
): URL {
  const url = new URL(fillPath(path, args), base);
  const values = query
    .map((name) => [name, args[name]] as const)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => [name, String(value)] as const);
  if (isFilter && values.length > 0) url.searchParams.append('filter', values.map((pair) => pair.join('::')).join('|'));
  if (!isFilter) for (const [name, value] of values) url.searchParams.append(name, value);
  // A blank is %20 in what is signed; the "+" of forms would be read as a plus sign.
  url.search = url.search.replaceAll('+', '%20');
  return url;
}

/**
 * A path as a person wrote it. The signature is for the service alone, so `//elsewhere` is no path; and a script's
 * variable that is empty or `..` must not turn a call on a repository into one on its organization.
 *
 * @throws {SwrctlError} USAGE
 */
export function requireRawPath(text: string): ApiPath {
  const path = parseApiPath(text);
  if (path !== undefined) return path;
  throw new SwrctlError('USAGE', `${quoteName(text)} is not a path of the management API`, {
    hint: 'Begin it with a slash and leave no part empty, "." or "..": swrctl api GET /v2/manage/namespaces',
  });
}

function bodyOf<P extends string, Q extends string, B, R>(
  { encode }: Endpoint<P, Q, B, R>,
  args: Readonly<Record<string, unknown>>,
): Buffer | undefined {
  return encode === undefined ? undefined : Buffer.from(JSON.stringify(encode(args['body'] as B)), 'utf8');
}

async function send(options: SwrClientOptions, method: string, url: URL, body?: Buffer): Promise<HttpResponse> {
  const { http, credential, projectId, signal } = options;
  requireOffered(cloudOfHost(url.host) ?? options.cloud, method, url.pathname);
  const headers = {
    'content-type': 'application/json',
    ...(projectId === undefined ? {} : { 'x-project-id': projectId }),
  };
  const proof =
    credential.kind === 'iam-token'
      ? { 'x-auth-token': credential.token }
      : signRequest({ method, url, headers, ...(body ? { body } : {}) }, credential, new Date(http.now()));
  return http.send({
    method,
    url,
    headers: { ...headers, ...proof },
    ...(body ? { body } : {}),
    signal,
    readWhole: MAX_ANSWER_SIZE,
    redirect: 'manual',
  });
}

/** `Cannot list the tags of team/web`. The body's names are there for calls that create something. */
function wordsFor(endpoint: { readonly does: string }, args: Readonly<Record<string, unknown>>): string {
  const body = typeof args['body'] === 'object' && args['body'] !== null ? args['body'] : {};
  return `Cannot ${fillWords(endpoint.does, { ...body, ...args })}`.trimEnd();
}

/** The advice for a code is general; here is known what it is about. */
function withNames(problem: SwrctlError, args: Readonly<Record<string, unknown>>): SwrctlError {
  const { namespace, repository } = args;
  const { code, message, service, cause } = problem;
  if (typeof namespace !== 'string' || problem.hint === undefined) return problem;
  const path = typeof repository === 'string' ? `${namespace}/${repository}` : 'ORG/REPO';
  const hint = problem.hint.replace(/\bORG\/REPO\b(?!:)/g, () => path).replace(/\bORG\b(?!\/)/g, () => namespace);
  return new SwrctlError(code, message, { hint, service, cause });
}

/** Adds what the service does not say: whose key it was, and whether the clock may be the reason. */
async function apiProblem(
  { credential, http }: SwrClientOptions,
  response: HttpResponse,
  what: string,
): Promise<SwrctlError> {
  const problem = await problemOf(response, { what });
  if (response.status === 404 && problem.service?.serviceCode === undefined) return elsewhere(problem, response.url);
  if (response.status !== 401) return problem;
  const who = credential.kind === 'iam-token' ? 'the IAM token' : `access key ${maskAccessKey(credential.accessKey)}`;
  const skewMinutes = Math.round(Math.abs(Date.parse(response.headers['date'] ?? '') - http.now()) / 60_000);
  return new SwrctlError('AUTH_DENIED', `${response.url.host} does not accept ${who}`, {
    hint:
      skewMinutes >= 10
        ? `The clock of this machine is ${skewMinutes} minutes off; set it, then try again`
        : (explainText(problem.service?.text ?? '')?.hint ?? 'Check key, region and clock with: swrctl auth status'),
    service: problem.service,
  });
}

/** The service says which object is missing; a 404 without its words comes from another server. */
function elsewhere({ code, message, service }: SwrctlError, { origin }: URL): SwrctlError {
  const hint = `Does the management API answer at ${origin}? What is used, and from where: swrctl auth status`;
  return new SwrctlError(code, message, { hint, service });
}

/** The project id, for the calls that have it in their path. @throws {SwrctlError} USAGE when it is not known. */
export function requireProjectId({ projectId }: Pick<SwrClient, 'projectId'>): string {
  if (projectId !== undefined) return projectId;
  throw new SwrctlError('USAGE', 'The id of the project is not known, and it could not be looked up', {
    hint: 'Set SWRCTL_PROJECT_ID; the console shows the id under "My Credentials"',
  });
}
