import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../src/registry/repository.ts';
import { parseDigest } from '../../src/model/digest.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { itWith } from '../support/peers.ts';
import { startRegistryServer } from '../support/registry-server.ts';
import { testHost } from '../support/test-host.ts';

const bytes = randomBytes(5_000_000);
const descriptor = {
  mediaType: 'application/octet-stream',
  digest: parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`),
  size: bytes.length,
};
const open = (offset = 0) => Promise.resolve(Readable.from([bytes.subarray(offset)]));

describe('an upload in chunks', () => {
  itWith('docker-registry')('arrives whole at docker-registry, size known or not', async () => {
    const host = testHost(new URL(await startRegistryServer()).host, { scheme: 'http' });
    const repository = openRepository(host, 'a/b', { chunkSize: 1_000_003 });
    await repository.push(descriptor, open);
    expect(await repository.has(descriptor)).toBe(true);
    const other = openRepository(host, 'c/d', { chunkSize: 1_000_003 });
    expect(await other.ingest({ mediaType: '', label: 'x' }, open)).toMatchObject({ digest: descriptor.digest });
  });

  it('is one PATCH per chunk', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const { user, password } = emulator.login();
    const login = { username: user, password, source: 'test', sameOriginOnly: true };
    const host = testHost(emulator.info.registry, { scheme: 'http', login });
    await openRepository(host, 'team/app', { chunkSize: 2_000_000 }).push(descriptor, open);
    const patches = (await emulator.calls()).filter(({ method }) => method === 'PATCH');
    expect(patches.map(({ status }) => status)).toEqual([202, 202, 202]);
  });

  it('that the registry refuses says so', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'], quirks: { 'chunk-refused': true } });
    const { user, password } = emulator.login();
    const login = { username: user, password, source: 'test', sameOriginOnly: true };
    const host = testHost(emulator.info.registry, { scheme: 'http', login });
    const work = openRepository(host, 'team/app', { chunkSize: 2_000_000, retries: 1 }).push(descriptor, open);
    await expect(work).rejects.toThrow(/Cannot upload/);
  });
});
