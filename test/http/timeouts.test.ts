import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { SwrctlError } from '../../src/base/errors.ts';
import { startServer, status, type Script } from '../support/scripted-server.ts';
import { createTestHttp } from '../support/test-http.ts';

const never: Script = () => undefined;
const half: Script = (_request, response) => {
  response.writeHead(200, { 'content-length': '100' }).write('half');
};
const timeLimit = { code: 'NETWORK', message: expect.stringContaining('within the time limit') as string };

describe('a server that stalls', () => {
  it('before its answer is given up', async () => {
    const { origin } = await startServer(never);
    const http = createTestHttp({ headersTimeoutMs: 50, retries: 0 });
    await expect(http.send({ method: 'GET', url: new URL(origin) })).rejects.toMatchObject(timeLimit);
  });

  it('in its answer is given up', async () => {
    const { origin } = await startServer(half);
    const http = createTestHttp({ bodyIdleTimeoutMs: 50 });
    const response = await http.send({ method: 'GET', url: new URL(origin) });
    await expect(response.bytes(1000)).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('stopped coming') as string,
    });
  });

  it('while it is sent to is given up', async () => {
    const { origin } = await startServer((_request, response) => void response.socket?.pause(), { early: true });
    const http = createTestHttp({ headersTimeoutMs: 50, retries: 0 });
    const endless = () =>
      Promise.resolve(
        new Readable({
          read() {
            this.push(Buffer.alloc(64 * 1024));
          },
        }),
      );
    const sent = http.send({ method: 'PATCH', url: new URL(origin), body: { open: endless } });
    await expect(sent).rejects.toMatchObject(timeLimit);
  });

  it('longer than the whole exchange may take is given up, before and in its answer', async () => {
    const http = createTestHttp({ retries: 0 });
    const silent = await startServer(never);
    const limited = { method: 'GET', totalTimeoutMs: 50 };
    await expect(http.send({ ...limited, url: new URL(silent.origin) })).rejects.toMatchObject(timeLimit);
    const slow = await startServer(half);
    const response = await http.send({ ...limited, url: new URL(slow.origin) });
    await expect(response.bytes(1000)).rejects.toMatchObject(timeLimit);
  });
});

describe('an answer', () => {
  it('that ends early is an error for those who want all of it', async () => {
    const { origin } = await startServer((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
    });
    const response = await createTestHttp().send({ method: 'GET', url: new URL(origin) });
    await expect(response.bytes(1000)).rejects.toMatchObject({ code: 'NETWORK' });
  });

  it('with more bytes than allowed is refused, and cut as text', async () => {
    const { origin } = await startServer(status(200, {}, 'x'.repeat(1000)));
    const http = createTestHttp();
    const get = () => http.send({ method: 'GET', url: new URL(origin) });
    await expect((await get()).bytes(999)).rejects.toMatchObject({ code: 'API_SHAPE' });
    expect(await (await get()).bytes(1000)).toHaveLength(1000);
    expect(await (await get()).text(10)).toBe('xxxxxxxxxx');
  });

  it('of an error is read to 64 KiB and no further', async () => {
    const { origin } = await startServer((_request, response) => {
      response.writeHead(404);
      const more = (): void => {
        while (response.write(Buffer.alloc(16 * 1024, 'x')));
      };
      response.on('drain', more);
      more();
    });
    const response = await createTestHttp().send({ method: 'GET', url: new URL(origin) });
    expect(await response.text()).toHaveLength(64 * 1024);
  });

  it('that nobody reads does not keep the program from ending', async () => {
    const { origin } = await startServer(half);
    const http = createTestHttp();
    await http.send({ method: 'GET', url: new URL(origin) });
    await http.close();
  });

  it('breaks with the reason of the signal', async () => {
    const { origin } = await startServer(half);
    const stop = new AbortController();
    const response = await createTestHttp().send({ method: 'GET', url: new URL(origin), signal: stop.signal });
    const reason = new SwrctlError('INTERRUPTED', 'interrupted');
    stop.abort(reason);
    await expect(response.bytes(1000)).rejects.toBe(reason);
  });
});
