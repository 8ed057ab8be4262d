import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { SwrctlError } from '../../src/base/errors.ts';
import type { OpenAt } from '../../src/model/content.ts';
import { digestOf } from '../../src/model/digest.ts';
import { openBlob } from '../../src/registry/blob.ts';
import { uploadSmallBlob } from '../../src/registry/upload-small.ts';
import { uploadBlob, type UploadOptions } from '../../src/registry/upload.ts';
import { startCuttingProxy, type Cut } from '../support/cutting-proxy.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { itWith } from '../support/peers.ts';
import { startRegistryServer } from '../support/registry-server.ts';
import { testHost, type TestHost } from '../support/test-host.ts';

const MIB = 1024 * 1024;
const bytes = randomBytes(4 * MIB);
const digest = digestOf(bytes);
const repository = 'team/app';

/** Gives bytes in pieces, as files do. */
const from =
  (content: Buffer): OpenAt =>
  (offset = 0) =>
    Promise.resolve(
      Readable.from(
        (function* () {
          for (let at = offset; at < content.length; at += 64 * 1024) yield content.subarray(at, at + 64 * 1024);
        })(),
        { objectMode: false },
      ),
    );

/** An upload that counts what it sends. */
function uploadOf(host: TestHost, more: Partial<UploadOptions> = {}) {
  const told = { sent: 0, restarts: 0 };
  const options: UploadOptions = {
    ...{ host, repository, label: 'layer.tar', open: from(bytes) },
    events: {
      onBytes: (count) => (told.sent += count),
      onRestart: () => (told.restarts += 1),
    },
    ...more,
  };
  return { told, options };
}

const expected = { digest, size: bytes.length };
/** How often a method was sent. */
const count = ({ http }: TestHost, method: string): number =>
  http.traces.filter((line) => line.startsWith(`> ${method} `)).length;
const stored = async (host: TestHost) => buffer(await openBlob(host, repository, digest));

async function startEmulated(options: Parameters<typeof startTestEmulator>[0] = {}, ...cuts: Cut[]) {
  const emulator = await startTestEmulator({ organizations: ['team'], ...options });
  const proxy = await startCuttingProxy(emulator.url, ...cuts);
  const { user, password } = emulator.login();
  const login = { username: user, password };
  const isSettled = async () =>
    (await emulator.calls()).filter(({ method }) => method === 'PATCH').length === count(host, 'PATCH');
  // The wait after a cut is long enough for the emulator to notice the cut.
  const sleep = async (_ms: number, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    await expect.poll(isSettled, { interval: 5 }).toBe(true);
  };
  const host = testHost(proxy.host, { login, ...(cuts.length > 0 ? { http: { sleep } } : {}) });
  return { emulator, proxy, host };
}

async function startReal(...cuts: Cut[]) {
  const proxy = await startCuttingProxy(await startRegistryServer(), ...cuts);
  return { proxy, host: testHost(proxy.host) };
}

describe('an upload to a real registry', () => {
  itWith('docker-registry')('takes blobs of any size, known before or not', async () => {
    const { host } = await startReal();
    for (const size of [0, 1, 65_537]) {
      const content = bytes.subarray(0, size);
      const known = { digest: digestOf(content), size };
      for (const more of [{}, { expected: known }]) {
        expect(await uploadBlob(uploadOf(host, { open: from(content), ...more }).options)).toEqual(known);
      }
      expect(await buffer(await openBlob(host, repository, known.digest))).toEqual(content);
    }
  });

  itWith('docker-registry').each<{ name: string; cuts: Cut[] }>([
    { name: 'in the bytes', cuts: [{ when: /^PATCH/, afterSent: 2 * MIB }] },
    {
      name: 'in the bytes, twice',
      cuts: [
        { when: /^PATCH/, afterSent: MIB },
        { when: /^PATCH/, afterSent: 3 * MIB },
      ],
    },
    { name: 'before the answer to the bytes', cuts: [{ when: /^PATCH/, afterReceived: 0 }] },
    { name: 'in the answer to the POST', cuts: [{ when: /^POST/, afterReceived: 20 }] },
    { name: 'in the closing PUT', cuts: [{ when: /^PUT/, afterSent: 20 }] },
  ])('survives a connection cut $name', async ({ cuts }) => {
    for (const more of [{}, { expected }]) {
      const { host, proxy } = await startReal(...cuts.map((cut) => ({ ...cut })));
      expect(await uploadBlob(uploadOf(host, more).options)).toEqual(expected);
      expect(proxy.cuts()).toBe(cuts.length);
      expect((await stored(host)).equals(bytes)).toBe(true);
    }
  });

  itWith('docker-registry')('does not send the bytes again when only the last answer got lost', async () => {
    const { host, proxy } = await startReal({ when: /^PUT/, afterReceived: 0 });
    const { told, options } = uploadOf(host, { expected });
    expect(await uploadBlob(options)).toEqual(expected);
    expect(proxy.cuts()).toBe(1);
    expect(told).toEqual({ sent: bytes.length, restarts: 0 });
    expect([count(host, 'PATCH'), count(host, 'PUT')]).toEqual([1, 1]);
  });

  itWith('docker-registry')('gives up when the connection is cut each time', async () => {
    const always = Array.from({ length: 50 }, () => ({ when: /^PATCH/, afterSent: MIB }));
    const { host } = await startReal(...always);
    await expect(uploadBlob(uploadOf(host, { expected }).options)).rejects.toMatchObject({ code: 'NETWORK' });
    expect(count(host, 'PATCH')).toBeLessThanOrEqual(7);
  });

  itWith('docker-registry')('of a small blob takes one PUT, and survives its loss', async () => {
    const small = { digest: digestOf('small'), size: 5 };
    const plain = await startReal();
    const options = { ...uploadOf(plain.host).options, open: from(Buffer.from('small')), expected: small };
    await uploadSmallBlob(options);
    expect([count(plain.host, 'POST'), count(plain.host, 'PATCH'), count(plain.host, 'PUT')]).toEqual([1, 0, 1]);
    const cut = await startReal({ when: /^PUT/, afterReceived: 0 });
    await uploadSmallBlob({ ...options, host: cut.host });
    expect(cut.proxy.cuts()).toBe(1);
    expect(count(cut.host, 'PATCH')).toBe(0);
    expect((await buffer(await openBlob(cut.host, repository, small.digest))).toString()).toBe('small');
  });
});

describe('an upload to SWR', () => {
  it.each([{ more: {} }, { more: { expected } }])(
    'goes on in the same session after a cut, from the byte that arrived ($more)',
    async ({ more }) => {
      const { host } = await startEmulated({}, { when: /^PATCH/, afterSent: 3 * MIB });
      const { told, options } = uploadOf(host, more);
      expect(await uploadBlob(options)).toEqual(expected);
      expect(count(host, 'POST')).toBe(1);
      expect(told.restarts).toBe(0);
      expect(told.sent).toBeLessThan(bytes.length + 2 * MIB);
      expect((await stored(host)).equals(bytes)).toBe(true);
    },
  );

  it('goes on as often as it takes while bytes move', async () => {
    const cuts = Array.from({ length: 12 }, () => ({ when: /^PATCH/, afterSent: 320 * 1024 }));
    const { host, proxy } = await startEmulated({}, ...cuts);
    expect(await uploadBlob(uploadOf(host, { expected }).options)).toEqual(expected);
    expect(proxy.cuts()).toBeGreaterThan(6);
    expect(count(host, 'POST')).toBe(1);
  });

  it('begins again when the registry takes no parts', async () => {
    const { host } = await startEmulated({ quirks: { 'chunk-refused': true } }, { when: /^PATCH/, afterSent: 2 * MIB });
    const { told, options } = uploadOf(host, { expected });
    expect(await uploadBlob(options)).toEqual(expected);
    expect(told.restarts).toBe(1);
  });

  const expire = { advanceSeconds: 1200 };
  it('gets a new token when the old one has ended before the bytes', async () => {
    const { emulator, host } = await startEmulated();
    let opened = 0;
    const open: OpenAt = async (offset) => {
      opened += 1;
      if (opened === 1) await emulator.control('clock', expire);
      return from(bytes)(offset);
    };
    expect(await uploadBlob(uploadOf(host, { open, expected }).options)).toEqual(expected);
    const statuses = (await emulator.calls()).filter(({ method }) => method === 'PATCH').map(({ status }) => status);
    expect(statuses).toEqual([401, 202]);
  });

  it('gets a new token before the closing PUT without sending the bytes again', async () => {
    const { emulator, host } = await startEmulated();
    const open: OpenAt = async (offset) => {
      const all = await from(bytes)(offset);
      return Readable.from(
        (async function* () {
          yield* all as AsyncIterable<Buffer>;
          await emulator.control('clock', expire);
        })(),
        { objectMode: false },
      );
    };
    const { told, options } = uploadOf(host, { open, expected });
    expect(await uploadBlob(options)).toEqual(expected);
    expect(told.sent).toBe(bytes.length);
    const calls = (await emulator.calls()).filter(({ method }) => method === 'PATCH' || method === 'PUT');
    expect(calls.map(({ status }) => status)).toEqual([202, 401, 201]);
  });

  it('works with tokens of three seconds and without digest headers', async () => {
    const { host } = await startEmulated({ quirks: { 'short-token': true, 'no-digest-header': true } });
    expect(await uploadBlob(uploadOf(host, { expected }).options)).toEqual(expected);
  });

  it.each(['500', '502', '504', '429', '503', 'reset'])('survives %s at every step, once each', async (kind) => {
    for (const method of ['POST', 'PATCH', 'PUT']) {
      for (const quirks of [{}, { 'html-errors': true }]) {
        const { host } = await startEmulated({ faults: [`${kind}:${method}@1`], quirks });
        expect(await uploadBlob(uploadOf(host, { expected }).options)).toEqual(expected);
        expect((await stored(host)).equals(bytes)).toBe(true);
      }
    }
  });

  it('survives a stall', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'], faults: ['stall:PATCH@1'] });
    const { user, password } = emulator.login();
    const options = { login: { username: user, password }, http: { headersTimeoutMs: 200 } };
    expect(await uploadBlob(uploadOf(testHost(emulator.url, options), { expected }).options)).toEqual(expected);
  });

  it('says that the bytes arrived altered', async () => {
    const { host } = await startEmulated({ faults: ['corrupt:PATCH'] });
    await expect(uploadBlob(uploadOf(host, { expected }).options)).rejects.toMatchObject({
      service: { serviceCode: 'DIGEST_INVALID' },
    });
  });

  it('says at once that there is no right', async () => {
    const { emulator } = await startEmulated();
    const alice = emulator.info.users.find(({ name }) => name === 'alice');
    const { user, password } = emulator.login(alice?.ak, alice?.sk);
    const host = testHost(emulator.url, { login: { username: user, password } });
    await expect(uploadBlob(uploadOf(host).options)).rejects.toMatchObject({ code: 'AUTH_DENIED' });
    expect(host.http.waits).toEqual([]);
  });
});

describe('a source that is not what was announced', () => {
  it.each([
    { name: 'shorter', content: bytes.subarray(1), words: 'it ends after' },
    { name: 'longer', content: Buffer.concat([bytes, Buffer.from('x')]), words: 'it is longer than its size' },
    { name: 'empty', content: Buffer.alloc(0), words: 'it ends after 0' },
    {
      name: 'altered',
      content: Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])]),
      words: 'its digest is',
    },
  ])('is refused when it is $name, and nothing is stored', async ({ content, words }) => {
    const { emulator, host } = await startEmulated();
    const { options } = uploadOf(host, { open: from(content), expected });
    await expect(uploadBlob(options)).rejects.toMatchObject({
      code: 'CONTENT_MISMATCH',
      message: expect.stringMatching(new RegExp(`^layer.tar is damaged: ${words}`)) as string,
    });
    expect((await emulator.calls()).filter(({ method }) => method === 'PUT')).toEqual([]);
    expect(host.http.waits).toEqual([]);
  });

  it('is refused when it is small and altered, before anything is sent', async () => {
    const { host } = await startEmulated();
    const { options } = uploadOf(host, { open: from(Buffer.from('x')) });
    const small = { ...options, expected: { digest: digestOf('y'), size: 1 } };
    await expect(uploadSmallBlob(small)).rejects.toMatchObject({ code: 'CONTENT_MISMATCH' });
    expect(host.http.traces).toEqual([]);
  });

  it('gives its own error, at once, when it breaks', async () => {
    const { host } = await startEmulated();
    const broken = new SwrctlError('SOURCE_INVALID', 'the archive ends too early');
    const open: OpenAt = () =>
      Promise.resolve(
        Readable.from(
          (function* () {
            yield bytes.subarray(0, 100_000);
            throw broken;
          })(),
          { objectMode: false },
        ),
      );
    await expect(uploadBlob(uploadOf(host, { open, expected }).options)).rejects.toBe(broken);
    expect(host.http.waits).toEqual([]);
  });
});

describe('a signal', () => {
  it('ends an upload with its reason and lets go of the source', async () => {
    const { host } = await startEmulated();
    const stop = new AbortController();
    const reason = new SwrctlError('INTERRUPTED', 'interrupted');
    let source: Readable | undefined;
    const open: OpenAt = () => {
      source = new Readable({
        read() {
          this.push(bytes.subarray(0, 64 * 1024));
          setImmediate(() => stop.abort(reason));
        },
      });
      return Promise.resolve(source);
    };
    await expect(uploadBlob(uploadOf(host, { open, signal: stop.signal }).options)).rejects.toBe(reason);
    await expect.poll(() => source?.destroyed).toBe(true);
  });
});
