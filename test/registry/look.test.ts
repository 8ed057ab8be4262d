import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestOf, type Digest } from '../../src/model/digest.ts';
import { hasBlob } from '../../src/registry/blob.ts';
import { headManifest } from '../../src/registry/manifest.ts';
import { dockerSave, testImage } from '../support/archives.ts';
import { MANIFEST, imageManifestIn, store } from '../support/manifests.ts';
import { startMemoryRegistry, type MemoryRegistry, type Oddity } from '../support/memory-registry.ts';
import { runCli } from '../support/run.ts';
import { tarOf } from '../support/tar.ts';
import { tempDir } from '../support/temp-dir.ts';
import { testHost } from '../support/test-host.ts';

const repository = 'team/app';

/** Answers HEAD of these paths in its own way. */
const head =
  (part: string, status: number, headers: Record<string, string> = {}): Oddity =>
  ({ method, url }, response) => {
    if (method !== 'HEAD' || !url.includes(part)) return false;
    response.writeHead(status, headers).end();
    return true;
  };

const ODD = [
  ...[400, 403, 404, 405, 406, 418, 500, 501, 502, 503, 504].map((status) => ({ status, headers: {} })),
  { status: 200, headers: {} },
  { status: 200, headers: { 'docker-content-digest': 'sha256:cut' } },
  { status: 302, headers: {} },
  { status: 204, headers: {} },
];

describe.each(ODD)('a registry that answers HEAD of a manifest with $status $headers', ({ status, headers }) => {
  const open = async () => {
    const registry = await startMemoryRegistry(head('/manifests/', status, headers));
    const entry = store(registry, repository, imageManifestIn(registry), 'v1');
    const home = await tempDir();
    await writeFile(join(home, 'app.tar'), tarOf(dockerSave(testImage({ texts: ['other'] }))));
    const run = (...args: readonly string[]) => runCli(args, { env: { HOME: home }, cwd: home });
    return { registry, entry, run, at: `${registry.host}/${repository}:v1` };
  };
  const stored = (registry: MemoryRegistry): string =>
    `sha256:${createHash('sha256')
      .update(registry.manifests.get(`${repository}:v1`)?.bytes ?? '')
      .digest('hex')}`;

  it('is asked by GET by all who look before they push', async () => {
    const { registry, entry, run, at } = await open();
    expect(await run('digest', at)).toMatchObject({ exitCode: 0, stdout: `${entry.digest}\n` });
    expect(await run('push', 'app.tar', at, '--no-clobber')).toMatchObject({ exitCode: 6 });
    const other = `sha256:${'0'.repeat(64)}`;
    expect(await run('push', 'app.tar', at, '--if-digest', other)).toMatchObject({ exitCode: 6 });
    store(registry, 'b/app', imageManifestIn(registry, testImage({ texts: ['third'] })), 'v1');
    const copied = await run('copy', `${registry.host}/b/app:v1`, at, '--no-clobber');
    expect(copied).toMatchObject({ exitCode: 6 });
    expect(stored(registry)).toBe(entry.digest);
    expect(await run('push', 'app.tar', at, '--if-digest', entry.digest)).toMatchObject({ exitCode: 0 });
    expect(stored(registry)).not.toBe(entry.digest);
  });

  it('copies, and the second time finds all of it there', async () => {
    const { registry, run, at } = await open();
    const to = `${registry.host}/b/app:v1`;
    expect(await run('copy', at, to)).toMatchObject({ exitCode: 0 });
    const before = registry.seen.length;
    expect(await run('copy', at, to)).toMatchObject({ exitCode: 0 });
    const written = registry.seen.slice(before).filter(({ method }) => method !== 'GET' && method !== 'HEAD');
    expect(written).toEqual([]);
  });

  it('is still believed when GET finds nothing either', async () => {
    const { registry, run } = await open();
    expect(await run('digest', `${registry.host}/${repository}:none`)).toMatchObject({ exitCode: 5, stdout: '' });
    const pushed = await run('push', 'app.tar', `${registry.host}/${repository}:new`, '--no-clobber');
    expect(pushed).toMatchObject({ exitCode: 0 });
  });
});

describe.each(ODD.filter(({ status }) => status !== 200))(
  'a registry that answers HEAD of a blob with $status',
  ({ status }) => {
    it('is asked by GET, for a byte at most', async () => {
      const registry = await startMemoryRegistry(head('/blobs/', status));
      const bytes = Buffer.alloc(500_000, 'x');
      const digest = registry.addBlob(bytes) as Digest;
      const host = testHost(registry.host);
      expect(await hasBlob(host, repository, { digest, size: bytes.length })).toBe(true);
      expect(await hasBlob(host, repository, { digest, size: 7 })).toBe(false);
      expect(await hasBlob(host, repository, { digest: digestOf('none'), size: 7 })).toBe(false);
      const ranges = registry.seen.filter(({ method }) => method === 'GET').map(({ headers }) => headers.range);
      expect(ranges.slice(1)).toEqual(['bytes=0-0', 'bytes=0-0', 'bytes=0-0']);
    });

    it('gets no blob twice', async () => {
      const registry = await startMemoryRegistry(head('/blobs/', status));
      store(registry, repository, imageManifestIn(registry), 'v1');
      const home = await tempDir();
      const args = ['copy', `${registry.host}/${repository}:v1`, `${registry.host}/b/app:v1`];
      expect(await runCli(args, { env: { HOME: home }, cwd: home })).toMatchObject({ exitCode: 0 });
      expect(registry.asked().filter((line) => line.startsWith('P') && line.includes('/blobs/'))).toEqual([]);
    });
  },
);

describe('looking', () => {
  it('takes one HEAD where a registry answers it rightly', async () => {
    const registry = await startMemoryRegistry();
    const { digest } = store(registry, repository, imageManifestIn(registry), 'v1');
    const host = testHost(registry.host);
    expect(await headManifest({ host, repository, key: 'v1' })).toMatchObject({ digest });
    // This host has shown that its HEAD works, so that its 404 is the truth.
    expect(await headManifest({ host, repository, key: 'v2' })).toBeUndefined();
    expect(registry.asked().map((line) => line.split(' ')[0])).toEqual(['HEAD', 'HEAD']);
  });

  it('does not take an absent tag for a proof that HEAD works', async () => {
    const registry = await startMemoryRegistry(head('/manifests/', 404));
    const { digest } = store(registry, repository, imageManifestIn(registry), 'v1');
    const host = testHost(registry.host);
    expect(await headManifest({ host, repository, key: 'none' })).toBeUndefined();
    expect(await headManifest({ host, repository, key: 'v1' })).toMatchObject({ digest });
  });

  it('costs one GET for all blobs that are absent', async () => {
    const registry = await startMemoryRegistry();
    const host = testHost(registry.host);
    for (const text of ['a', 'b', 'c']) {
      expect(await hasBlob(host, repository, { digest: digestOf(text), size: 1 })).toBe(false);
    }
    expect(registry.asked().map((line) => line.split(' ')[0])).toEqual(['HEAD', 'GET', 'HEAD', 'HEAD']);
  });

  it('finds an empty blob where there is no first byte to ask for', async () => {
    const registry = await startMemoryRegistry(({ method, url, headers }, response) => {
      if (!url.includes('/blobs/')) return false;
      response.writeHead(method === 'HEAD' ? 405 : headers.range === undefined ? 200 : 416).end();
      return true;
    });
    expect(await hasBlob(testHost(registry.host), repository, { digest: digestOf(''), size: 0 })).toBe(true);
  });

  it('does not read a manifest beyond 4 MiB', async () => {
    const registry = await startMemoryRegistry(head('/manifests/', 405));
    registry.put(repository, Buffer.alloc(4 * 1024 * 1024 + 1, ' '), MANIFEST, 'v1');
    const found = headManifest({ host: testHost(registry.host), repository, key: 'v1' });
    await expect(found).rejects.toMatchObject({ code: 'API_SHAPE' });
  });

  it('does not offer a login again that was not accepted', async () => {
    const registry = await startMemoryRegistry(({ url }, response) => {
      if (!url.includes('/manifests/')) return false;
      response.writeHead(401).end();
      return true;
    });
    const found = headManifest({ host: testHost(registry.host), repository, key: 'v1' });
    await expect(found).rejects.toMatchObject({ code: 'AUTH_REQUIRED' });
    expect(registry.asked()).toHaveLength(1);
  });
});
