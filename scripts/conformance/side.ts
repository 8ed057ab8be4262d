import { createHmac } from 'node:crypto';
import { EnvHttpProxyAgent, request } from 'undici';
import type { Credential } from '../../src/auth/credential.ts';
import { signRequest } from '../../src/auth/sign.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, else text. */
  readonly body: unknown;
}

/** One of the two that are compared. */
export interface Side {
  /** The organization that everything happens in. */
  readonly org: string;
  readonly projectId: string | undefined;
  /** Whether `registry` can be asked; a login needs a lasting key. */
  readonly hasRegistry: boolean;
  /** A signed call of the management API. */
  readonly manage: (method: string, path: string, body?: unknown) => Promise<Reply>;
  /** A call of the registry host. `as`: the docker login as Basic, or a token for this scope. Default: nobody. */
  readonly registry: (method: string, path: string, options?: RegistryOptions) => Promise<Reply>;
}

export interface RegistryOptions {
  readonly as?: 'login' | `repository:${string}`;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface SideOptions {
  readonly endpoint: string;
  /** With its scheme. Default: the registry is not asked. */
  readonly registry?: string | undefined;
  readonly credential: Credential;
  readonly project: string;
  readonly projectId: string | undefined;
  readonly org: string;
  /** Ends calls that are under way. */
  readonly signal?: AbortSignal;
}

const TIMEOUT_MS = 30_000;

export function createSide({ signal, ...options }: SideOptions): Side {
  const { endpoint, registry: origin, credential, org, projectId } = options;
  const send = sender(signal);
  const login = loginOf(options);
  const manage: Side['manage'] = async (method, path, body) => {
    const url = new URL(path, endpoint);
    const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const headers = {
      'content-type': 'application/json',
      ...(projectId === undefined ? {} : { 'x-project-id': projectId }),
    };
    const proof =
      credential.kind === 'iam-token'
        ? { 'x-auth-token': credential.token }
        : signRequest({ method, url, headers, ...(bytes && { body: bytes }) }, credential, new Date());
    return send(method, url, { ...headers, ...proof }, bytes);
  };
  const registry: Side['registry'] = async (method, path, { as, headers = {}, body } = {}) => {
    const url = new URL(path, origin);
    const basic = { authorization: `Basic ${Buffer.from(login ?? '').toString('base64')}` };
    if (as === undefined) return send(method, url, headers, body);
    if (as === 'login') return send(method, url, { ...headers, ...basic }, body);
    const realm = new URL(`/swr/auth/v2/registry/auth/?scope=${encodeURIComponent(as)}`, origin);
    const { token } = (await send('GET', realm, basic)).body as { token?: string };
    return send(method, url, { ...headers, authorization: `Bearer ${token ?? ''}` }, body);
  };
  return { org, projectId, hasRegistry: origin !== undefined && login !== undefined, manage, registry };
}

/** `project@AK:key`; undefined for credentials that none can be made of. */
function loginOf({ credential, project }: Pick<SideOptions, 'credential' | 'project'>): string | undefined {
  if (credential.kind === 'iam-token' || credential.securityToken !== undefined) return undefined;
  const key = createHmac('sha256', credential.secretKey).update(credential.accessKey).digest('hex');
  return `${project}@${credential.accessKey}:${key}`;
}

function sender(signal: AbortSignal | undefined) {
  const proxy = new EnvHttpProxyAgent();
  return async (
    method: string,
    url: URL,
    headers: Readonly<Record<string, string>>,
    body?: Buffer | string,
  ): Promise<Reply> => {
    const isHere = /^(?:127\.|localhost$|\[::1\])/.test(url.hostname);
    const reply = await request(url, {
      ...{ method: method as 'GET', headers, body: body ?? null },
      ...{ headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS },
      ...(signal === undefined ? {} : { signal }),
      ...(isHere ? {} : { dispatcher: proxy }),
    });
    const text = await reply.body.text();
    const entries = Object.entries(reply.headers).map(([name, value]) => [name, String(value)]);
    return {
      status: reply.statusCode,
      headers: Object.fromEntries(entries) as Record<string, string>,
      body: parsed(text),
    };
  };
}

function parsed(text: string): unknown {
  try {
    return text === '' ? '' : (JSON.parse(text) as unknown);
  } catch {
    return text; // not JSON, which is a difference in itself
  }
}
