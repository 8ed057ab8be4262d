import { describe, expect, it } from 'vitest';
import { isLoopback } from '../../src/http/dispatcher.ts';
import { makeCertificate } from '../support/certificate.ts';
import { startProxy } from '../support/proxy-server.ts';
import { startServer, status } from '../support/scripted-server.ts';
import { createTestHttp } from '../support/test-http.ts';

const portOf = (origin: string): number => Number(new URL(origin).port);

async function startBehindProxy(tlsFor?: string) {
  const certificate = tlsFor === undefined ? undefined : await makeCertificate(tlsFor);
  const server = await startServer(status(200, {}, 'fine'), certificate ? { tls: certificate } : {});
  const proxy = await startProxy(portOf(server.origin));
  return { server, proxy, cert: certificate?.cert ?? '' };
}

describe('a proxy', () => {
  it('carries HTTPS, and the certificate is still that of the host', async () => {
    const { proxy, cert } = await startBehindProxy('registry.example');
    const http = createTestHttp({ proxy: { https: proxy.url }, extraCa: [cert] });
    expect(await (await http.send({ method: 'GET', url: new URL('https://registry.example/v2/') })).text()).toBe(
      'fine',
    );
    expect(proxy.asked).toEqual(['CONNECT registry.example:443']);
    await expect(http.send({ method: 'GET', url: new URL('https://other.example/') })).rejects.toMatchObject({
      code: 'TLS',
    });
  });

  it('carries plain HTTP', async () => {
    const { proxy } = await startBehindProxy();
    const http = createTestHttp({ proxy: { http: proxy.url } });
    expect((await http.send({ method: 'GET', url: new URL('http://registry.example/') })).status).toBe(200);
    expect(proxy.asked).toEqual(['GET http://registry.example/']);
  });

  it.each(['foo:bar:baz', 'http://', 'user:s3cret-pass@host:port', 'socks5://127.0.0.1:1', 'http://u:s3cret-pass@:1'])(
    'is refused by the name of its variable where it is no address: %s',
    async (text) => {
      const http = createTestHttp({ proxy: { http: text, https: text } });
      for (const scheme of ['http', 'https']) {
        const sent = http.send({ method: 'GET', url: new URL(`${scheme}://registry.example/`) });
        const error: unknown = await sent.catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: 'USAGE', message: `${scheme.toUpperCase()}_PROXY is not an address` });
        expect(JSON.stringify(error)).not.toContain('s3cret-pass');
      }
    },
  );

  it('does not matter where it is no address, to this machine', async () => {
    const { server } = await startBehindProxy();
    const http = createTestHttp({ proxy: { http: 'foo:bar:baz', https: 'foo:bar:baz' } });
    expect((await http.send({ method: 'GET', url: new URL(`${server.origin}/`) })).status).toBe(200);
  });

  it('may be given as host and port alone', async () => {
    const { proxy } = await startBehindProxy();
    const http = createTestHttp({ proxy: { http: `127.0.0.1:${proxy.port}` } });
    expect((await http.send({ method: 'GET', url: new URL('http://registry.example/') })).status).toBe(200);
  });

  it('gets its own password, which the server behind it does not see', async () => {
    const { server, proxy } = await startBehindProxy();
    const http = createTestHttp({ proxy: { http: proxy.url.replace('://', '://user:p%40ss@') } });
    await http.send({
      method: 'GET',
      url: new URL('http://registry.example/'),
      headers: { authorization: 'Bearer t' },
    });
    const basic = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
    expect(proxy.headers[0]).toMatchObject({ 'proxy-authorization': basic });
    expect(server.seen[0]?.headers).toMatchObject({ authorization: 'Bearer t' });
    expect(server.seen[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  it.each(['127.0.0.1', 'localhost'])('is never asked for %s', async (hostname) => {
    const { server, proxy } = await startBehindProxy();
    const http = createTestHttp({ proxy: { http: proxy.url, https: proxy.url } });
    await http.send({ method: 'GET', url: new URL(`http://${hostname}:${portOf(server.origin)}/`) });
    expect(proxy.asked).toEqual([]);
    expect(server.seen).toHaveLength(1);
  });

  it.each(['registry.invalid', '.invalid', 'invalid', '*', 'other.example,registry.invalid:80'])(
    'is not asked for a host that NO_PROXY has as %s',
    async (no) => {
      const { proxy } = await startBehindProxy();
      const http = createTestHttp({ proxy: { http: proxy.url, no }, retries: 0 });
      const sent = http.send({ method: 'GET', url: new URL('http://registry.invalid/') });
      await expect(sent).rejects.toMatchObject({ code: 'NETWORK' });
      expect(proxy.asked).toEqual([]);
    },
  );

  it('for plain HTTP is not used for HTTPS', async () => {
    const { proxy } = await startBehindProxy();
    const http = createTestHttp({ proxy: { http: proxy.url }, retries: 0 });
    await expect(http.send({ method: 'GET', url: new URL('https://h.invalid/') })).rejects.toMatchObject({
      code: 'NETWORK',
    });
    expect(proxy.asked).toEqual([]);
  });

  it('sends bodies on, and gives a tunnel to TLS alone', async () => {
    const { server, proxy } = await startBehindProxy();
    const http = createTestHttp({ proxy: { http: proxy.url } });
    const url = new URL('http://registry.example:5000/v2/?a=b');
    await http.send({ method: 'POST', url, body: Buffer.from('content') });
    expect(proxy.asked).toEqual(['POST http://registry.example:5000/v2/?a=b']);
    expect(server.seen[0]).toMatchObject({ url: '/v2/?a=b', body: Buffer.from('content') });
    expect(server.seen[0]?.headers.host).toBe('registry.example:5000');
  });

  it.each(['http', 'https'])('that is not there is named, and not the registry, for %s', async (scheme) => {
    const url = 'http://127.0.0.1:1';
    const http = createTestHttp({ proxy: { http: url, https: url }, retries: 0 });
    const error: unknown = await http
      .send({ method: 'GET', url: new URL(`${scheme}://registry.example/`) })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'NETWORK',
      message: 'The proxy 127.0.0.1:1 cannot be used: the connection was refused',
      hint: expect.stringContaining('NO_PROXY') as string,
    });
  });

  it('that refuses is named with its status and without its password', async () => {
    const proxy = await startProxy(1, 407);
    const http = createTestHttp({ proxy: { http: proxy.url.replace('://', '://user:hidden@') }, retries: 0 });
    const error: unknown = await http
      .send({ method: 'GET', url: new URL('http://registry.example/') })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'NETWORK', message: expect.stringContaining('407') as string });
    expect(`${String(error)}${http.traces.join()}`).not.toContain('hidden');
  });
});

describe('isLoopback', () => {
  it.each([
    { host: 'localhost', is: true },
    { host: 'LOCALHOST', is: true },
    { host: 'a.localhost', is: true },
    { host: '127.0.0.1', is: true },
    { host: '127.9.9.9', is: true },
    { host: '[::1]', is: true },
    { host: 'localhost.example', is: false },
    { host: '127.0.0.1.example', is: false },
    { host: '128.0.0.1', is: false },
    { host: '10.0.0.1', is: false },
    { host: '[::2]', is: false },
    { host: 'mylocalhost', is: false },
  ])('says $is for $host', ({ host, is }) => {
    expect(isLoopback(host)).toBe(is);
  });
});
