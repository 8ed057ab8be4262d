import { describe, expect, it } from 'vitest';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import {
  digestOf,
  DOCKER_MANIFEST,
  imageManifest,
  registryCalls,
  withDigest,
  type RegistryCalls,
} from '../support/registry-calls.ts';

/** The calls of clients that are not packaged for Debian: containerd's resolver, regctl, oras, crane, cosign. */
const CONFIG = '{"architecture":"amd64","os":"linux"}';
const LAYER = 'a layer of a few pieces';
const R = '/v2/team/app';

async function pushed(emulator: TestEmulator): Promise<RegistryCalls> {
  const calls = registryCalls(emulator.url, await emulator.token(['repository:team/app:pull,push']));
  await calls.upload('team/app', CONFIG);
  await calls.upload('team/app', LAYER);
  await calls.putManifest('team/app', 'v1', DOCKER_MANIFEST, imageManifest(DOCKER_MANIFEST, CONFIG, LAYER));
  return calls;
}

describe('a token asked with two scopes of one repository', () => {
  it.each([
    { name: 'as containerd asks before a push', scopes: ['repository:team/app:pull', 'repository:team/app:pull,push'] },
    { name: 'the other way round', scopes: ['repository:team/app:pull,push', 'repository:team/app:pull'] },
    { name: 'in one parameter', scopes: ['repository:team/app:pull repository:team/app:push'] },
    {
      name: 'with another repository between',
      scopes: ['repository:team/app:pull', 'repository:team/x:pull', 'repository:team/app:push'],
    },
    { name: 'after an echoed challenge', scopes: ['repository:team/app:', 'repository:team/app:pull,push'] },
  ])('counts both, $name', async ({ scopes }) => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const calls = registryCalls(emulator.url, await emulator.token(scopes));
    expect((await calls.upload('team/app', LAYER)).status).toBe(201);
    expect((await calls.call('HEAD', `${R}/blobs/${digestOf(LAYER)}`)).status).toBe(200);
  });
});

describe('a path below /v2/ that no route knows', () => {
  it.each([
    { client: 'oras and crane', path: `${R}/referrers/${digestOf('x')}` },
    { client: 'cosign', path: `${R}/referrers/${digestOf('x')}?artifactType=application/x` },
    { client: 'an extension', path: `${R}/_oci/ext/discover` },
    { client: 'nobody', path: `${R}/nothing` },
  ])('is a plain 404 for $client, which says nothing of the repository', async ({ path }) => {
    const calls = await pushed(await startTestEmulator({ organizations: ['team'] }));
    const { status, text, headers } = await calls.call('GET', path);
    expect({ status, text }).toEqual({ status: 404, text: '404 page not found\n' });
    expect(headers.get('content-type')).toContain('text/plain');
    expect((await calls.call('GET', `${R}/tags/list`)).status).toBe(200);
  });
});

/**
 * The chunks of an upload as regctl sends them: a 4xx that has Location and Range counts as recoverable, without end;
 * any other asks for the state and gives up after ten tries.
 */
async function sendInChunks({ call }: RegistryCalls, bytes: string, size: number): Promise<number> {
  let location = (await call('POST', `${R}/blobs/uploads/`)).headers.get('location') ?? '';
  let requests = 1;
  for (let [start, failures] = [0, 0]; start < bytes.length && requests < 200; requests += 1) {
    const piece = bytes.slice(start, start + size);
    const headers = { 'content-range': `${start}-${start + piece.length - 1}` };
    const reply = await call('PATCH', location, { body: piece, headers });
    const isRecoverable = reply.headers.has('location') && reply.headers.has('range');
    if (reply.status >= 400 && !isRecoverable && (failures += 1) > 10) return requests;
    const state = reply.status === 202 || isRecoverable ? reply : await call('GET', location);
    location = state.headers.get('location') ?? location;
    start = Number(state.headers.get('range')?.split('-')[1] ?? Number.NaN) + 1;
  }
  await call('PUT', withDigest(location, digestOf(bytes)));
  return requests;
}

describe('chunks as regctl sends them', () => {
  it('arrive', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const calls = await pushed(emulator);
    expect(await sendInChunks(calls, 'other content', 4)).toBe(5);
    expect((await calls.call('GET', `${R}/blobs/${digestOf('other content')}`)).text).toBe('other content');
  });

  it('end with an error where chunks are refused', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'], quirks: { 'chunk-refused': true } });
    const calls = registryCalls(emulator.url, await emulator.token(['repository:team/app:pull,push']));
    expect(await sendInChunks(calls, 'other content', 4)).toBeLessThan(30);
  });
});
