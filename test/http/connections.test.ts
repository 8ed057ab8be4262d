import { buffer } from 'node:stream/consumers';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/model/digest.ts';
import { openBlob } from '../../src/registry/blob.ts';
import { makeCertificate } from '../support/certificate.ts';
import { startServer, type Script } from '../support/scripted-server.ts';
import { testHost } from '../support/test-host.ts';
import { createTestHttp } from '../support/test-http.ts';

const greet: Script = ({ method }, response) => {
  response.writeHead(method === 'DELETE' ? 404 : 200, { 'content-length': '5' });
  response.end(method === 'HEAD' ? undefined : 'hello');
};

describe('one request after the other', () => {
  it('goes over one connection, whatever is done with the answers', async () => {
    const server = await startServer(greet);
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
    const server = await startServer((request, response) => {
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
    const server = await startServer(({ method }, response) => {
      if (method === 'HEAD') response.socket?.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello');
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
    const server = await startServer(
      (_request, response) => void response.end(bytes),
      certificate ? { tls: certificate } : {},
    );
    const http = createTestHttp(certificate ? { extraCa: [certificate.cert] } : {});
    const response = await http.send({ method: 'GET', url: new URL(server.origin) });
    expect((await buffer(response.body)).equals(bytes)).toBe(true);
  });
});
