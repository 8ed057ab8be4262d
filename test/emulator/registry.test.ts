import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../src/emulator/emulator.ts';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import * as registry from '../support/registry-calls.ts';

const { digestOf, imageManifest, manifestList, registryCalls, withDigest } = registry;
const { DOCKER_LIST, DOCKER_MANIFEST, OCI_INDEX, OCI_MANIFEST } = registry;

const LAYER = 'a layer';
const CONFIG = '{}';
const R = '/v2/team/app';
const REFUSED = {
  status: 400,
  error: { code: 'MANIFEST_INVALID', message: "Invalid image, fail to parse 'manifest.json'" },
};

interface Setup extends registry.RegistryCalls {
  readonly emulator: TestEmulator;
  readonly token: string;
}

/** An organization `team` and a token for team/app and team/other. */
async function setUp(options: EmulatorOptions = {}): Promise<Setup> {
  const emulator = await startTestEmulator({ organizations: ['team'], ...options });
  const token = await emulator.token(['team/app', 'team/other'].map((name) => `repository:${name}:pull,push,delete`));
  return { emulator, token, ...registryCalls(emulator.url, token) };
}

async function pushImage(calls: Setup, tag: string, type = DOCKER_MANIFEST): Promise<registry.RegistryAnswer> {
  await calls.upload('team/app', CONFIG);
  await calls.upload('team/app', LAYER);
  return calls.putManifest('team/app', tag, type, imageManifest(type, CONFIG, LAYER));
}

describe('blob upload', () => {
  it('takes chunks in order and tells where a wrong one should start', async () => {
    const { call } = await setUp();
    const chunk = (location: string, text: string, range: string) =>
      call('PATCH', location, { body: text, headers: { 'content-range': range } });
    const started = await call('POST', `${R}/blobs/uploads/`);
    const first = await chunk(started.headers.get('location') ?? '', LAYER.slice(0, 4), '0-3');
    expect(first).toMatchObject({ status: 202 });
    expect(first.headers.get('range')).toBe('0-3');
    const location = first.headers.get('location') ?? '';
    const wrong = await chunk(location, LAYER.slice(4), '5-7');
    expect(wrong.status).toBe(416);
    expect(wrong.headers.get('range')).toBe('0-3');
    expect((await chunk(location, LAYER.slice(4), '4-6')).status).toBe(202);
    expect((await call('PUT', withDigest(location, digestOf(LAYER)))).status).toBe(201);
  });

  it('refuses every chunk with the quirk chunk-refused, but not a streamed body', async () => {
    const { call } = await setUp({ quirks: { 'chunk-refused': true } });
    const location = (await call('POST', `${R}/blobs/uploads/`)).headers.get('location') ?? '';
    const headers = { 'content-range': '0-6' };
    const refused = await call('PATCH', location, { body: LAYER, headers });
    expect(refused.status).toBe(416);
    // Either would tell regctl to try again, for ever.
    expect([refused.headers.get('location'), refused.headers.get('range')]).toEqual([null, null]);
    expect((await call('PATCH', location, { body: LAYER })).status).toBe(202);
  });

  it('takes a whole blob with the POST', async () => {
    const { call } = await setUp();
    const answer = await call('POST', `${R}/blobs/uploads/?digest=${digestOf(LAYER)}`, { body: LAYER });
    expect(answer.status).toBe(201);
    expect((await call('GET', `${R}/blobs/${digestOf(LAYER)}`)).text).toBe(LAYER);
  });

  it('verifies sha512 as well', async () => {
    const { call } = await setUp();
    const location = (await call('POST', `${R}/blobs/uploads/`)).headers.get('location') ?? '';
    const digest = `sha512:${createHash('sha512').update(LAYER).digest('hex')}`;
    expect((await call('PUT', withDigest(location, digest), { body: LAYER })).status).toBe(201);
    expect((await call('GET', `${R}/blobs/${digest}`)).text).toBe(LAYER);
  });

  it('knows no session of another repository', async () => {
    const { call } = await setUp();
    const location = (await call('POST', `${R}/blobs/uploads/`)).headers.get('location') ?? '';
    const answer = await call('GET', location.replace('team/app', 'team/other'));
    expect(answer).toMatchObject({ status: 404, error: { code: 'BLOB_UPLOAD_UNKNOWN' } });
  });

  it('ends at the layer limit', async () => {
    const { call } = await setUp({ quotas: { layer: 6 } });
    const location = (await call('POST', `${R}/blobs/uploads/`)).headers.get('location') ?? '';
    expect((await call('PATCH', location, { body: LAYER })).status).toBe(413);
    expect((await call('GET', location)).status).toBe(404);
  });

  it('answers 413 while the client is still sending', async () => {
    const { call } = await setUp({ quotas: { layer: 100_000 } });
    const location = (await call('POST', `${R}/blobs/uploads/`)).headers.get('location') ?? '';
    const answer = await call('PATCH', location, { body: Buffer.alloc(20_000_000) });
    expect(answer).toMatchObject({ status: 413, error: { code: 'SIZE_INVALID' } });
    expect((await call('POST', `${R}/blobs/uploads/`)).status).toBe(202);
  });

  it('ignores a mount', async () => {
    const calls = await setUp();
    await calls.upload('team/app', LAYER);
    const mount = `/v2/team/other/blobs/uploads/?mount=${digestOf(LAYER)}&from=team/app`;
    expect((await calls.call('POST', mount)).status).toBe(202);
  });

  it('mounts without the quirk, if the token may read the source', async () => {
    const calls = await setUp({ quirks: { 'mount-ignored': false } });
    await calls.upload('team/app', LAYER);
    const mount = `/v2/team/other/blobs/uploads/?mount=${digestOf(LAYER)}&from=team/app`;
    expect((await calls.call('POST', mount)).status).toBe(201);
    const narrow = await calls.emulator.token(['repository:team/other:pull,push']);
    expect((await registryCalls(calls.emulator.url, narrow).call('POST', mount)).status).toBe(202);
  });
});

describe('blobs', () => {
  it('answer 416 behind their end', async () => {
    const calls = await setUp();
    await calls.upload('team/app', LAYER);
    const { status, headers } = await calls.call('GET', `${R}/blobs/${digestOf(LAYER)}`, {
      headers: { range: 'bytes=7-' },
    });
    expect(status).toBe(416);
    expect(headers.get('content-range')).toBe('bytes */7');
  });

  it('may be empty', async () => {
    const calls = await setUp();
    expect((await calls.upload('team/app', '')).status).toBe(201);
    const { status, text } = await calls.call('GET', `${R}/blobs/${digestOf('')}`);
    expect({ status, text }).toEqual({ status: 200, text: '' });
  });

  it('redirect to an origin that takes no Authorization, with the quirk blob-redirect', async () => {
    const calls = await setUp({ quirks: { 'blob-redirect': true } });
    await calls.upload('team/app', LAYER);
    const { status, headers } = await calls.call('GET', `${R}/blobs/${digestOf(LAYER)}`);
    const location = headers.get('location') ?? '';
    expect(status).toBe(307);
    expect(new URL(location).hostname).toBe('localhost');
    const other = await registryCalls(calls.emulator.url.replace('127.0.0.1', 'localhost'), calls.token).call(
      'GET',
      `${R}/blobs/${digestOf(LAYER)}`,
    );
    expect(new URL(other.headers.get('location') ?? '').hostname).toBe('127.0.0.1');
    const plain = registryCalls(location);
    expect(await plain.call('GET', location)).toMatchObject({ status: 200, text: LAYER });
    expect((await plain.call('GET', location, { headers: { range: 'bytes=2-' } })).text).toBe(LAYER.slice(2));
    expect((await plain.call('GET', location, { headers: { authorization: 'Bearer x' } })).status).toBe(400);
    expect((await calls.call('HEAD', `${R}/blobs/${digestOf(LAYER)}`)).status).toBe(200);
  });
});

describe('manifests', () => {
  const image = imageManifest(OCI_MANIFEST, CONFIG, LAYER);
  const zstd = JSON.parse(JSON.stringify(image).replace('tar+gzip', 'tar+zstd')) as unknown;
  const attestation = JSON.parse(
    JSON.stringify(image).replace('application/vnd.oci.image.layer.v1.tar+gzip', 'application/vnd.in-toto+json'),
  ) as unknown;
  const attested = manifestList(DOCKER_LIST, [
    { type: OCI_MANIFEST, manifest: image, os: 'unknown', architecture: 'unknown' },
  ]);
  const index = manifestList(OCI_INDEX, [{ type: OCI_MANIFEST, manifest: image }]);

  it.each([
    { quirk: 'oci-index-refused', type: OCI_INDEX, manifest: index },
    { quirk: 'attestation-refused', type: OCI_MANIFEST, manifest: attestation },
    { quirk: 'attestation-refused', type: DOCKER_LIST, manifest: attested },
    { quirk: 'oci-manifest-refused', type: OCI_MANIFEST, manifest: image },
    { quirk: 'zstd-refused', type: OCI_MANIFEST, manifest: zstd },
  ] as const)('are refused with the quirk $quirk and taken without it', async ({ quirk, type, manifest }) => {
    for (const isOn of [true, false]) {
      const calls = await setUp({ quirks: { [quirk]: isOn } });
      await calls.upload('team/app', CONFIG);
      await calls.upload('team/app', LAYER);
      if (!isOn) await calls.putManifest('team/app', 'v1', OCI_MANIFEST, image);
      const answer = await calls.putManifest('team/app', 'v2', type, manifest);
      if (isOn) expect(answer).toMatchObject(REFUSED);
      else expect(answer.status).toBe(201);
    }
  });

  it('are refused when a blob is missing, in the words of the service', async () => {
    const calls = await setUp();
    await calls.upload('team/app', CONFIG);
    const answer = await calls.putManifest('team/app', 'v1', OCI_MANIFEST, image);
    expect(answer.status).toBe(400);
    expect(answer.error.message).toContain('Database Not found blob');
  });

  it('do not see blobs of other repositories', async () => {
    const calls = await setUp();
    await calls.upload('team/app', CONFIG);
    await calls.upload('team/other', LAYER);
    expect((await calls.putManifest('team/app', 'v1', OCI_MANIFEST, image)).status).toBe(400);
  });

  it('go to a reader without Accept as schema 2', async () => {
    const calls = await setUp();
    await pushImage(calls, 'v1');
    const { status, headers } = await calls.call('GET', `${R}/manifests/v1`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(DOCKER_MANIFEST);
  });

  it('have no digest header with the quirk no-digest-header', async () => {
    const calls = await setUp({ quirks: { 'no-digest-header': true } });
    expect((await pushImage(calls, 'v1')).headers.has('docker-content-digest')).toBe(false);
    expect((await calls.call('HEAD', `${R}/manifests/v1`)).headers.has('docker-content-digest')).toBe(false);
  });

  it('move a tag when pushed again', async () => {
    const calls = await setUp();
    await pushImage(calls, 'v1', OCI_MANIFEST);
    const { headers } = await pushImage(calls, 'v1');
    const now = await calls.call('HEAD', `${R}/manifests/v1`);
    expect(now.headers.get('docker-content-digest')).toBe(headers.get('docker-content-digest'));
  });

  it('stop at the tag quota, but let old tags move', async () => {
    const calls = await setUp({ quotas: { tag: 1 } });
    expect((await pushImage(calls, 'v1')).status).toBe(201);
    expect(await pushImage(calls, 'v2')).toMatchObject({ status: 403, error: { code: 'DENIED' } });
    expect((await pushImage(calls, 'v1')).status).toBe(201);
  });

  it('are deleted only by those who may manage', async () => {
    const seed = 'organizations: [{ name: team, grants: [{ user: alice, level: edit }] }]';
    const calls = await setUp({ seed });
    const digest = (await pushImage(calls, 'v1')).headers.get('docker-content-digest') ?? '';
    const [alice] = calls.emulator.info.users;
    const token = await calls.emulator.token(
      ['repository:team/app:pull,push'],
      calls.emulator.login(alice?.ak, alice?.sk),
    );
    const path = `${R}/manifests/${digest}`;
    expect((await registryCalls(calls.emulator.url, token).call('DELETE', path)).status).toBe(403);
    expect((await calls.call('DELETE', path)).status).toBe(202);
  });
});

describe('names', () => {
  it.each(['team/App', 'team/a___b', 'team/-a', 'team/a..b', `team/${'a'.repeat(129)}`])(
    '%s is refused',
    async (name) => {
      const emulator = await startTestEmulator({ organizations: ['team'] });
      const token = await emulator.token([`repository:${name}:pull,push`]);
      const { error, status } = await registryCalls(emulator.url, token).call('POST', `/v2/${name}/blobs/uploads/`);
      expect(status).toBe(400);
      expect(error.code).toBe('NAME_INVALID');
    },
  );

  it('may have several slashes', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const token = await emulator.token(['repository:team/a/b/c:pull,push']);
    expect((await registryCalls(emulator.url, token).upload('team/a/b/c', LAYER)).status).toBe(201);
  });
});

describe('tag lists', () => {
  it('are 200 with null for a missing repository', async () => {
    const { call } = await setUp();
    expect(await call('GET', `${R}/tags/list`)).toMatchObject({ status: 200, text: '{"name":"team/app","tags":null}' });
  });

  it('hold one empty name when nothing is tagged', async () => {
    const calls = await setUp();
    await pushImage(calls, digestOf(JSON.stringify(imageManifest(DOCKER_MANIFEST, CONFIG, LAYER))));
    expect(JSON.parse((await calls.call('GET', `${R}/tags/list`)).text)).toMatchObject({ tags: [''] });
  });

  it('are 404 without the quirk tags-null', async () => {
    const { call } = await setUp({ quirks: { 'tags-null': false } });
    expect(await call('GET', `${R}/tags/list`)).toMatchObject({ status: 404, error: { code: 'NAME_UNKNOWN' } });
  });

  it('come in pages', async () => {
    const calls = await setUp();
    for (const tag of ['c', 'a', 'b']) await pushImage(calls, tag);
    const first = await calls.call('GET', `${R}/tags/list?n=2`);
    expect(JSON.parse(first.text)).toEqual({ name: 'team/app', tags: ['a', 'b'] });
    const next = /^<(.*)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await calls.call('GET', next);
    expect(JSON.parse(second.text)).toMatchObject({ tags: ['c'] });
    expect(second.headers.has('link')).toBe(false);
  });
});

describe('the catalog', () => {
  it('is not there', async () => {
    const { call } = await setUp();
    expect((await call('GET', '/v2/_catalog')).status).toBe(404);
  });

  it('lists what the caller may read without the quirk catalog-404', async () => {
    const seed = 'organizations: [{ name: team, repositories: [{ name: app }, { name: open, public: true }] }]';
    const emulator = await startTestEmulator({ seed, quirks: { 'catalog-404': false } });
    const [alice] = emulator.info.users;
    const token = await emulator.token([], emulator.login(alice?.ak, alice?.sk));
    const { text } = await registryCalls(emulator.url, token).call('GET', '/v2/_catalog');
    expect(JSON.parse(text)).toEqual({ repositories: ['team/open'] });
  });
});

describe('the rate limit', () => {
  it('is 503 above 20 requests in a second, and later the blacklist', async () => {
    const now = new Date('2026-01-15T08:30:00.000Z');
    const { url, control } = await startTestEmulator({ quirks: { 'throttle-503': true }, now: () => now });
    const { call } = registryCalls(url);
    const burst = async (count: number) => {
      const answers = [];
      for (let i = 0; i < count; i += 1) answers.push(await call('GET', '/v2/'));
      return answers;
    };
    const answers = await burst(21);
    expect(answers.map(({ status }) => status)).toEqual([...Array<number>(20).fill(401), 503]);
    await control('clock', { advanceSeconds: 1 });
    expect((await call('GET', '/v2/')).status).toBe(401);
    const last = (await burst(140)).at(-1);
    expect(last).toMatchObject({ status: 403, error: { message: 'Not allow to login, upload or download image' } });
    await control('clock', { advanceSeconds: 1800 });
    expect((await call('GET', '/v2/')).status).toBe(401);
  });
});

describe('html-errors', () => {
  it('answers 404 with a page', async () => {
    const { call } = await setUp({ quirks: { 'html-errors': true } });
    const { status, headers, text } = await call('GET', `${R}/manifests/v1`);
    expect(status).toBe(404);
    expect(headers.get('content-type')).toBe('text/html');
    expect(text).toContain('<html>');
  });
});
