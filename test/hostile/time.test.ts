import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { linkedStop, onAbort, timedStop, underSignal } from '../../src/base/abort.ts';
import { createToken } from '../../src/iam/client.ts';
import { createAgency } from '../../src/iam/agency.ts';
import { getManifest } from '../../src/registry/manifest.ts';
import { listTags } from '../../src/registry/tags.ts';
import { createSwrClient } from '../../src/swr/client.ts';
import { runCli } from '../support/run.ts';
import { sendJson, startServer, type Script } from '../support/scripted-server.ts';
import { testHome } from '../support/login-home.ts';
import { testHost } from '../support/test-host.ts';
import { createTestHttp } from '../support/test-http.ts';

/** Milliseconds. The limit of a whole answer is short; those of idleness are never reached. */
const LIMITS = {
  totalTimeoutMs: 150,
  headersTimeoutMs: 150,
  connectTimeoutMs: 50,
  bodyIdleTimeoutMs: 60_000,
  retries: 0,
};
const overdue = { code: 'NETWORK', message: expect.stringContaining('within the time limit') as string };

/** A byte now and a byte then, for ever: never idle, never done. */
const trickle =
  (status: number, headers: Readonly<Record<string, string>> = {}): Script =>
  (_request, response) => {
    response.writeHead(status, headers);
    const timer = setInterval(() => response.write(' '), 10);
    response.on('close', () => clearInterval(timer));
  };

/** A server of raw sockets: for what Node's own would not send. */
async function rawServer(talk: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => talk(socket));
    socket.resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

function drip(socket: Socket, text: string, everyMs: number): void {
  const timer = setInterval(() => socket.write(text), everyMs);
  socket.on('close', () => clearInterval(timer));
}

describe('an answer that never ends', () => {
  it.each([
    {
      name: 'a manifest',
      read: (host: ReturnType<typeof testHost>) => getManifest({ host, repository: 'a/b', key: 'v1' }),
    },
    { name: 'a list of tags', read: (host: ReturnType<typeof testHost>) => listTags(host, 'a/b') },
    { name: 'a token', read: (host: ReturnType<typeof testHost>) => host.token('a/b', 'pull'), isToken: true },
  ])('is given up when it is $name', async ({ read, isToken }) => {
    const { host } = await startServer((request, response) => {
      if (request.url !== '/v2/') return trickle(200)(request, response);
      if (isToken !== true) return sendJson(response, 200, {});
      const realm = `http://${String(request.headers.host)}/token`;
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}"` }).end();
    });
    await expect(read(testHost(host, { http: LIMITS }))).rejects.toMatchObject(overdue);
  });

  it('is given up when it comes from the identity service or the management API', async () => {
    const { origin } = await startServer(trickle(200, { 'x-subject-token': 't' }));
    const http = createTestHttp(LIMITS);
    const login = { account: 'a', user: 'u', password: 'p', project: 'x' };
    await expect(createToken({ send: http.send, endpoint: origin }, login)).rejects.toMatchObject(overdue);
    const swr = createSwrClient({ http, endpoint: origin, credential: { kind: 'iam-token', token: 'token' } });
    await expect(swr.send({ method: 'GET', path: '/' })).rejects.toMatchObject(overdue);
  });

  it('of the metadata service means that there is none', async () => {
    const { origin } = await startServer(trickle(200));
    const { send } = createTestHttp({ retries: 0 });
    const agency = createAgency({ send, endpoint: origin, now: () => new Date(), timeoutMs: 50 });
    await expect(agency()).resolves.toBeUndefined();
  });

  it('is read as far as it came when it is an error', async () => {
    const { origin } = await startServer((request, response) => {
      void trickle(404)(request, response);
      response.write('{"errors"');
    });
    const response = await createTestHttp(LIMITS).send({ method: 'GET', url: new URL(origin) });
    expect(response.status).toBe(404);
    expect(await response.text()).toMatch(/^\{"errors"/);
  });

  it('is let go of when nobody wants it', async () => {
    const { origin } = await startServer(trickle(202));
    const response = await createTestHttp(LIMITS).send({ method: 'POST', url: new URL(origin) });
    await response.discard();
    expect(response.body.destroyed).toBe(true);
  });

  it('streams for as long as it likes when it is a blob', async () => {
    const { origin } = await startServer(trickle(200));
    const response = await createTestHttp(LIMITS).send({ method: 'GET', url: new URL(origin) });
    let bytes = 0;
    for await (const chunk of response.body) {
      bytes += (chunk as Buffer).length;
      if (bytes > 30) break; // twice the limit
    }
    expect(bytes).toBeGreaterThan(30);
  });

  it('ends a command with exit 1 at --timeout', async () => {
    const { host } = await startServer((request, response) =>
      request.url === '/v2/' ? sendJson(response, 200, {}) : trickle(200)(request, response),
    );
    const { env } = await testHome();
    const result = await runCli(['digest', `${host}/a/b:v1`, '--timeout', '200ms'], { env });
    expect(result).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('within the time limit') as string });
  });
});

describe('an answer that never begins', () => {
  it.each([
    { name: 'interim answers one after the other', text: 'HTTP/1.1 102 Processing\r\n\r\n' },
    { name: 'early hints one after the other', text: 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n' },
    { name: 'headers byte by byte', text: 'x' },
  ])('is given up: $name', async ({ text }) => {
    const origin = await rawServer((socket) => {
      if (text === 'x') socket.write('HTTP/1.1 200 OK\r\nx-long: ');
      drip(socket, text, 10);
    });
    const http = createTestHttp(LIMITS);
    await expect(http.send({ method: 'GET', url: new URL(origin) })).rejects.toMatchObject({ code: 'NETWORK' });
    await expect(http.send({ method: 'GET', url: new URL(origin), readWhole: 9 })).rejects.toMatchObject({
      code: 'NETWORK',
    });
  });

  it('is given up while a body of unknown length goes up, after some interim answers', async () => {
    const origin = await rawServer((socket) => drip(socket, 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(4), 5));
    const open = () => {
      const body = new Readable({ read: () => undefined });
      body.push('some'); // and no more
      return Promise.resolve(body);
    };
    const sent = createTestHttp({ retries: 0 }).send({ method: 'PATCH', url: new URL(origin), body: { open } });
    await expect(sent).rejects.toMatchObject({ message: expect.stringContaining('interim answers') as string });
  });
});

describe('a signal of one’s own', () => {
  const collect = (): void => {
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
  };

  it('fires after a collection of garbage, by its parent and by its clock', async () => {
    const parent = new AbortController();
    const fired: string[] = [];
    const make = (): void => {
      onAbort(linkedStop(parent.signal).signal, () => fired.push('parent'));
      const timed = timedStop(parent.signal);
      timed.limit(20);
      onAbort(timed.signal, () => fired.push('clock'));
    };
    make();
    collect();
    await new Promise((resolve) => setTimeout(resolve, 40));
    collect();
    parent.abort(new Error('over'));
    expect(fired).toEqual(['clock', 'parent']);
  });

  it('lets go of its parent when the work is over', async () => {
    const parent = new AbortController();
    const seen: AbortSignal[] = [];
    await underSignal(parent.signal, (own) => Promise.resolve(void seen.push(own)));
    parent.abort();
    expect(seen[0]?.aborted).toBe(false);
    await expect(underSignal(parent.signal, (own) => Promise.resolve(own.aborted))).resolves.toBe(true);
  });
});
