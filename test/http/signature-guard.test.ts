import { describe, expect, it } from 'vitest';
import { startServer } from '../support/scripted-server.ts';
import { createTestHttp } from '../support/test-http.ts';

const signed = (accessKey: string) => ({ authorization: `SDK-HMAC-SHA256 Access=${accessKey}, Signature=x` });

describe('signed requests', () => {
  it('stop after the second refusal, also when many go at once', async () => {
    const { origin, seen } = await startServer((_request, response) => void response.writeHead(401).end('{}'));
    const { send } = createTestHttp();
    const url = new URL('/v2/manage/namespaces', origin);
    const results = await Promise.allSettled(
      [1, 2, 3, 4, 5, 6].map(async () => (await send({ method: 'GET', url, headers: signed('AK1') })).discard()),
    );
    expect(seen).toHaveLength(2);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
      'rejected',
    ]);
    const reason = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))[0];
    expect(reason).toMatchObject({ code: 'AUTH_DENIED' });
    const other = await send({ method: 'GET', url, headers: signed('AK2') });
    await other.discard();
    const open = await send({ method: 'GET', url });
    await open.discard();
    expect(seen).toHaveLength(4);
  });

  it('go side by side once one was taken', async () => {
    let waiting: (() => void)[] = [];
    const { origin } = await startServer((request, response) => {
      const end = () => void response.end('{}');
      if (request.url === '/first') return end();
      waiting.push(end);
      if (waiting.length < 3) return;
      for (const one of waiting) one(); // only when all three are there
      waiting = [];
    });
    const { send } = createTestHttp();
    const ask = async (path: string) => {
      const response = await send({ method: 'GET', url: new URL(path, origin), headers: signed('AK1') });
      await response.discard();
      return response.status;
    };
    expect(await ask('/first')).toBe(200);
    expect(await Promise.all([ask('/a'), ask('/b'), ask('/c')])).toEqual([200, 200, 200]);
  });
});
