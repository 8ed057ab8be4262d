import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, type RunResult } from '../support/run.ts';
import { sendJson, startServer, type Script, type SeenRequest } from '../support/scripted-server.ts';
import { testHome } from '../support/login-home.ts';

const PASSWORD = 'p%ss"w=rd/+Zü9';
const SECRETS = {
  ...{ sk: 'SecretKeyCanary00000000000000000000001', ak: 'AKCANARY0123456789AB' },
  ...{ securityToken: 'Security+Token/Canary==', iamToken: 'MIIIamTokenCanary+/==', bearer: 'bearer.canary-token_1' },
  ...{ password: PASSWORD, basic: Buffer.from(`somebody:${PASSWORD}`).toString('base64') },
  ...{ signature: 'a1b2c3d4e5f6a7b8c9d0', cookie: 'not-ours' },
};

/** Ways in which a server may quote what it got. */
const QUOTES: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'in base64': (text) => Buffer.from(text).toString('base64'),
  'in base64 for URLs': (text) => Buffer.from(`x${text}`).toString('base64url'),
  'in hexadecimal': (text) => Buffer.from(text).toString('hex'),
  'escaped as in URLs': encodeURIComponent,
  'escaped twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'escaped as in JSON': (text) => JSON.stringify(text).replaceAll('/', '\\/').replaceAll('=', '\\u003d'),
  'escaped as in HTML': (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('=', '&#61;'),
  'in capitals': (text) => text.replace(/[a-z]+/g, (word) => word.toUpperCase()),
};

/** Places of an answer that an error is made from. Lines of headers cannot hold everything. */
const ascii = (text: string): string => encodeURI(text).replaceAll('%25', '%');
const PLACES: Readonly<Record<string, (echo: string) => Script>> = {
  'the message of an OCI error': (echo) => (_request, response) =>
    sendJson(response, 400, { errors: [{ code: 'DENIED', message: echo, detail: echo }] }),
  'the code of an OCI error': (echo) => (_request, response) =>
    sendJson(response, 400, { errors: [{ code: echo, message: 'no' }] }),
  "an error of the service's": (echo) => (_request, response) =>
    sendJson(response, 403, { error_code: 'APIGW.0301', error_msg: echo, request_id: echo }),
  'the title of a page': (echo) => (_request, response) => {
    response.writeHead(500, { 'content-type': 'text/html' }).end(`<html><title>${echo.slice(0, 190)}</title></html>`);
  },
  'a page': (echo) => (_request, response) => {
    response.writeHead(500, { 'content-type': 'text/html' }).end(`<h1>Oops</h1>${' '.repeat(280)}<pre>${echo}</pre>`);
  },
  'a text that is cut off': (echo) => (_request, response) => {
    response.writeHead(400).end(`${'<p>'.repeat(21_800)}${echo}`);
  },
  'JSON that is broken off': (echo) => (_request, response) => {
    response.writeHead(400).end(`{"errors":[{"message":${JSON.stringify(echo)}`);
  },
  'a header': (echo) => (_request, response) => {
    response.writeHead(401, { 'x-request-id': ascii(echo), server: ascii(echo), date: ascii(echo) }).end();
  },
  'a challenge': (echo) => (_request, response) => {
    const realm = ascii(echo).replaceAll('"', "'");
    response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",error="${realm}"` }).end();
  },
  'a redirection': (echo) => (_request, response) => {
    response.writeHead(307, { location: `ftp://h/${ascii(echo)}`, 'retry-after': ascii(echo) }).end();
  },
  'an answer that is not JSON': (echo) => (_request, response) => {
    response.writeHead(200).end(echo);
  },
  'an answer of another shape': (echo) => (_request, response) =>
    sendJson(response, 200, { [echo]: echo, mediaType: echo, schemaVersion: 2, token: { [echo]: 1 } }),
};

/** Everything of a request that is secret, as a server that debugs writes it. */
function dump({ headers, url, body }: SeenRequest, quote: (text: string) => string): string {
  const secrets = ['authorization', 'x-auth-token', 'x-security-token'].flatMap((name) => headers[name] ?? []);
  const login = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1];
  const pair = login === undefined ? [] : [Buffer.from(login, 'base64').toString()];
  const query = new URL(url, 'http://x').search;
  return [...secrets.flatMap(String), ...pair, query, body.toString()].map(quote).join(' ');
}

/** All forms of the secrets that may not be seen, in any letters. */
function seenIn({ stdout, stderr }: RunResult): string[] {
  const output = `${stdout}\n${stderr}`.toLowerCase();
  return Object.entries(SECRETS).flatMap(([name, secret]) => {
    const base64 = Buffer.from(secret).toString('base64').replaceAll('=', '');
    const forms = [
      ...[secret, base64, base64.slice(0, 16), Buffer.from(secret).toString('hex')],
      ...[encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)],
    ];
    return forms.filter((form) => output.includes(form.toLowerCase())).map((form) => `${name}: ${form}`);
  });
}

async function expectSilence(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  for (const more of [[], ['--debug'], ['--json']]) {
    const result = await runCli([...args, ...more], { env: { ...env, SWRCTL_RETRIES: '0' } });
    expect(seenIn(result)).toEqual([]);
    expect(result.stderr.replaceAll('\n', '')).not.toMatch(/[\p{Cc}]/u);
    if (result.exitCode === 0) continue;
    expect(result.stderr).toContain(more[0] === '--json' ? '"exitCode"' : 'Error:');
  }
}

const cases = Object.entries(PLACES).flatMap(([place, answer]) =>
  Object.entries(QUOTES).map(([way, quote]) => ({ place, way, answer, quote })),
);

describe.each(cases)('a server that quotes its request in $place, $way', ({ place, answer, quote }) => {
  const echo: Script = (request, response) => answer(dump(request, quote))(request, response);

  it('is not quoted with a password', async () => {
    const server = await startServer((request, response) => {
      if (request.headers.authorization !== undefined) return echo(request, response);
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    });
    await expectSilence(['digest', `${server.host}/team/app:v1`], await withLogin(server.host));
  });

  it('is not quoted with a token, or by whoever gives tokens', async () => {
    for (const isIssuer of [false, true]) {
      const server = await startServer((request, response) => {
        const { authorization = '' } = request.headers;
        const isToken = request.url.startsWith('/token');
        if (authorization.startsWith('Bearer') || (isToken && isIssuer)) return echo(request, response);
        if (isToken) return sendJson(response, 200, { token: SECRETS.bearer });
        const challenge = `Bearer realm="http://${String(request.headers.host)}/token",service="x"`;
        response.writeHead(401, { 'www-authenticate': challenge }).end();
      });
      await expectSilence(['digest', `${server.host}/team/app:v1`], await withLogin(server.host));
    }
  });

  it('is not quoted with a signature, an access key or a token of IAM', async () => {
    const { origin, host } = await startServer(echo);
    const where = { SWRCTL_ENDPOINT: origin, SWRCTL_IAM_ENDPOINT: origin, SWRCTL_REGISTRY: host, SWRCTL_REGION: 'r-1' };
    const home = await testHome();
    const key = { SWRCTL_AK: SECRETS.ak, SWRCTL_SK: SECRETS.sk, SWRCTL_SECURITY_TOKEN: SECRETS.securityToken };
    await expectSilence(['org', 'list'], { ...home.env, ...where, ...key });
    await expectSilence(['perm', 'list', 'team'], { ...home.env, ...where, SWRCTL_TOKEN: SECRETS.iamToken });
    // What is no error is the data that was asked for, byte for byte.
    if (place.startsWith('an answer')) return;
    const call = ['api', 'POST', '/v2/manage/x', '--field', `user={"password":${JSON.stringify(PASSWORD)}}`];
    await expectSilence(call, { ...home.env, ...where, ...key });
  });

  it('is not quoted with what is signed in an address', async () => {
    const storage = await startServer(echo);
    const server = await startServer((request, response) => {
      if (request.url === '/v2/') return sendJson(response, 200, {});
      const query = `X-Amz-Signature=${SECRETS.signature}&X-Amz-Credential=${SECRETS.ak}`;
      response.writeHead(307, { location: `${storage.origin}/blob?${query}` }).end();
    });
    const { env } = await testHome();
    await expectSilence(['digest', `${server.host}/team/app:v1`], env);
  });
});

async function withLogin(host: string): Promise<Readonly<Record<string, string>>> {
  const home = await testHome();
  await mkdir(home.dockerDir, { recursive: true });
  await writeFile(join(home.dockerDir, 'config.json'), JSON.stringify({ auths: { [host]: { auth: SECRETS.basic } } }));
  return home.env;
}
