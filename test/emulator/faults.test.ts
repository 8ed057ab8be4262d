import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createFaultBox, parseFault } from '../../src/emulator/server/faults.ts';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import { digestOf, registryCalls, withDigest, type RegistryCalls } from '../support/registry-calls.ts';

const LAYER = 'x'.repeat(100_000);
const BLOB = `/v2/team/app/blobs/${digestOf(LAYER)}`;

async function setUp(): Promise<RegistryCalls & { emulator: TestEmulator }> {
  const emulator = await startTestEmulator({ organizations: ['team'] });
  const calls = registryCalls(emulator.url, await emulator.token(['repository:team/app:pull,push']));
  await calls.upload('team/app', LAYER);
  return { emulator, ...calls };
}

describe('parseFault', () => {
  it.each([
    ['503', { kind: { type: 'status', status: 503 }, method: undefined, path: undefined, share: 1, count: Infinity }],
    ['reset:PATCH', { kind: { type: 'reset' }, method: 'PATCH' }],
    ['stall:get:/v2/*', { kind: { type: 'stall' }, method: 'GET', path: /^\/v2\/.*$/ }],
    ['cut@1000:*:/v2/*=10%', { kind: { type: 'cut', after: 1000 }, method: undefined, share: 0.1 }],
    ['corrupt@2', { kind: { type: 'corrupt' }, count: 2 }],
    ['429:PUT=@3', { kind: { type: 'status', status: 429 }, method: 'PUT', count: 3 }],
    ['404:GET:/v2/a/blobs/sha256:12@1', { path: /^\/v2\/a\/blobs\/sha256:12$/, count: 1 }],
  ])('reads %s', (spec, fault) => {
    expect(parseFault(spec)).toMatchObject(fault);
  });

  it.each(['', 'slow', '999', '50', 'cut', 'cut@x', '503=', '503=101%', '503@', '503:P A'])('refuses %j', (spec) => {
    expect(() => parseFault(spec)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});

describe('a share', () => {
  it('strikes that part of the calls', () => {
    const random = [0.05, 0.5, 0.09, 0.1];
    const box = createFaultBox([parseFault('503=10%')], () => random.shift() ?? 1);
    const struck = [1, 2, 3, 4].map(() => box.take({ method: 'GET', rawPath: '/' } as never) !== undefined);
    expect(struck).toEqual([true, false, true, false]);
  });
});

describe('a fault', () => {
  it('answers a status to the first calls that match', async () => {
    const { emulator, call } = await setUp();
    await emulator.control('faults', { faults: ['503:GET:/v2/*/blobs/*@2'] });
    const statuses = [
      await call('GET', BLOB),
      await call('HEAD', BLOB),
      await call('GET', BLOB),
      await call('GET', BLOB),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([503, 200, 503, 200]);
  });

  it.each([
    { path: '/v2/manage/namespaces', error: '"error_code":"APIGW.0308"' },
    { path: '/v2/team/app/tags/list', error: '"code":"TOOMANYREQUESTS"' },
  ])('has the error shape of $path', async ({ path, error }) => {
    const { emulator, call } = await setUp();
    await emulator.control('faults', { faults: ['429'] });
    expect((await call('GET', path)).text).toContain(error);
  });

  it('can hang up', async () => {
    const { emulator, call } = await setUp();
    await emulator.control('faults', { faults: ['reset:GET@1'] });
    await expect(call('GET', BLOB)).rejects.toThrow('fetch failed');
    expect((await call('GET', BLOB)).text).toBe(LAYER);
  });

  it('can leave a call unanswered', async () => {
    const { emulator, call } = await setUp();
    await emulator.control('faults', { faults: ['stall:GET@1'] });
    const waiting = new AbortController();
    const stalled = call('GET', BLOB, { signal: waiting.signal });
    expect((await call('GET', BLOB)).status).toBe(200); // the one before is still waiting
    waiting.abort();
    await expect(stalled).rejects.toThrow('aborted');
  });

  it('can cut an answer after some bytes', async () => {
    const { emulator } = await setUp();
    const token = await emulator.token(['repository:team/app:pull']);
    await emulator.control('faults', { faults: ['cut@1000:GET'] });
    const got = await new Promise<{ size: number; length: string | undefined; isComplete: boolean }>((resolve) => {
      const sent = request(`${emulator.url}${BLOB}`, { headers: { authorization: `Bearer ${token}` } }, (reply) => {
        let size = 0;
        reply.on('data', (chunk: Buffer) => (size += chunk.length));
        reply.on('error', () => undefined);
        reply.on('close', () => {
          resolve({ size, length: reply.headers['content-length'], isComplete: reply.complete });
        });
      });
      sent.end();
    });
    expect(got).toEqual({ size: 1000, length: String(LAYER.length), isComplete: false });
  });

  it('can cut an upload, which goes on where it was', async () => {
    const { emulator, call } = await setUp();
    const layer = `${LAYER}!`;
    const started = await call('POST', '/v2/team/app/blobs/uploads/');
    const location = started.headers.get('location') ?? '';
    await emulator.control('faults', { faults: ['cut@1000:PATCH@1'] });
    await expect(call('PATCH', location, { body: layer })).rejects.toThrow('fetch failed');
    const { headers } = await call('GET', location);
    expect(headers.get('range')).toBe('0-999');
    const rest = await call('PATCH', location, {
      body: layer.slice(1000),
      headers: { 'content-range': `1000-${layer.length - 1}` },
    });
    expect(rest.status).toBe(202);
    expect((await call('PUT', withDigest(location, digestOf(layer)))).status).toBe(201);
  });

  it('can alter an answer without changing its length', async () => {
    const { emulator, call } = await setUp();
    await emulator.control('faults', { faults: ['corrupt:GET:/v2/*@1'] });
    const { text } = await call('GET', BLOB);
    expect(text).toHaveLength(LAYER.length);
    expect(digestOf(text)).not.toBe(digestOf(LAYER));
    expect((await call('GET', BLOB)).text).toBe(LAYER);
  });

  it('can alter an upload, which is noticed', async () => {
    const { emulator, upload } = await setUp();
    await emulator.control('faults', { faults: ['corrupt:PUT'] });
    expect(await upload('team/app', 'another layer')).toMatchObject({ status: 400, error: { code: 'DIGEST_INVALID' } });
  });

  it('is written down beside the call', async () => {
    const { emulator, call } = await setUp();
    await emulator.control('faults', { faults: ['500:GET'] });
    await call('GET', BLOB);
    expect((await emulator.calls()).at(-1)).toMatchObject({ method: 'GET', path: BLOB, status: 500, fault: 'status' });
  });
});
