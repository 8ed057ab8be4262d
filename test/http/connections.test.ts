import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { digestOf } from '../../src/model/digest.ts';
import { openBlob } from '../../src/registry/blob.ts';
import { makeCertificate } from '../support/certificate.ts';
import { testHost } from '../support/test-host.ts';
import { createTestHttp } from '../support/test-http.ts';

/** A server that counts its connections. */
async function countingServer(listener: RequestListener, tls?: { readonly key: string; readonly cert: string }) {
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  let connections = 0;
  server.on(tls ? 'secureConnection' : 'connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http${tls ? 's' : ''}://localhost:${port}`,
    host: `localhost:${port}`,
    connections: () => connections,
  };
}

const greet: RequestListener = ({ method }, response) => {
  response.writeHead(method === 'DELETE' ? 404 : 200, { 'content-length': '5' });
  response.end(method === 'HEAD' ? undefined : 'hello');
};

describe('one request after the other', () => {
  it('goes over one connection, whatever is done with the answers', async () => {
    const server = await countingServer(greet);
    const http = createTestHttp({ keepAliveMs: 4000 });
    const send = (method: string, more = {}) => http.send({ method, url: new URL(server.origin), ...more });
    await (await send('GET')).discard();
    expect((await (await send('GET')).bytes(100)).toString()).toBe('hello');
    await (await send('HEAD')).discard();
    await (await send('HEAD')).discard();
    await (await send('GET', { readWhole: 100 })).discard();
    await (await send('PUT', { body: Buffer.from('x') })).discard();
    await (await send('POST', { headers: { 'content-length': '0' } })).discard();
    expect(server.connections()).toBe(1);
  });

  it('also when a blob was read', async () => {
    const bytes = randomBytes(300_000);
    const server = await countingServer((request, response) => {
      response.end(request.url === '/v2/' ? '{}' : bytes);
    });
    const host = testHost(server.host, { scheme: 'http', http: { keepAliveMs: 4000 } });
    for (let count = 0; count < 3; count += 1) {
      const read = await buffer(await openBlob(host, 'team/app', digestOf(bytes)));
      expect(read.equals(bytes)).toBe(true);
    }
    expect(server.connections()).toBe(1);
  });

  it('goes on over another one when a server sends a body with its answer to a HEAD', async () => {
    const server = await countingServer(({ method, socket }, response) => {
      if (method === 'HEAD') socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello');
      else response.end('right');
    });
    const http = createTestHttp({ keepAliveMs: 4000 });
    const url = new URL(server.origin);
    for (let count = 0; count < 3; count += 1) {
      const head = await http.send({ method: 'HEAD', url });
      await head.discard();
      expect(await (await http.send({ method: 'GET', url })).text()).toBe('right');
    }
  });
});

describe('a large body', () => {
  it.each(['plain HTTP', 'TLS'])('arrives whole over %s', async (way) => {
    const bytes = randomBytes(9_000_001);
    const certificate = way === 'TLS' ? await makeCertificate() : undefined;
    const server = await countingServer((_request, response) => response.end(bytes), certificate);
    const http = createTestHttp(certificate ? { extraCa: [certificate.cert] } : {});
    const response = await http.send({ method: 'GET', url: new URL(server.origin) });
    expect((await buffer(response.body)).equals(bytes)).toBe(true);
  });
});
