import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { json, sha256, testImage } from '../support/archives.ts';
import { INDEX, MANIFEST, imageManifestIn, store } from '../support/manifests.ts';
import { startMemoryRegistry } from '../support/memory-registry.ts';
import { itWith } from '../support/peers.ts';
import { startRegistryServer } from '../support/registry-server.ts';
import { runCli } from '../support/run.ts';
import { paxItem, tarOf, type TarItem } from '../support/tar.ts';
import { tempDir } from '../support/temp-dir.ts';

const sha512 = (bytes: Buffer | string): string => createHash('sha512').update(bytes).digest('hex');

/** An OCI archive whose blobs are named by sha512; the last one is the root. */
function archiveOf(documents: readonly (Buffer | string)[], mediaType: string): TarItem[] {
  const items = documents.flatMap((data) => [
    paxItem({ path: `blobs/sha512/${sha512(data)}` }), // such a name is too long for its field
    { name: 'blob', data },
  ]);
  const root = documents.at(-1) ?? '';
  const entry = { mediaType, digest: `sha512:${sha512(root)}`, size: Buffer.from(root).length };
  return [
    ...items,
    json('index.json', { schemaVersion: 2, manifests: [entry] }),
    json('oci-layout', { imageLayoutVersion: '1.0.0' }),
  ];
}

/** Config, layers and manifest of an image by sha512; `size` makes the first layer so large. */
async function parts(size = 100) {
  const collector = await startMemoryRegistry();
  const image = testImage({ texts: ['x'.repeat(size), 'two'] });
  const manifest = imageManifestIn(collector, image, 'sha512');
  return { blobs: [image.config, ...image.layers], manifest: JSON.stringify(manifest) };
}

const shell = async (items: readonly TarItem[]) => {
  const home = await tempDir();
  await writeFile(join(home, 'app.tar'), tarOf(items));
  return { home, run: (...args: readonly string[]) => runCli(args, { env: { HOME: home }, cwd: home }) };
};

describe('an image whose blobs are named by sha512', () => {
  it.each([
    { name: 'small ones', size: 100, more: [] },
    { name: 'large ones', size: 3_000_000, more: [] },
    { name: 'ones in pieces', size: 3_000_000, more: ['--chunk-size', '1MB'] },
  ])('is pushed with $name as it is', async ({ size, more }) => {
    const registry = await startMemoryRegistry();
    const { blobs, manifest } = await parts(size);
    const { run } = await shell(archiveOf([...blobs, manifest], MANIFEST));
    const pushed = await run('push', 'app.tar', `${registry.host}/team/app:v1`, ...more);
    expect(pushed).toMatchObject({
      exitCode: 0,
      stdout: `${registry.host}/team/app:v1@sha256:${sha256(manifest)}\n`,
    });
    expect(pushed.stderr).not.toContain('digest changed');
    expect(registry.manifests.get('team/app:v1')?.bytes.toString()).toBe(manifest);
    for (const bytes of blobs) expect(registry.blobs.get(`sha512:${sha512(bytes)}`)?.equals(bytes)).toBe(true);
  });

  it('is pushed below an index under the digest that the index calls it', async () => {
    const registry = await startMemoryRegistry();
    const { blobs, manifest } = await parts();
    const child = { mediaType: MANIFEST, digest: `sha512:${sha512(manifest)}`, size: manifest.length };
    const index = JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests: [child] });
    const { run } = await shell(archiveOf([...blobs, manifest, index], INDEX));
    expect(await run('push', 'app.tar', `${registry.host}/team/app:v1`)).toMatchObject({ exitCode: 0 });
    expect(registry.asked()).toContain(`PUT /v2/team/app/manifests/sha512:${sha512(manifest)}`);
    const copied = await run('copy', `${registry.host}/team/app:v1`, `${registry.host}/b/app:v1`);
    expect(copied).toMatchObject({ exitCode: 0 });
    expect(registry.manifests.get(`b/app@sha512:${sha512(manifest)}`)?.bytes.toString()).toBe(manifest);
    for (const format of ['oci-archive', 'oci'] as const) {
      const args = [
        'pull',
        `${registry.host}/team/app:v1`,
        '--all-platforms',
        '--format',
        format,
        '-o',
        `out-${format}`,
      ];
      expect(await run(...args)).toMatchObject({ exitCode: 0 });
      expect(await run('inspect', `out-${format}`)).toMatchObject({ exitCode: 0 });
    }
  });

  itWith('docker-registry')('goes to a real registry, from there to another, and comes back', async () => {
    const [one, other] = [new URL(await startRegistryServer()).host, new URL(await startRegistryServer()).host];
    const { blobs, manifest } = await parts();
    const { run } = await shell(archiveOf([...blobs, manifest], MANIFEST));
    expect(await run('check', 'app.tar')).toMatchObject({ exitCode: 0 });
    expect(await run('push', 'app.tar', `${one}/team/app:v1`)).toMatchObject({ exitCode: 0 });
    expect(await run('copy', `${one}/team/app:v1`, `${other}/team/app:v1`)).toMatchObject({
      exitCode: 0,
      stdout: `${other}/team/app:v1@sha256:${sha256(manifest)}\n`,
    });
    const pulled = await run('pull', `${other}/team/app:v1`, '--format', 'oci-archive', '-o', 'out.tar');
    expect(pulled).toMatchObject({ exitCode: 0 });
    expect(await run('diff', 'app.tar', 'out.tar')).toMatchObject({ exitCode: 0, stdout: '' });
    const saved = await run('pull', `${other}/team/app:v1`, '--platform', 'linux/amd64', '-o', 'docker.tar');
    expect(saved).toMatchObject({ exitCode: 0 });
    expect(await run('diff', 'app.tar', 'docker.tar')).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it('is found unchanged by a guard that knows it by sha512', async () => {
    const registry = await startMemoryRegistry();
    const { blobs, manifest } = await parts();
    const { run } = await shell(archiveOf([...blobs, manifest], MANIFEST));
    const at = `${registry.host}/team/app:v1`;
    await run('push', 'app.tar', at);
    const guarded = (digest: string) => run('push', 'app.tar', at, '--if-digest', digest);
    expect(await guarded(`sha512:${sha512(manifest)}`)).toMatchObject({ exitCode: 0 });
    expect(await guarded(`sha512:${sha512('other')}`)).toMatchObject({ exitCode: 6 });
  });

  it('is refused when a byte of it is another', async () => {
    const registry = await startMemoryRegistry();
    const { blobs, manifest } = await parts();
    const items = archiveOf([...blobs, manifest], MANIFEST).map((item) =>
      item.data === blobs[1] ? { ...item, data: Buffer.from(blobs[1] ?? '').fill(1, 600, 601) } : item,
    );
    const { run } = await shell(items);
    expect(await run('push', 'app.tar', `${registry.host}/team/app:v1`)).toMatchObject({ exitCode: 1, stdout: '' });
    expect(registry.manifests.size).toBe(0);
  });

  it('keeps its digest when a registry says it by sha512 after a push', async () => {
    const registry = await startMemoryRegistry(({ method, url, body }, response) => {
      if (method !== 'PUT' || !url.includes('/manifests/')) return false;
      response.writeHead(201, { 'docker-content-digest': `sha512:${sha512(body)}` }).end();
      return true;
    });
    store(registry, 'team/app', imageManifestIn(registry), 'v1');
    const { run } = await shell([]);
    const copied = await run('copy', `${registry.host}/team/app:v1`, `${registry.host}/b/app:v1`);
    expect(copied).toMatchObject({ exitCode: 0 });
  });
});
