import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SwrctlError } from '../../src/base/errors.ts';
import { isTransient, networkError } from '../../src/http/failure.ts';
import { backoffMs, retryAfterMs, verdictOf } from '../../src/http/retry.ts';
import { hangUp, inTurn, sendJson, startServer, status, type Script } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { createTestHttp } from '../support/test-http.ts';

const ok = status(200, {}, 'fine');

async function get(script: Script, options: Parameters<typeof createTestHttp>[0] = {}) {
  const server = await startServer(script);
  const http = createTestHttp(options);
  const answer = http.send({ method: 'GET', url: new URL('/x', server.origin) });
  return { server, http, answer };
}

describe('a request', () => {
  it.each([408, 425, 429, 499, 500, 502, 503, 504, 520, 521, 522, 523, 524])(
    'is tried again after status %i',
    async (code) => {
      const { server, answer } = await get(inTurn(status(code), ok));
      expect(await (await answer).text()).toBe('fine');
      expect(server.seen).toHaveLength(2);
    },
  );

  it.each([400, 401, 403, 404, 405, 409, 410, 416, 422, 501, 505, 507])(
    'is not tried again after status %i',
    async (code) => {
      const { server, answer } = await get(status(code, {}, 'why'));
      const response = await answer;
      expect({ status: response.status, text: await response.text() }).toEqual({ status: code, text: 'why' });
      expect(server.seen).toHaveLength(1);
    },
  );

  it('gives the sixth answer as it is', async () => {
    const { server, http, answer } = await get(status(502, {}, 'gateway'));
    const response = await answer;
    expect({ status: response.status, text: await response.text() }).toEqual({ status: 502, text: 'gateway' });
    expect(server.seen).toHaveLength(6);
    expect(http.waits).toEqual([250, 500, 1000, 2000, 4000]);
  });

  it.each([
    { retries: 0, tries: 1 },
    { retries: 2, tries: 3 },
  ])('is sent $tries times with $retries further tries', async ({ retries, tries }) => {
    const { server, answer } = await get(status(500), { retries });
    expect((await answer).status).toBe(500);
    expect(server.seen).toHaveLength(tries);
  });

  it('is sent once when its sender knows better', async () => {
    const server = await startServer(status(503));
    const http = createTestHttp();
    const response = await http.send({ method: 'PATCH', url: new URL(server.origin), retry: false });
    expect(response.status).toBe(503);
    expect(server.seen).toHaveLength(1);
  });

  it('is tried again when the connection breaks', async () => {
    const { answer } = await get(inTurn(hangUp, hangUp, ok));
    expect((await answer).status).toBe(200);
  });

  it('is tried again once, no oftener, when the connection is refused', async () => {
    const { origin } = await startServer(ok);
    const url = new URL(origin);
    url.port = '1'; // nothing listens there
    const http = createTestHttp();
    await expect(http.send({ method: 'GET', url })).rejects.toMatchObject({ code: 'NETWORK' });
    expect(http.traces.filter((line) => line.startsWith('>'))).toHaveLength(2);
  });

  it.each([
    { code: 'SVCSTG.SWR.4031032', http: 403, tries: 6 },
    { code: 'SVCSTG.SWR.4031033', http: 403, tries: 6 },
    { code: 'SVCSTG.SWR.4031042', http: 403, tries: 6 },
    { code: 'SVCSTG.SWR.4090023', http: 409, tries: 6 },
    { code: 'TOOMANYREQUESTS', http: 400, tries: 6 },
    { code: 'UNAVAILABLE', http: 400, tries: 6 },
    { code: 'SVCSTG.SWR.4000045', http: 400, tries: 2 },
    { code: 'SVCSTG.SWR.5000059', http: 500, tries: 2 },
    { code: 'SVCSTG.SWR.5007019', http: 500, tries: 1 },
    { code: 'SVCSTG.SWR.4000098', http: 400, tries: 1 },
    { code: 'DENIED', http: 403, tries: 1 },
  ])('with service code $code and status $http is sent $tries times', async ({ code, http, tries }) => {
    const { server, answer } = await get((_request, response) => {
      sendJson(response, http, { errors: [{ errorCode: code, errorMessage: 'x' }] });
    });
    expect((await answer).status).toBe(http);
    expect(server.seen).toHaveLength(tries);
  });

  it('opens its body again for each try and sends it whole', async () => {
    const server = await startServer(inTurn(status(503), hangUp, ok));
    let opened = 0;
    const open = () => {
      opened += 1;
      return Promise.resolve(Readable.from([Buffer.from('ab'), Buffer.from('cd')]));
    };
    const response = await createTestHttp().send({
      method: 'PUT',
      url: new URL(server.origin),
      body: { open, size: 4 },
    });
    expect(response.status).toBe(200);
    expect(server.seen.map(({ body }) => body.toString())).toEqual(['abcd', 'abcd', 'abcd']);
    expect(opened).toBe(3);
  });

  it('fails at once, with the words of the body, when the body is damaged', async () => {
    const server = await startServer(ok);
    const damaged = new SwrctlError('CONTENT_MISMATCH', 'layer.tar is damaged');
    const body = {
      size: 10,
      open: () =>
        Promise.resolve(
          Readable.from(
            (async function* () {
              yield Buffer.from('ab');
              await Promise.resolve();
              throw damaged;
            })(),
          ),
        ),
    };
    const sent = createTestHttp().send({ method: 'PUT', url: new URL(server.origin), body });
    await expect(sent).rejects.toBe(damaged);
  });

  it('says DISK, once, when the file of its body cannot be read', async () => {
    const server = await startServer(ok);
    const http = createTestHttp();
    const missing = join(await tempDir(), 'missing');
    const body = { size: 10, open: () => Promise.resolve(createReadStream(missing)) };
    await expect(http.send({ method: 'PUT', url: new URL(server.origin), body })).rejects.toMatchObject({
      code: 'DISK',
    });
    expect(http.waits).toEqual([]);
  });

  it('stops the run and says until when, when the service has blocked the account', async () => {
    const now = () => Date.parse('2026-05-01T10:00:00Z');
    const { server, answer } = await get(
      (_request, response) => {
        sendJson(response, 503, {
          errors: [{ code: 'DENIED', message: 'Not allow to login, upload or download image' }],
        });
      },
      { now },
    );
    await expect(answer).rejects.toMatchObject({
      code: 'BLOCKED',
      hint: expect.stringContaining('2026-05-01T10:30:00Z') as string,
    });
    expect(server.seen).toHaveLength(1);
  });

  it('ends with the reason of its signal while it waits for the next try', async () => {
    const stop = new AbortController();
    const reason = new SwrctlError('INTERRUPTED', 'interrupted');
    const server = await startServer(status(503, { 'retry-after': '100' }));
    const http = createTestHttp({
      sleep: (_ms, signal) => {
        stop.abort(reason);
        return Promise.resolve(signal?.throwIfAborted());
      },
    });
    const sent = http.send({ method: 'GET', url: new URL(server.origin), signal: stop.signal });
    await expect(sent).rejects.toBe(reason);
    expect(server.seen).toHaveLength(1);
  });

  it('ends with the reason of its signal while it waits for the answer, whatever the reason is', async () => {
    const stop = new AbortController();
    const reason = new RangeError('another error');
    const server = await startServer(() => {
      stop.abort(reason);
    });
    const sent = createTestHttp().send({ method: 'GET', url: new URL(server.origin), signal: stop.signal });
    await expect(sent).rejects.toBe(reason);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-05-01T10:00:00Z');
  it.each([
    { header: undefined, ms: undefined },
    { header: '7', ms: 7_000 },
    { header: ' 7 ', ms: 7_000 },
    { header: '600', ms: 120_000 },
    { header: '99999999999999999999', ms: 120_000 },
    { header: 'Fri, 01 May 2026 10:00:30 GMT', ms: 30_000 },
    { header: 'Fri, 01 May 2026 09:00:00 GMT', ms: undefined },
    { header: '0', ms: undefined },
    { header: '-5', ms: undefined },
    { header: '1.5', ms: undefined },
    { header: 'soon', ms: undefined },
    { header: '', ms: undefined },
  ])('"$header" means $ms ms', ({ header, ms }) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });

  it('is waited for instead of the usual time, and told', async () => {
    const { http, answer } = await get(inTurn(status(503, { 'retry-after': '7' }), status(429), ok));
    expect((await answer).status).toBe(200);
    expect(http.waits).toEqual([7_000, 500]);
    expect(http.notices.join()).toContain('asks to wait 7 s');
  });
});

describe('backoffMs', () => {
  it('stays between nothing and the doubled half second, at most 30 s', () => {
    const fraction = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
    fc.assert(
      fc.property(fc.nat(40), fraction, (attempt, random) => {
        const wait = backoffMs(attempt, () => random);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** attempt));
      }),
    );
    expect(backoffMs(10, () => 1)).toBe(30_000);
    expect(backoffMs(0, () => 1)).toBe(500);
  });
});

describe('verdictOf', () => {
  it.each([
    { status: 429, verdict: 'throttled' },
    { status: 503, verdict: 'throttled' },
    { status: 500, verdict: 'retry' },
    { status: 403, serviceCode: 'SVCSTG.SWR.4031032', verdict: 'throttled' },
    { status: 500, serviceCode: 'SVCSTG.SWR.5000059', verdict: 'once' },
    { status: 404, verdict: 'final' },
  ])('of $status $serviceCode is $verdict', ({ status: code, serviceCode, verdict }) => {
    expect(verdictOf(code, serviceCode === undefined ? {} : { serviceCode })).toBe(verdict);
  });
});

describe('a system error', () => {
  const request = { method: 'GET', url: new URL('https://h.example/v2/?signature=secret') };
  const failed = (code: string) => networkError(Object.assign(new Error(`${code} h.example`), { code }), request);

  it.each([
    { system: 'ENOTFOUND', code: 'NETWORK', again: false },
    { system: 'EAI_AGAIN', code: 'NETWORK', again: true },
    { system: 'ECONNRESET', code: 'NETWORK', again: true },
    { system: 'EPIPE', code: 'NETWORK', again: true },
    { system: 'UND_ERR_HEADERS_TIMEOUT', code: 'NETWORK', again: true },
    { system: 'UND_ERR_CONNECT_TIMEOUT', code: 'NETWORK', again: true },
    { system: 'UND_ERR_INVALID_ARG', code: 'NETWORK', again: false },
    { system: 'CERT_HAS_EXPIRED', code: 'TLS', again: false },
    { system: 'SELF_SIGNED_CERT_IN_CHAIN', code: 'TLS', again: false },
    { system: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', code: 'TLS', again: false },
    { system: 'ERR_TLS_CERT_ALTNAME_INVALID', code: 'TLS', again: false },
    { system: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', code: 'TLS', again: false },
  ])('$system is $code; another try: $again', ({ system, code, again }) => {
    const error = failed(system);
    expect(error).toMatchObject({ code });
    expect(error.message).not.toContain('secret');
    expect(isTransient(error)).toBe(again);
  });
});
