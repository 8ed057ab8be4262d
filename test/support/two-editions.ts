import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { makeCertificate } from './certificate.ts';
import { startMemoryRegistry, type MemoryRegistry } from './memory-registry.ts';
import { startProxy } from './proxy-server.ts';
import { sendJson, startServer, type SeenRequest } from './scripted-server.ts';

const DOMAIN = 'cn-north-4.myhuaweicloud.com';
export const SHARED = `swr.${DOMAIN}`;
export const API = `swr-api.${DOMAIN}`;
const IAM = `iam.${DOMAIN}`;
/** Where registries of the world send for the bytes of a blob. */
export const STORE = 'store.example.com';
/** The names that the cloud gives to the registries of instances. */
export const TEAM_CI = 'team-ci-abc123.swr-pro.myhuaweicloud.com';
export const OTHER = 'other-def456.swr-pro.myhuaweicloud.com';
const HOSTS = { [TEAM_CI]: 'team-ci', [OTHER]: 'other' } as const;

export const KEY = { ak: 'AKOFTHETEST123456789', sk: 'SkCanaryOfTheTest' };
/** The password that follows from the key. */
export const LOGIN_KEY = createHmac('sha256', KEY.sk).update(KEY.ak).digest('hex');
/** Begins every password that the service makes for an instance; `-NAME-NUMBER` follows. */
export const CANARY = 'AuthTokenCanary';

export interface TwoEditions {
  readonly env: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  readonly seen: readonly SeenRequest[];
  /** What each registry holds, by host. */
  readonly registries: ReadonlyMap<string, MemoryRegistry>;
}

export interface TwoEditionsOptions {
  /** How an instance introduces itself. Nobody has said; default as harbor does. */
  readonly challenge?: 'harbor' | 'swr' | 'basic';
  /** Where the registries of instances send for the bytes of a blob. */
  readonly blobsAt?: string;
}

/** A region with the shared edition, two instances, and everything that they are asked for, by TLS under real names. */
export async function startTwoEditions(options: TwoEditionsOptions = {}): Promise<TwoEditions> {
  const registries = new Map<string, MemoryRegistry>();
  for (const host of [SHARED, TEAM_CI, OTHER, STORE]) registries.set(host, await startMemoryRegistry());
  const certificate = await makeCertificate('localhost', SHARED, API, IAM, STORE, TEAM_CI, OTHER);
  let made = 0;
  const api = ({ method, url }: SeenRequest, response: ServerResponse): void => {
    if (url.startsWith('/v3/projects')) {
      return sendJson(response, 200, { projects: [{ id: 'a'.repeat(32), name: 'cn-north-4', enabled: true }] });
    }
    const name = /\/instances\/id-of-([a-z-]+)\/(?:temp|long-term)-credential$/.exec(url)?.[1];
    if (method === 'POST' && name !== undefined) {
      made += 1;
      const answer = { user_id: `user-of-${name}`, token_id: 't', auth_token: `${CANARY}-${name}-${made}` };
      return sendJson(response, 201, { ...answer, expire_date: '2099-01-01T00:00:00Z' });
    }
    const running = Object.entries(HOSTS).map(([host, one]) => ({
      ...{ id: `id-of-${one}`, name: one, status: 'Running', access_address: host },
    }));
    if (/\/instances(?:\?|$)/.test(url)) return sendJson(response, 200, { instances: running, total: 2 });
    if (/\/namespaces\/web$/.test(url))
      return sendJson(response, 200, { name: 'web', namespace_id: 1, metadata: { public: 'false' } });
    return sendJson(response, 200, { namespaces: [], repos: [], immutable_rules: [], total: 0 });
  };
  const registry = async (request: SeenRequest, response: ServerResponse, host: string): Promise<void> => {
    const { method, url, headers, body } = request;
    const isShared = host === SHARED;
    const kind = isShared ? 'swr' : (options.challenge ?? 'harbor');
    if (/^\/(?:service\/token|swr\/auth)/.test(url)) return sendJson(response, 200, { token: `token-of-${host}` });
    if (headers.authorization === undefined) {
      return void response.writeHead(401, { 'www-authenticate': challengeOf(kind, host) }).end('{}');
    }
    if (!isShared && options.blobsAt !== undefined && method === 'GET' && url.includes('/blobs/')) {
      return void response.writeHead(307, { location: `https://${options.blobsAt}${url}` }).end();
    }
    return forward(registries.get(host), request, response, body);
  };
  const { seen, host } = await startServer(
    (request, response) => {
      const name = (request.headers.host ?? '').replace(/:\d+$/, '');
      if (name === API || name === IAM) return api(request, response);
      if (name === STORE) return forward(registries.get(STORE), request, response, request.body);
      return registry(request, response, name);
    },
    { tls: certificate },
  );
  const proxy = await startProxy(Number(host.split(':')[1]));
  const place = { SWRCTL_REGION: 'cn-north-4', SWRCTL_KEYCHAIN: 'off', SWRCTL_METADATA_ENDPOINT: 'off' };
  return {
    env: { HTTPS_PROXY: proxy.url, SWRCTL_AK: KEY.ak, SWRCTL_SK: KEY.sk, ...place },
    flags: ['--ca-file', certificate.certPath],
    ...{ seen, registries },
  };
}

function challengeOf(kind: 'harbor' | 'swr' | 'basic', host: string): string {
  if (kind === 'basic') return 'Basic realm="harbor"';
  const [path, service] =
    kind === 'swr' ? ['/swr/auth/v2/registry/auth/', 'dockyard'] : ['/service/token', 'harbor-registry'];
  return `Bearer realm="https://${host}${path}",service="${service}"`;
}

async function forward(
  to: MemoryRegistry | undefined,
  { method, url, headers }: SeenRequest,
  response: ServerResponse,
  body: Buffer,
): Promise<void> {
  const type = headers['content-type'];
  const reply = await fetch(`${to?.origin ?? ''}${url}`, {
    method,
    headers: type === undefined ? {} : { 'content-type': type },
    ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
  });
  const own = Object.fromEntries([...reply.headers].filter(([name]) => name !== 'connection' && name !== 'keep-alive'));
  response.writeHead(reply.status, own).end(Buffer.from(await reply.arrayBuffer()));
}
