import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/model/digest.ts';
import { hasBlob, openBlob } from '../../src/registry/blob.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { itWith } from '../support/peers.ts';
import { registryCalls } from '../support/registry-calls.ts';
import { startRegistryServer } from '../support/registry-server.ts';
import { startServer, status, type Script } from '../support/scripted-server.ts';
import { testHost } from '../support/test-host.ts';

const repository = 'team/app';
const bytes = Buffer.from('0123456789');
const digest = digestOf(bytes);

async function serve(script: Script) {
  const server = await startServer((request, response) =>
    request.url === '/v2/' ? status(200)(request, response) : script(request, response),
  );
  return testHost(server.host);
}

describe('a blob', () => {
  itWith('docker-registry')('of a real registry is read from any offset', async () => {
    const origin = await startRegistryServer();
    await registryCalls(origin).upload(repository, bytes);
    const host = testHost(origin);
    for (const offset of [0, 1, 9]) {
      expect(await buffer(await openBlob(host, repository, digest, offset))).toEqual(bytes.subarray(offset));
    }
    expect(await hasBlob(host, repository, { digest, size: 10 })).toBe(true);
    expect(await hasBlob(host, repository, { digest, size: 11 })).toBe(false);
    expect(await hasBlob(host, repository, { digest: digestOf('x'), size: 1 })).toBe(false);
    await expect(openBlob(host, repository, digestOf('x'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('of SWR is read from the storage that it is redirected to, without the token', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'], quirks: { 'blob-redirect': true } });
    const { user, password } = emulator.login();
    await registryCalls(emulator.url, await emulator.token([`repository:${repository}:push,pull`])).upload(
      repository,
      bytes,
    );
    const host = testHost(emulator.url, { login: { username: user, password } });
    expect(await buffer(await openBlob(host, repository, digest, 4))).toEqual(bytes.subarray(4));
  });

  it.each([
    { name: 'ignores the range', script: status(200, {}, '0123456789') },
    { name: 'begins earlier', script: status(206, { 'content-range': 'bytes 2-9/10' }, '23456789') },
    { name: 'begins there', script: status(206, { 'content-range': 'bytes 4-9/10' }, '456789') },
    { name: 'does not say where it begins', script: status(206, {}, '456789') },
  ])('from an offset is right when the server $name', async ({ script }) => {
    const host = await serve(script);
    expect(await buffer(await openBlob(host, repository, digest, 4))).toEqual(bytes.subarray(4));
  });

  it.each(['bytes 5-9/10', 'bytes */10', 'nonsense'])('with the range "%s" is refused', async (range) => {
    const host = await serve(status(206, { 'content-range': range }, 'x'));
    await expect(openBlob(host, repository, digest, 4)).rejects.toMatchObject({ code: 'API_SHAPE' });
  });

  it('whose storage refuses names the storage, which a firewall must let through', async () => {
    const storage = await startServer(status(403, {}, '<Error><Code>AccessDenied</Code></Error>'));
    const host = await serve(status(307, { location: `${storage.origin}/b?sig=hidden` }));
    const error: unknown = await openBlob(host, repository, digest).catch((reason: unknown) => reason);
    expect(String(error)).toContain(`redirected to ${storage.host}`);
    expect(String(error)).not.toContain('hidden');
  });

  it('that breaks off gives an error of ours', async () => {
    const host = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('012', () => response.destroy());
    });
    await expect(buffer(await openBlob(host, repository, digest))).rejects.toMatchObject({ code: 'NETWORK' });
  });

  it.each([500, 429])('that cannot be looked for because of status %i is no absence', async (code) => {
    const host = await serve(status(code));
    await expect(hasBlob(host, repository, { digest, size: 10 })).rejects.toMatchObject({ service: { status: code } });
  });
});
