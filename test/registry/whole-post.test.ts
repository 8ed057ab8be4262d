import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/model/digest.ts';
import { openRepository } from '../../src/registry/repository.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { startMemoryRegistry, type MemoryRegistry, type Oddity } from '../support/memory-registry.ts';
import { testHost, type TestHost } from '../support/test-host.ts';

const blobs = ['one', 'two', 'three'].map((text) => Buffer.from(text));

async function sendAll(host: TestHost): Promise<void> {
  const repository = openRepository(host, 'team/app');
  for (const bytes of blobs) {
    const blob = { mediaType: 'application/octet-stream', digest: digestOf(bytes), size: bytes.length };
    await repository.push(blob, () => Promise.resolve(Readable.from([bytes])));
  }
}

/** What was sent, with the number of bytes in each request. */
async function sentTo(oddity: (registry: () => MemoryRegistry) => Oddity): Promise<string[]> {
  const registry = await startMemoryRegistry((request, response) => oddity(() => registry)(request, response));
  await sendAll(testHost(registry.host, { scheme: 'http' }));
  expect([...registry.blobs.keys()].sort()).toEqual(blobs.map((bytes) => digestOf(bytes)).sort());
  return registry.seen.filter(({ method }) => method !== 'GET').map(({ method, body }) => `${method} ${body.length}`);
}

describe('a blob with the POST', () => {
  it('is all there is to send where the registry takes it so', async () => {
    const takes =
      (registry: () => MemoryRegistry): Oddity =>
      (request, response) => {
        const digest = new URL(request.url, 'http://h').searchParams.get('digest');
        if (request.method !== 'POST' || digest === null) return false;
        registry().addBlob(request.body);
        response.writeHead(201, { location: `/v2/team/app/blobs/${digest}` }).end();
        return true;
      };
    expect(await sentTo(takes)).toEqual(['POST 3', 'POST 3', 'POST 5']);
  });

  it('is tried once where the registry opens an upload instead', async () => {
    expect(await sentTo(() => () => false)).toEqual(['POST 3', 'PUT 3', 'POST 0', 'PUT 3', 'POST 0', 'PUT 5']);
  });

  it.each([405, 403, 500])('is tried once where the registry answers %d', async (status) => {
    const refuses = (): Oddity => (request, response) => {
      if (request.method !== 'POST' || !request.url.includes('digest=')) return false;
      response.writeHead(status).end();
      return true;
    };
    const sent = ['POST 3', 'POST 0', 'PUT 3', 'POST 0', 'PUT 3', 'POST 0', 'PUT 5'];
    expect(await sentTo(refuses)).toEqual(sent);
  });

  it('is not tried with SWR, of which nobody knows', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const { user, password } = emulator.login();
    await sendAll(testHost(emulator.url, { login: { username: user, password } }));
    const calls = (await emulator.calls()).filter(({ method }) => method === 'POST' || method === 'PUT');
    expect(calls.map(({ method, path }) => `${method} ${path.replace(/uploads\/.+/, 'uploads/ID')}`)).toEqual(
      blobs.flatMap(() => ['POST /v2/team/app/blobs/uploads/', 'PUT /v2/team/app/blobs/uploads/ID']),
    );
  });
});
