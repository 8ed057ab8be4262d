import { request } from 'node:http';
import { makeCertificate } from './certificate.ts';
import { startProxy } from './proxy-server.ts';
import { sendJson, startServer, type Script, type SeenRequest } from './scripted-server.ts';

export interface TestClouds {
  /** Leads every host to the test's own server, and makes its certificate trusted. */
  readonly env: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  readonly seen: readonly SeenRequest[];
  /** Hosts that got a signature, a token, a login, or a body with one of these texts. */
  readonly trusted: (...secrets: readonly string[]) => string[];
}

/** Stand-ins for any operator's hosts: registry, API, IAM and CCE of every name in `domains`. */
export const startClouds = (...domains: readonly string[]): Promise<TestClouds> => serveClouds(answer, domains);

/** The same hosts with an emulator, `http://HOST:PORT`, behind them, which is told the names that were asked for. */
export const startCloudsOf = (emulator: string, ...domains: readonly string[]): Promise<TestClouds> =>
  serveClouds(forward(new URL(emulator)), domains);

/** The same hosts and further ones, with answers of one's own. */
export async function serveClouds(
  script: Script,
  domains: readonly string[],
  others: readonly string[] = [],
): Promise<TestClouds> {
  const services = ['swr', 'swr-api', 'iam', 'cce', 'iam-pub'];
  const names = [...domains.flatMap((domain) => services.map((service) => `${service}.${domain}`)), ...others];
  const certificate = await makeCertificate('localhost', ...names);
  const { seen, host } = await startServer(script, { tls: certificate });
  const proxy = await startProxy(Number(host.split(':')[1]));
  return {
    env: { HTTPS_PROXY: proxy.url },
    flags: ['--ca-file', certificate.certPath],
    seen,
    trusted: (...secrets) => {
      const proofs = ['authorization', 'x-auth-token', 'x-security-token'];
      const isTrusted = ({ headers, body }: SeenRequest) =>
        proofs.some((name) => headers[name] !== undefined) || secrets.some((secret) => body.includes(secret));
      return [...new Set(seen.filter(isTrusted).map(({ headers }) => headers.host ?? ''))].sort();
    },
  };
}

/** Addresses that the emulator names are those of a server without TLS. */
const forward =
  ({ hostname, port }: URL): Script =>
  ({ method, url, headers, body }, response) => {
    const onward = request({ hostname, port, method, path: url, headers }, (reply) => {
      const { location, 'www-authenticate': challenge, ...others } = reply.headers;
      response.writeHead(reply.statusCode ?? 502, {
        ...others,
        ...(location && { location: location.replace('http://', 'https://') }),
        ...(challenge && { 'www-authenticate': challenge.replace('http://', 'https://') }),
      });
      reply.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end(body);
  };

const answer: Script = ({ method, url, headers }, response) => {
  const { host = '' } = headers;
  const { pathname } = new URL(url, `https://${host}`);
  const challenge = `Bearer realm="https://${host}/swr/auth/v2/registry/auth/",service="dockyard"`;
  if (pathname.startsWith('/swr/auth/')) return sendJson(response, 200, { token: 'token' });
  if (pathname === '/v2/' && headers.authorization === undefined) {
    return sendJson(response, 401, {}, { 'www-authenticate': challenge });
  }
  if (pathname === '/v3/auth/tokens') {
    const token = { expires_at: '2099-01-01T00:00:00Z', project: { id: 'p' }, user: { id: 'u' } };
    return sendJson(response, 201, { token }, { 'x-subject-token': 'iam-token-of-the-test' });
  }
  if (pathname === '/v3/projects')
    return sendJson(response, 200, { projects: [{ id: 'p', name: 'any', enabled: true }] });
  if (pathname === '/v2/manage/utils/secret') {
    const auth = Buffer.from('project@AKTEMP0001:made-by-the-service').toString('base64');
    return sendJson(response, 200, { auths: { [host.replace('swr-api.', 'swr.')]: { auth } } });
  }
  const isList = method === 'GET' && pathname.endsWith('/namespaces');
  return sendJson(response, 200, isList ? { namespaces: [] } : { items: [] });
};
