import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { startServer, status, type Script } from '../support/scripted-server.ts';
import { createTestHttp } from '../support/test-http.ts';

const TEXT = '{"tags":["v1"]}';

const packed =
  (coding: string, body: Buffer): Script =>
  (_request, response) => {
    response.writeHead(200, { 'content-encoding': coding, 'content-length': body.length }).end(body);
  };

async function ask(script: Script, method = 'GET') {
  const server = await startServer(script);
  const http = createTestHttp({ retries: 0 });
  const response = await http.send({ method, url: new URL(server.origin) });
  return { server, response };
}

describe('the coding of an answer', () => {
  it('is asked to be none', async () => {
    const { server, response } = await ask(status(200, {}, TEXT));
    expect(await response.text()).toBe(TEXT);
    expect(server.seen[0]?.headers['accept-encoding']).toBe('identity');
  });

  it.each([
    ['gzip', gzipSync(TEXT)],
    ['x-gzip', gzipSync(TEXT)],
    ['GZIP', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
    ['identity', Buffer.from(TEXT)],
    ['gzip, br', brotliCompressSync(gzipSync(TEXT))],
  ])('is undone where it comes all the same: %s', async (coding, body) => {
    const { response } = await ask(packed(coding, body));
    expect((await response.bytes(1000)).toString()).toBe(TEXT);
  });

  it('bounds what comes out, not what goes in', async () => {
    const { response } = await ask(packed('gzip', gzipSync(Buffer.alloc(50_000_000))));
    await expect(response.bytes(1000)).rejects.toMatchObject({ code: 'API_SHAPE' });
  });

  it('of damaged bytes is an error', async () => {
    const { response } = await ask(packed('gzip', Buffer.from('this is not gzip')));
    await expect(response.bytes(1000)).rejects.toMatchObject({ code: 'NETWORK' });
  });

  it('says nothing of a HEAD, which has no body', async () => {
    const { response } = await ask(status(200, { 'content-encoding': 'gzip', 'content-length': '7' }), 'HEAD');
    expect(response.headers['content-length']).toBe('7');
    await response.discard();
  });
});
