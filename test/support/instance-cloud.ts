import { createHmac } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveClouds } from './clouds.ts';
import { testHome, type TestHome } from './login-home.ts';
import { runCli, type RunOptions, type RunResult } from './run.ts';
import { sendJson, type Script, type SeenRequest } from './scripted-server.ts';

const REGION = 'cn-north-4.myhuaweicloud.com';
export const SHARED = `swr.${REGION}`;
export const CI = 'ci-abc123.swr-pro.myhuaweicloud.com';
export const OTHER = 'other-def456.swr-pro.myhuaweicloud.com';
/** Of nobody: where a redirect or a token address may lead. */
export const STRANGER = 'stranger.example';
const API_HOSTS = [`swr-api.${REGION}`, `iam.${REGION}`];

export const KEY = { ak: 'AKOFTHETEST0000000001', sk: 'secret-key-of-the-test' };
/** What follows from the access key: the password of the shared edition. */
export const LOGIN_KEY = createHmac('sha256', KEY.sk).update(KEY.ak).digest('hex');
export const INSTANCES = [
  { id: '1'.repeat(32), name: 'ci', host: CI, user: 'user-of-ci', token: 'canary-password-of-ci-1234' },
  { id: '2'.repeat(32), name: 'other', host: OTHER, user: 'user-of-other', token: 'canary-password-of-other-5678' },
] as const;

/** How the registries of instances behave. */
export interface InstanceManners {
  /** Header of their 401. Default: Harbor's, at their own host. */
  readonly challenge?: (host: string) => string;
  /** Answers in place of everything else. @returns true when it did. */
  readonly odd?: (...args: Parameters<Script>) => boolean;
}

export interface InstanceCloud {
  readonly home: TestHome;
  /** With an access key and a region in the environment. */
  readonly run: (
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
    options?: RunOptions,
  ) => Promise<RunResult>;
  readonly seen: readonly SeenRequest[];
  /** Every credential that went where it does not belong, in words. */
  readonly astray: () => string[];
  /** Writes profiles; the first is the active one. */
  readonly keepProfiles: (profiles: Readonly<Record<string, object>>) => Promise<void>;
  /** Writes docker's config.json. */
  readonly keepLogins: (logins: Readonly<Record<string, readonly [user: string, password: string]>>) => Promise<void>;
}

/** The vendor's hosts of one region, two instances with hosts of their own, and a stranger. */
export async function openInstanceCloud(manners: InstanceManners = {}): Promise<InstanceCloud> {
  const domains = [REGION];
  const clouds = await serveClouds(answerWith(manners), domains, [CI, OTHER, STRANGER]);
  const home = await testHome();
  const { configDir, dockerDir } = home;
  return {
    home,
    seen: clouds.seen,
    run: (args, env = {}, options = {}) =>
      runCli([...args, ...clouds.flags], {
        cwd: home.dir,
        ...options,
        env: {
          ...{ ...home.env, ...clouds.env, SWRCTL_CACHE_DIR: join(home.dir, 'cache') },
          ...{ SWRCTL_AK: KEY.ak, SWRCTL_SK: KEY.sk, SWRCTL_REGION: 'cn-north-4', SWRCTL_PROJECT_ID: 'p' },
          ...env,
        },
      }),
    astray: () => [...new Set(clouds.seen.flatMap(strayIn))],
    keepProfiles: async (profiles) => {
      await mkdir(join(configDir, 'profiles'), { recursive: true });
      for (const [name, profile] of Object.entries(profiles)) {
        await writeFile(join(configDir, 'profiles', `${name}.json`), JSON.stringify(profile), { mode: 0o600 });
      }
      const activeProfile = Object.keys(profiles)[0];
      await writeFile(join(configDir, 'config.json'), JSON.stringify({ activeProfile }), { mode: 0o600 });
    },
    keepLogins: async (logins) => {
      await mkdir(dockerDir, { recursive: true });
      const auths = Object.entries(logins).map(([host, [user, password]]) => [host, { auth: base64(user, password) }]);
      const text = JSON.stringify({ auths: Object.fromEntries(auths) as object });
      await writeFile(join(dockerDir, 'config.json'), text, { mode: 0o600 });
    },
  };
}

const base64 = (user: string, password: string): string => Buffer.from(`${user}:${password}`).toString('base64');

/** What one request carries that its host must not see. */
function strayIn({ method, url, headers, body }: SeenRequest): string[] {
  const host = (headers.host ?? '').replace(/:443$/, '');
  const { authorization = '' } = headers;
  const basic = authorization.startsWith('Basic ') ? Buffer.from(authorization.slice(6), 'base64').toString() : '';
  const text = `${url} ${JSON.stringify(headers)} ${basic} ${body.toString('latin1')}`;
  const at = `${method} ${host}${url.split('?')[0]}`;
  const isApi = API_HOSTS.includes(host);
  const isSigned = /SDK-HMAC|AWS4/.test(authorization) || headers['x-auth-token'] !== undefined;
  return [
    ...(isSigned && !isApi ? [`a signature: ${at}`] : []),
    ...(text.includes(KEY.sk) ? [`a secret key: ${at}`] : []),
    ...(text.includes(KEY.ak) && !isApi && host !== SHARED ? [`an access key: ${at}`] : []),
    ...(text.includes(LOGIN_KEY) && host !== SHARED ? [`a login key: ${at}`] : []),
    ...INSTANCES.flatMap((one) =>
      text.includes(one.token) && host !== one.host ? [`that of ${one.name}: ${at}`] : [],
    ),
    ...(host === STRANGER && authorization !== '' ? [`a credential: ${at}`] : []),
  ];
}

const answerWith =
  ({ challenge = harbor, odd = () => false }: InstanceManners): Script =>
  (request, response) => {
    if (odd(request, response)) return;
    const host = (request.headers.host ?? '').replace(/:443$/, '');
    const { pathname } = new URL(request.url, `https://${host}`);
    if (API_HOSTS.includes(host)) return answerApi(request, response);
    if (/\/(?:service\/token|auth)\/?$/.test(pathname)) return sendJson(response, 200, { token: `bearer-of-${host}` });
    if (request.headers.authorization === undefined) {
      const text = host === SHARED ? dockyard(host) : challenge(host);
      return sendJson(response, 401, {}, { 'www-authenticate': text });
    }
    if (pathname === '/v2/') return sendJson(response, 200, {});
    sendJson(response, 404, { errors: [{ code: 'MANIFEST_UNKNOWN', message: 'not here' }] });
  };

export const dockyard = (host: string): string =>
  `Bearer realm="https://${host}/swr/auth/v2/registry/auth/",service="dockyard"`;
export const harbor = (host: string): string =>
  `Bearer realm="https://${host}/service/token",service="harbor-registry"`;

const answerApi: Script = ({ method, url }, response) => {
  const { pathname } = new URL(url, 'https://api');
  const instance = INSTANCES.find(({ id }) => pathname.includes(id));
  if (pathname.endsWith('-credential') && instance !== undefined) {
    const { token, user } = instance;
    const made = { token_id: 'c1', user_id: user, auth_token: token, expire_date: '2099-01-01T00:00:00Z' };
    return sendJson(response, 201, made);
  }
  if (pathname.endsWith('/instances')) {
    const instances = INSTANCES.map(({ id, name, host }) => ({ id, name, status: 'Running', access_address: host }));
    return sendJson(response, 200, { instances, total: instances.length });
  }
  if (pathname === '/v3/projects') return sendJson(response, 200, { projects: [{ id: 'p', name: 'cn-north-4' }] });
  if (pathname.endsWith('/long-term-credentials') && method === 'GET') {
    return sendJson(response, 200, { auth_tokens: [{ token_id: 'c1', name: 'build', enable: true }], total: 1 });
  }
  if (/\/namespaces\/[^/]+$/.test(pathname)) {
    return sendJson(response, 200, { name: 'team', namespace_id: 1, id: 1, metadata: { public: 'false' } });
  }
  const lists = ['namespaces', 'immutable_rules', 'repositories', 'tags', 'artifacts', 'immutabletagrules'];
  sendJson(response, 200, { total: 0, ...Object.fromEntries(lists.map((name) => [name, []])) });
};

/** The host of a request, without the usual port. */
export const hostOf = ({ headers }: SeenRequest): string => (headers.host ?? '').replace(/:443$/, '');
