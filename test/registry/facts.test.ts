import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { networkError } from '../../src/http/failure.ts';
import { askFacts, type FactsOptions } from '../../src/registry/facts.ts';
import { createTestHttp } from '../support/test-http.ts';

async function listen(server: Server, port: number): Promise<number> {
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

/**
 * A registry whose HTTPS port refuses connections and whose HTTP port answers, as it is with 443 and 80. Tests may not
 * have those two, so one port stands for both: it opens when HTTPS was refused.
 */
async function startHttpOnly() {
  const asked: string[] = [];
  const registry = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
  });
  const port = await listen(registry, 0);
  await new Promise((resolve) => registry.close(resolve));
  onTestFinished(() => void registry.close());
  const http = createTestHttp();
  const send: typeof http.send = async (request) => {
    const isSecure = request.url.protocol === 'https:';
    return http.send(request).finally(() => (isSecure ? listen(registry, port) : undefined));
  };
  return { http: { ...http, send }, host: `127.0.0.1:${port}`, asked };
}

describe('a registry where nothing listens for TLS', () => {
  it('is asked over plain HTTP where that is allowed', async () => {
    const { http, host, asked } = await startHttpOnly();
    expect(await askFacts({ http, host, allowHttp: true })).toMatchObject({ origin: `http://${host}` });
    expect(asked).toEqual(['/v2/']);
  });

  it('is not asked over plain HTTP else, on this machine neither', async () => {
    const { http, host, asked } = await startHttpOnly();
    await expect(askFacts({ http, host })).rejects.toMatchObject({ code: 'NETWORK' });
    expect(asked).toEqual([]);
  });

  it.each<{ said: Partial<FactsOptions>; host: string; isAnonymousOnly: true | undefined }>([
    { said: { allowHttp: true }, host: '127.0.0.1', isAnonymousOnly: undefined }, // this machine
    { said: { allowHttp: true }, host: '0.0.0.0', isAnonymousOnly: true },
    { said: { scheme: 'http' }, host: '0.0.0.0', isAnonymousOnly: undefined },
    { said: { savedScheme: () => Promise.resolve('http') }, host: '0.0.0.0', isAnonymousOnly: undefined },
  ])('$said $host: isAnonymousOnly is $isAnonymousOnly', async ({ said, host, isAnonymousOnly }) => {
    const options = await startHttpOnly();
    // Where nobody asks over TLS first, the port has to be opened by hand.
    if (said.allowHttp !== true)
      await options.http.send({ method: 'GET', url: new URL(`https://${options.host}`) }).catch(() => undefined);
    const facts = await askFacts({ ...options, host: options.host.replace('127.0.0.1', host), ...said });
    expect(facts.isAnonymousOnly).toBe(isAnonymousOnly);
  });
});

describe('a registry whose TLS fails', () => {
  const codes = ['ECONNRESET', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_SOCKET', 'ETIMEDOUT', 'CERT_HAS_EXPIRED', 'EPROTO'];

  it.each(codes)('by %s is not asked over plain HTTP, wherever it is and whatever is allowed', async (code) => {
    const asked: string[] = [];
    const http = createTestHttp();
    const send: typeof http.send = (request) => {
      asked.push(request.url.protocol);
      return Promise.reject(networkError(Object.assign(new Error('it failed'), { code }), request));
    };
    for (const host of ['127.0.0.1:5000', 'registry.example']) {
      const facts = askFacts({ http: { ...http, send }, host, allowHttp: true });
      await expect(facts).rejects.toMatchObject({ name: 'SwrctlError' });
    }
    expect(asked).toEqual(['https:', 'https:']);
  });
});
