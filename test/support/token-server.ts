import { createSign, createPublicKey, X509Certificate } from 'node:crypto';
import { makeCertificate } from './certificate.ts';
import { sendJson, startServer, type ScriptedServer, type SeenRequest } from './scripted-server.ts';

export interface TokenServer extends ScriptedServer {
  /** For the configuration of docker-registry. */
  readonly auth: Readonly<Record<string, unknown>>;
  /** Seconds that the next tokens live. */
  life: number;
  /** Fields of the answer besides the token. */
  extra: Readonly<Record<string, unknown>>;
}

const base64url = (value: unknown): string =>
  (Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value))).toString('base64url');

/** Scopes of a request, from the query (GET) or the form (POST). */
function scopesOf({ method, url, body }: SeenRequest): string[] {
  const parameters = method === 'POST' ? new URLSearchParams(body.toString()) : new URL(url, 'http://x').searchParams;
  return parameters.getAll('scope').flatMap((scope) => scope.split(' ').filter((part) => part !== ''));
}

/**
 * A token service as distribution's "token authentication" has it: `user:secret` may do all, anybody may pull. Form
 * requests (OAuth2) are answered for the refresh token `refresh`.
 */
export async function startTokenServer(): Promise<TokenServer> {
  const { key, cert, certPath } = await makeCertificate('issuer');
  const der = new X509Certificate(cert).raw.toString('base64');
  const sign = (claims: unknown): string => {
    const text = `${base64url({ typ: 'JWT', alg: 'ES256', x5c: [der] })}.${base64url(claims)}`;
    return `${text}.${base64url(createSign('SHA256').update(text).sign({ key, dsaEncoding: 'ieee-p1363' }))}`;
  };
  createPublicKey(cert); // fails here rather than in the registry when the certificate is of no use
  const server = await startServer((request, response) => {
    const isUser = request.headers.authorization === `Basic ${Buffer.from('user:secret').toString('base64')}`;
    const isRefresh = request.method === 'POST' && /refresh_token=refresh(&|$)/.test(request.body.toString());
    if (request.headers.authorization !== undefined && !isUser) {
      sendJson(response, 401, { details: 'incorrect username or password' });
      return;
    }
    const access = scopesOf(request).map((scope) => {
      const [type, name, actions = ''] = scope.split(':');
      const wanted = actions.split(',');
      return { type, name, actions: isUser || isRefresh ? wanted : wanted.filter((action) => action === 'pull') };
    });
    const now = Math.floor(Date.now() / 1000);
    const times = { exp: now + self.life, nbf: now - 10, iat: now };
    const token = sign({ iss: 'issuer', sub: 'user', aud: 'registry', jti: `${server.seen.length}`, access, ...times });
    sendJson(response, 200, { [request.method === 'POST' ? 'access_token' : 'token']: token, ...self.extra });
  });
  const token = { realm: `${server.origin}/token`, service: 'registry', issuer: 'issuer', rootcertbundle: certPath };
  const self: TokenServer = { ...server, auth: { token }, life: 300, extra: {} };
  return self;
}
