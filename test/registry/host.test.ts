import { describe, expect, it } from 'vitest';
import { hasBlob } from '../../src/registry/blob.ts';
import { digestOf } from '../../src/model/digest.ts';
import { makeCertificate } from '../support/certificate.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { itWith } from '../support/peers.ts';
import { HTPASSWD, startRegistryServer } from '../support/registry-server.ts';
import { inTurn, sendJson, startServer, status, type Script } from '../support/scripted-server.ts';
import { tempFile } from '../support/temp-dir.ts';
import { testHost } from '../support/test-host.ts';

const blob = { digest: digestOf('x'), size: 1 };
const openTo =
  (authorization: string, then: Script): Script =>
  (request, response) => {
    if (request.headers.authorization === authorization) return then(request, response);
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
  };

describe('a registry', () => {
  itWith('docker-registry')('on loopback is found on plain HTTP, and needs no login', async () => {
    const origin = await startRegistryServer();
    const host = testHost(origin);
    expect(await host.facts()).toEqual({ origin, challenge: undefined, isSwr: false });
    await host.ping();
    expect(await hasBlob(host, 'team/app', blob)).toBe(false);
  });

  it('of SWR is recognised and asked at most ten times a second', async () => {
    const { url } = await startTestEmulator();
    const host = testHost(url);
    expect(await host.facts()).toMatchObject({ origin: url, isSwr: true });
    for (let index = 0; index < 25; index += 1) await host.http.send({ method: 'GET', url: new URL('/v2/', url) });
    expect(host.http.waits.length).toBeGreaterThan(0);
  });

  it('elsewhere is found on plain HTTP only where that is allowed', async () => {
    const server = await startServer((_request, response) => void response.writeHead(200).end('{}'));
    // Leads to this machine, but is none of the names that are trusted to.
    const address = `0.0.0.0:${server.host.split(':').at(-1) ?? ''}`;
    await expect(testHost(address).facts()).rejects.toMatchObject({ code: 'TLS' });
    expect(await testHost(address, { allowHttp: true }).facts()).toMatchObject({ origin: `http://${address}` });
  });

  it('with TLS is asked over HTTPS also where plain HTTP is allowed', async () => {
    const server = await startServer((_request, response) => void response.writeHead(200).end('{}'), {
      tls: await makeCertificate(),
    });
    const http = { insecureHosts: [server.host] };
    const host = testHost(server.host, { http, allowHttp: true });
    expect((await host.facts()).origin).toBe(`https://${server.host}`);
    await expect(testHost(server.host, { allowHttp: true }).facts()).rejects.toMatchObject({ code: 'TLS' });
  });

  it('with TLS on loopback is not asked over plain HTTP', async () => {
    const server = await startServer(status(200, {}, '{}'), { tls: await makeCertificate() });
    await expect(testHost(server.host).facts()).rejects.toMatchObject({ code: 'TLS' });
    expect(server.seen).toHaveLength(0);
    const host = testHost(server.host, { http: { insecureHosts: [server.host] } });
    expect((await host.facts()).origin).toBe(server.origin);
  });

  it('is asked over HTTPS alone when that was said', async () => {
    const server = await startServer(status(200, {}, '{}'));
    await expect(testHost(server.host, { scheme: 'https' }).facts()).rejects.toMatchObject({ code: 'TLS' });
  });

  it.each([
    {
      name: 'a page for everything',
      script: status(200, { 'content-type': 'text/html; charset=utf-8' }, '<title>Welcome</title>'),
      text: 'Welcome',
    },
    {
      name: 'a page that says 404',
      script: status(404, {}, '<html><title>404 Not Found</title>'),
      text: '404 Not Found',
    },
    { name: 'JSON that says 404', script: status(404, {}, '{"message":"no route"}'), text: 'no route' },
    { name: 'another kind of login', script: status(401, { 'www-authenticate': 'Negotiate' }, ''), text: undefined },
    {
      name: 'a redirect to a login page',
      script: ((request, response) =>
        request.url === '/login'
          ? status(200, { 'content-type': 'text/html' }, '<title>Log in</title>')(request, response)
          : status(302, { location: '/login' })(request, response)) satisfies Script,
      text: 'Log in',
    },
  ])('is not what answers with $name', async ({ script, text }) => {
    const server = await startServer(script);
    const error: unknown = await testHost(server.host)
      .facts()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      message: `${server.origin}/v2/ does not answer like a registry`,
      hint: 'Check the registry address',
      ...(text === undefined ? {} : { code: 'FAILED', service: { text } }),
    });
  });

  it('that cannot be reached is asked again by the next caller', async () => {
    const server = await startServer(inTurn(status(404), status(200, {}, '{}')));
    const host = testHost(server.host);
    await expect(host.facts()).rejects.toMatchObject({ code: 'FAILED' });
    expect((await host.facts()).origin).toBe(server.origin);
  });
});

describe('a registry with Basic login', () => {
  itWith('docker-registry')('takes the login, and says so when it is wrong or missing', async () => {
    const path = await tempFile(HTPASSWD);
    const origin = await startRegistryServer({ auth: { htpasswd: { realm: 'basic', path } } });
    await testHost(origin, { login: {} }).ping();
    expect(await hasBlob(testHost(origin, { login: {} }), 'team/app', blob)).toBe(false);
    const wrong = testHost(origin, { login: { password: 'other' } });
    await expect(wrong.ping()).rejects.toMatchObject({ code: 'AUTH_DENIED' });
    await expect(hasBlob(wrong, 'team/app', blob)).rejects.toMatchObject({ code: 'AUTH_DENIED' });
    const anonymous = hasBlob(testHost(origin), 'team/app', blob);
    await expect(anonymous).rejects.toMatchObject({
      code: 'AUTH_REQUIRED',
      hint: expect.stringContaining('swrctl login') as string,
    });
  });

  it('for some repositories only is given the login when it asks', async () => {
    const basic = `Basic ${Buffer.from('user:secret').toString('base64')}`;
    const server = await startServer((request, response) =>
      request.url === '/v2/' ? status(200, {}, '{}')(request, response) : openTo(basic, status(404))(request, response),
    );
    const host = testHost(server.host, { login: {} });
    expect(await hasBlob(host, 'team/app', blob)).toBe(false);
    // HEAD, HEAD with the login, and GET to see whether the first 404 of a HEAD is to be believed.
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined, basic, basic]);
    expect(await hasBlob(host, 'team/other', blob)).toBe(false);
    expect(server.seen.at(-1)?.headers.authorization).toBe(basic);
    expect(server.seen).toHaveLength(5);
  });
});

describe('credentials', () => {
  it('do not go where a redirect of a blob leads', async () => {
    const storage = await startServer(status(200, {}, 'x'));
    const basic = `Basic ${Buffer.from('user:secret').toString('base64')}`;
    const server = await startServer(openTo(basic, status(307, { location: `${storage.origin}/b` })));
    await hasBlob(testHost(server.host, { login: {} }), 'team/app', blob);
    expect(storage.seen).toHaveLength(1);
    expect(storage.seen[0]?.headers.authorization).toBeUndefined();
  });

  it('are asked for once per host, with the origin that answered', async () => {
    const server = await startServer((_request, response) => {
      sendJson(response, 401, {}, { 'www-authenticate': 'Basic realm="x"' });
    });
    const host = testHost(server.host);
    await Promise.allSettled([host.ping(), host.ping(), hasBlob(host, 'a/b', blob)]);
    expect(server.seen.filter(({ headers }) => headers.authorization)).toEqual([]);
    expect(await host.login()).toBeUndefined();
  });
});
