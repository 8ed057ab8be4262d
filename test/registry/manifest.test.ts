import { describe, expect, it } from 'vitest';
import { digestOf, parseDigest } from '../../src/model/digest.ts';
import { MAX_MANIFEST_SIZE, parseManifest } from '../../src/model/manifest.ts';
import { ACCEPTED_MANIFESTS, DOCKER, OCI } from '../../src/model/media-type.ts';
import { getManifest, headManifest, putManifest } from '../../src/registry/manifest.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { itWith } from '../support/peers.ts';
import { imageManifest, manifestList, registryCalls } from '../support/registry-calls.ts';
import { startRegistryServer } from '../support/registry-server.ts';
import { startServer, status } from '../support/scripted-server.ts';
import { testHost } from '../support/test-host.ts';

const repository = 'team/app';
const text = (value: unknown): string => JSON.stringify(value);
const [config, layer] = ['{"rootfs":{}}', 'layer'];
const docker = parseManifest(Buffer.from(text(imageManifest(DOCKER.manifest, config, layer))), undefined, 'it');

/** A real registry that holds one image under `v1`. */
async function startFilled(): Promise<ReturnType<typeof testHost>> {
  const origin = await startRegistryServer();
  const calls = registryCalls(origin);
  for (const blob of [config, layer]) expect((await calls.upload(repository, blob)).status).toBe(201);
  const host = testHost(origin);
  await putManifest({ host, repository, key: 'v1' }, docker);
  return host;
}

describe('a manifest in a real registry', () => {
  itWith('docker-registry')('is read by tag and by digest as it was stored', async () => {
    const host = await startFilled();
    for (const key of ['v1', docker.descriptor.digest]) {
      const found = await getManifest({ host, repository, key });
      expect(found.bytes.equals(docker.bytes)).toBe(true);
      expect(found.descriptor).toEqual(docker.descriptor);
      expect(await headManifest({ host, repository, key })).toEqual({
        digest: docker.descriptor.digest,
        size: docker.bytes.length,
        mediaType: DOCKER.manifest,
      });
    }
  });

  itWith('docker-registry')('that is absent is NOT_FOUND, and undefined for those who only look', async () => {
    const host = await startFilled();
    for (const key of ['v2', digestOf('other')]) {
      expect(await headManifest({ host, repository, key })).toBeUndefined();
      await expect(getManifest({ host, repository, key })).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: expect.stringContaining(`"${key}"`) as string,
      });
    }
    expect(await headManifest({ host, repository: 'team/none', key: 'v1' })).toBeUndefined();
  });

  itWith('docker-registry')('whose blobs are missing is refused with the words of the registry', async () => {
    const host = await startFilled();
    const dangling = parseManifest(Buffer.from(text(imageManifest(OCI.manifest, '{}', 'missing'))), undefined, 'it');
    await expect(putManifest({ host, repository, key: 'v2' }, dangling)).rejects.toMatchObject({
      service: { serviceCode: expect.stringMatching(/^MANIFEST_/) as string },
    });
    expect(await headManifest({ host, repository, key: 'v2' })).toBeUndefined();
  });

  it('that SWR does not take is MANIFEST_REFUSED', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const { user, password } = emulator.login();
    const host = testHost(emulator.url, { login: { username: user, password } });
    const list = manifestList(OCI.index, [
      { type: OCI.manifest, manifest: imageManifest(OCI.manifest, config, layer) },
    ]);
    const index = parseManifest(Buffer.from(text(list)), undefined, 'it');
    await expect(putManifest({ host, repository, key: 'v1' }, index)).rejects.toMatchObject({
      code: 'MANIFEST_REFUSED',
      service: { status: 400, serviceCode: 'MANIFEST_INVALID' },
    });
  });
});

describe('a manifest from a server that is wrong', () => {
  const serve = async (body: string | Buffer, headers: Record<string, string> = {}) => {
    const server = await startServer((request, response) => {
      if (request.url === '/v2/') return status(200)(request, response);
      response.writeHead(200, { 'content-type': DOCKER.manifest, ...headers }).end(body);
    });
    return { server, host: testHost(server.host) };
  };

  it('is asked for with every type we know', async () => {
    const { server, host } = await serve(docker.bytes);
    await getManifest({ host, repository, key: 'v1' });
    await headManifest({ host, repository, key: 'v1' });
    for (const { headers } of server.seen.slice(-2)) expect(headers.accept).toBe(ACCEPTED_MANIFESTS.join(', '));
  });

  it.each([
    { name: 'altered', body: docker.bytes.toString().replace('2', '2 ') },
    { name: 'a page', body: '<html>' },
    { name: 'cut', body: docker.bytes.subarray(0, 20) },
    { name: 'nothing', body: '' },
  ])('is refused when it is $name and was asked for by digest', async ({ body }) => {
    const { host } = await serve(body, { 'docker-content-digest': docker.descriptor.digest });
    const found = getManifest({ host, repository, key: docker.descriptor.digest });
    await expect(found).rejects.toMatchObject({ code: 'CONTENT_MISMATCH' });
  });

  it('is checked against a sha512 digest too', async () => {
    const { host } = await serve(docker.bytes);
    const right = digestOf(docker.bytes, 'sha512');
    expect((await getManifest({ host, repository, key: right })).bytes.equals(docker.bytes)).toBe(true);
    const wrong = getManifest({ host, repository, key: digestOf('x', 'sha512') });
    await expect(wrong).rejects.toMatchObject({ code: 'CONTENT_MISMATCH' });
  });

  it('has the digest of its bytes, whatever the header says', async () => {
    const { host } = await serve(docker.bytes, { 'docker-content-digest': digestOf('lie') });
    const found = await getManifest({ host, repository, key: 'v1' });
    expect(found.descriptor.digest).toBe(docker.descriptor.digest);
  });

  it.each([
    { name: 'a page', body: '<html>', code: 'API_SHAPE' },
    { name: 'schema 1', body: '{"schemaVersion":1,"fsLayers":[]}', code: 'API_SHAPE' },
    { name: 'more than 4 MiB', body: Buffer.alloc(MAX_MANIFEST_SIZE + 1, ' '), code: 'API_SHAPE' },
  ])('is refused when it is $name', async ({ body, code }) => {
    const { host } = await serve(body, { 'content-type': 'application/json' });
    await expect(getManifest({ host, repository, key: 'v1' })).rejects.toMatchObject({ code });
  });

  it('is read and hashed where it is looked for and the header has no digest', async () => {
    const { host, server } = await serve(docker.bytes);
    const { digest, size } = docker.descriptor;
    expect(await headManifest({ host, repository, key: 'v1' })).toEqual({ digest, size, mediaType: DOCKER.manifest });
    expect(server.seen.map(({ method }) => method)).toEqual(['GET', 'HEAD', 'GET']);
  });

  it('that comes back under another digest after a push is a mismatch', async () => {
    const server = await startServer((request, response) =>
      request.url === '/v2/'
        ? status(200)(request, response)
        : status(201, { 'docker-content-digest': digestOf('other') })(request, response),
    );
    const put = putManifest({ host: testHost(server.host), repository, key: 'v1' }, docker);
    await expect(put).rejects.toMatchObject({ code: 'CONTENT_MISMATCH' });
    expect(server.seen.at(-1)).toMatchObject({ headers: { 'content-type': DOCKER.manifest }, body: docker.bytes });
  });

  it.each([401, 403])('with status %i is no absence', async (code) => {
    const server = await startServer((request, response) =>
      status(request.url === '/v2/' ? 200 : code)(request, response),
    );
    const looked = headManifest({ host: testHost(server.host), repository, key: parseDigest(digestOf('x')) });
    await expect(looked).rejects.toMatchObject({ code: 'AUTH_REQUIRED' });
  });
});
