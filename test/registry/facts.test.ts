import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { askFacts } from '../../src/registry/facts.ts';
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
});
