import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/model/digest.ts';
import { uploadSmallBlob } from '../../src/registry/upload-small.ts';
import { uploadBlob, type UploadOptions } from '../../src/registry/upload.ts';
import { makeCertificate } from '../support/certificate.ts';
import {
  hangUp,
  inTurn,
  sendJson,
  startServer,
  status,
  type Script,
  type SeenRequest,
} from '../support/scripted-server.ts';
import { testHost, type TestHost, type TestHostOptions } from '../support/test-host.ts';

const bytes = Buffer.from('0123456789');
const expected = { digest: digestOf(bytes), size: bytes.length };
const UPLOADS = '/v2/team/app/blobs/uploads/';
const basic = `Basic ${Buffer.from('user:secret').toString('base64')}`;

interface Steps {
  readonly POST?: Script;
  readonly PATCH?: Script;
  readonly PUT?: Script;
  readonly GET?: Script;
  readonly HEAD?: Script;
}

const opened: Script = status(202, { location: `${UPLOADS}1?_state=a%2Fb` });
const accepted: Script = status(202, { range: '0-9' });
const created: Script = status(201);

/** A registry that answers each step of an upload as a test wants it, and else as it should. */
async function serve(steps: Steps, options: TestHostOptions = {}) {
  const all = { POST: opened, PATCH: accepted, PUT: created, GET: status(404), HEAD: status(404), ...steps };
  const server = await startServer((request, response) => {
    if (request.url === '/v2/') return status(200, {}, '{}')(request, response);
    return all[request.method as keyof Steps](request, response);
  });
  const host = testHost(server.host, options);
  const sent = (method: string): SeenRequest[] =>
    server.seen.filter((request) => request.method === method && request.url !== '/v2/');
  return { server, host, sent };
}

const upload = (host: TestHost, more: Partial<UploadOptions> = {}) =>
  uploadBlob({
    host,
    repository: 'team/app',
    label: 'layer.tar',
    open: (offset) => Promise.resolve(Readable.from([bytes.subarray(offset)])),
    expected,
    ...more,
  });

const once = (first: Script, then: Script): Script => inTurn(first, then);
const errors = (code: number, name: string, headers = {}): Script => {
  return (_request, response) => {
    sendJson(response, code, { errors: [{ code: name, message: 'why' }] }, headers);
  };
};

describe('the Location of an upload', () => {
  const query = `&digest=${encodeURIComponent(expected.digest)}`;
  it.each([
    {
      name: 'relative with a query',
      location: () => `${UPLOADS}1?_state=a%2Fb`,
      put: `${UPLOADS}1?_state=a%2Fb${query}`,
    },
    { name: 'relative without one', location: () => `${UPLOADS}1`, put: `${UPLOADS}1?${query.slice(1)}` },
    { name: 'absolute', location: (origin: string) => `${origin}/up?x=1&x=2`, put: `/up?x=1&x=2${query}` },
  ])('may be $name', async ({ location, put }) => {
    const found = await serve({
      POST: (request, response) => status(202, { location: location(found.server.origin) })(request, response),
    });
    await upload(found.host);
    expect(found.sent('PUT').map(({ url }) => url)).toEqual([put]);
    expect(found.sent('PATCH')[0]).toMatchObject({
      url: put.replace(query, '').replace(/\?digest.*/, ''),
      body: bytes,
    });
  });

  it('is that of the last answer', async () => {
    const { host, sent } = await serve({ PATCH: status(202, { location: `${UPLOADS}2?_state=next` }) });
    await upload(host);
    expect(sent('PUT')[0]?.url).toContain(`${UPLOADS}2?_state=next&digest=`);
  });

  it('on another host gets the bytes and no credentials', async () => {
    const storage = await startServer((request, response) =>
      (request.method === 'PATCH' ? accepted : created)(request, response),
    );
    const protect =
      (then: Script): Script =>
      (request, response) =>
        (request.headers.authorization === basic ? then : status(401, { 'www-authenticate': 'Basic realm="x"' }))(
          request,
          response,
        );
    const { host, sent } = await serve(
      { POST: protect(status(202, { location: `${storage.origin}/session?sig=1` })) },
      { login: {} },
    );
    expect(await upload(host)).toEqual(expected);
    expect(sent('POST').at(-1)?.headers.authorization).toBe(basic);
    expect(storage.seen.map(({ method }) => method)).toEqual(['PATCH', 'PUT']);
    for (const { headers } of storage.seen) expect(headers.authorization).toBeUndefined();
  });

  it.each([
    { name: 'missing', headers: {} },
    { name: 'no address', headers: { location: 'http://[:::]/' } },
  ])('is API_SHAPE when it is $name', async ({ headers }) => {
    const { host } = await serve({ POST: status(202, headers) });
    await expect(upload(host)).rejects.toMatchObject({ code: 'API_SHAPE' });
  });

  it('does not lead from HTTPS to plain HTTP', async () => {
    const certificate = await makeCertificate();
    const plain = await startServer(accepted);
    const secure = await startServer(
      (request, response) =>
        status(request.url === '/v2/' ? 200 : 202, { location: `${plain.origin}/x` })(request, response),
      { tls: certificate },
    );
    const host = testHost(secure.host, { http: { extraCa: [certificate.cert] } });
    await expect(upload(host)).rejects.toMatchObject({ code: 'TLS' });
    expect(plain.seen).toEqual([]);
  });
});

describe('an upload session', () => {
  it.each([
    { name: 'unknown', script: errors(404, 'BLOB_UPLOAD_UNKNOWN') },
    { name: 'invalid', script: errors(400, 'BLOB_UPLOAD_INVALID') },
    { name: 'unknown, says a page', script: status(404, {}, '<html>Not Found</html>') },
    { name: 'at another offset', script: status(416, { range: '0-3' }) },
  ])('that is $name is begun again, and the bytes are sent from the start', async ({ script }) => {
    for (const step of ['PATCH', 'PUT'] as const) {
      const { host, sent } = await serve({ [step]: once(script, step === 'PATCH' ? accepted : created) });
      expect(await upload(host)).toEqual(expected);
      expect(sent('POST')).toHaveLength(2);
      expect(sent('GET')).toHaveLength(0);
      expect(sent('PATCH').at(-1)).toMatchObject({ body: bytes });
      expect(sent('PATCH').at(-1)?.headers).not.toHaveProperty('content-range');
    }
  });

  it('that is always unknown is given up after the sixth', async () => {
    const { host, sent } = await serve({ PATCH: errors(404, 'BLOB_UPLOAD_UNKNOWN') });
    await expect(upload(host)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(sent('PATCH').length).toBeGreaterThanOrEqual(6);
    expect(sent('PATCH').length).toBeLessThanOrEqual(7);
  });

  it('goes on where the registry says, with the range of the rest', async () => {
    const { host, sent } = await serve({
      PATCH: once(status(502), accepted),
      GET: status(204, { range: '0-3', location: `${UPLOADS}1?_state=at4` }),
    });
    expect(await upload(host)).toEqual(expected);
    expect(sent('PATCH')[1]).toMatchObject({
      url: `${UPLOADS}1?_state=at4`,
      body: bytes.subarray(4),
      headers: { 'content-range': '4-9', 'content-length': '6' },
    });
  });

  it('that holds other bytes after that than were sent is begun again', async () => {
    const { host, sent } = await serve({
      PATCH: inTurn(status(502), status(202, { range: '0-12' }), accepted),
      GET: status(204, { range: '0-3' }),
    });
    expect(await upload(host)).toEqual(expected);
    expect(sent('POST')).toHaveLength(2);
    expect(sent('PATCH')[2]).toMatchObject({ body: bytes });
  });

  it('that was resumed and has another digest in the end is begun again, once', async () => {
    const steps = (PUT: Script): Steps => ({
      PATCH: inTurn(status(502), status(202), status(202)),
      GET: status(204, { range: '0-3' }),
      PUT,
    });
    const { host, sent } = await serve(steps(once(errors(400, 'DIGEST_INVALID'), created)));
    expect(await upload(host)).toEqual(expected);
    expect(sent('PATCH')[2]).toMatchObject({ body: bytes });
    const never = await serve(steps(errors(400, 'DIGEST_INVALID')));
    await expect(upload(never.host)).rejects.toMatchObject({ service: { serviceCode: 'DIGEST_INVALID' } });
    expect(never.sent('PUT')).toHaveLength(2);
  });

  it.each([
    { name: 'nothing or one byte', headers: { range: '0-0' } },
    { name: 'more than was sent', headers: { range: '0-99' } },
    { name: 'no range', headers: {} },
    { name: 'nonsense', headers: { range: 'bytes 4' } },
  ])('that says it holds $name is begun again', async ({ headers }) => {
    const { host, sent } = await serve({ PATCH: once(status(502), accepted), GET: status(204, headers) });
    expect(await upload(host)).toEqual(expected);
    expect(sent('POST')).toHaveLength(2);
  });

  it('that holds everything is closed without sending the bytes again', async () => {
    const { host, sent } = await serve({ PATCH: once(status(504), accepted), GET: status(204, { range: '0-9' }) });
    expect(await upload(host)).toEqual(expected);
    expect(sent('PATCH')).toHaveLength(1);
  });
});

describe('a throttling registry', () => {
  it('is waited for as long as it says', async () => {
    const { host } = await serve({ PATCH: once(status(503, { 'retry-after': '7' }), accepted) });
    expect(await upload(host)).toEqual(expected);
    expect(host.http.waits).toEqual([7_000]);
  });

  it.each(['POST', 'PATCH', 'PUT'] as const)('that never takes the %s is asked six times', async (step) => {
    const { host, sent } = await serve({ [step]: status(429) });
    await expect(upload(host)).rejects.toMatchObject({ code: 'THROTTLED', service: { status: 429 } });
    expect(sent(step).length).toBeGreaterThanOrEqual(6);
    expect(sent(step).length).toBeLessThanOrEqual(7);
  });

  it('that speaks of a block is left alone at once', async () => {
    const { host, sent } = await serve({
      PATCH: status(503, {}, 'denied: Not allow to login, upload or download image'),
    });
    await expect(upload(host)).rejects.toMatchObject({ code: 'BLOCKED' });
    expect(sent('PATCH')).toHaveLength(1);
  });
});

describe('an answer that settles it', () => {
  it.each([
    { step: 'POST', script: errors(403, 'DENIED'), code: 'AUTH_REQUIRED' },
    { step: 'PATCH', script: errors(403, 'DENIED'), code: 'AUTH_REQUIRED' },
    { step: 'PATCH', script: errors(413, 'SIZE_INVALID'), code: 'FAILED' },
    { step: 'PUT', script: errors(400, 'DIGEST_INVALID'), code: 'FAILED' },
    { step: 'POST', script: errors(404, 'NAME_UNKNOWN'), code: 'NOT_FOUND' },
    { step: 'POST', script: errors(400, 'NAME_INVALID'), code: 'REFUSED' },
  ])('ends the upload: $code at $step', async ({ step, script, code }) => {
    const { host, sent } = await serve({ [step]: script });
    await expect(upload(host)).rejects.toMatchObject({ code, service: { text: 'why' } });
    expect(sent(step)).toHaveLength(1);
    expect(host.http.waits).toEqual([]);
  });

  it('is the blob itself when the PUT failed but it is there', async () => {
    const there = status(200, { 'content-length': '10' });
    for (const PUT of [hangUp, status(500), status(504)]) {
      const { host, sent } = await serve({ PUT, HEAD: there });
      expect(await upload(host)).toEqual(expected);
      expect([sent('PATCH'), sent('PUT'), sent('HEAD')].map(({ length }) => length)).toEqual([1, 1, 1]);
    }
  });

  it('is not a blob of another length', async () => {
    const { host, sent } = await serve({
      PUT: once(status(500), created),
      HEAD: status(200, { 'content-length': '9' }),
      GET: status(204, { range: '0-9' }),
    });
    expect(await upload(host)).toEqual(expected);
    expect(sent('PUT')).toHaveLength(2);
    expect(sent('PATCH')).toHaveLength(1);
  });
});

describe('a small blob', () => {
  const small = (host: TestHost) =>
    uploadSmallBlob({
      ...{ host, repository: 'team/app', label: 'config', expected },
      open: (offset) => Promise.resolve(Readable.from([bytes.subarray(offset)])),
    });

  it('goes up in one PUT with its bytes', async () => {
    const { host, sent } = await serve({});
    await small(host);
    expect(sent('PUT')).toHaveLength(1);
    expect(sent('PUT')[0]).toMatchObject({ body: bytes, headers: { 'content-length': '10' } });
    expect(sent('PATCH')).toHaveLength(0);
  });

  it.each([400, 405, 411, 416])('goes up in the long form after status %i', async (code) => {
    const { host, sent } = await serve({ PUT: once(status(code), created) });
    await small(host);
    expect(sent('PATCH')[0]).toMatchObject({ body: bytes });
    expect(sent('PUT')[1]).toMatchObject({ body: Buffer.alloc(0) });
  });

  it.each([401, 403, 413])('is given up after status %i', async (code) => {
    const { host, sent } = await serve({ PUT: status(code) });
    await expect(small(host)).rejects.toMatchObject({ service: { status: code } });
    expect(sent('PATCH')).toHaveLength(0);
  });

  it('is looked for when its session is gone: the first answer may have got lost', async () => {
    const { host, sent } = await serve({
      PUT: once(hangUp, errors(404, 'BLOB_UPLOAD_UNKNOWN')),
      HEAD: status(200, { 'content-length': '10' }),
    });
    await small(host);
    expect(sent('PUT')).toHaveLength(2);
    expect(sent('POST')).toHaveLength(1);
  });
});
