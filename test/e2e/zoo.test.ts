import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { accountEnv } from '../support/account.ts';
import { sha256 } from '../support/archives.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { itWith } from '../support/peers.ts';
import { DOCKER_LIST, DOCKER_MANIFEST, OCI_INDEX, OCI_MANIFEST } from '../support/registry-calls.ts';
import { startRegistryServer } from '../support/registry-server.ts';
import { runCli } from '../support/run.ts';
import { tarOf } from '../support/tar.ts';
import { tempDir } from '../support/temp-dir.ts';
import { expected, GOOD, image } from '../support/zoo.ts';

interface Manifest {
  readonly mediaType: string;
  readonly config?: { readonly digest: string };
  readonly layers?: readonly { readonly mediaType: string; readonly digest: string; readonly size: number }[];
  readonly manifests?: readonly { readonly digest: string }[];
}

/** Reads back by plain HTTP what a registry holds, and what its bytes really are. */
function reader(origin: string, repository: string, token: string | undefined) {
  const headers = {
    accept: [OCI_INDEX, DOCKER_LIST, OCI_MANIFEST, DOCKER_MANIFEST].join(', '),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const get = async (path: string): Promise<Buffer> => {
    const reply = await fetch(`${origin}/v2/${repository}/${path}`, { headers });
    if (!reply.ok) throw new Error(`${path}: ${reply.status}`);
    return Buffer.from(await reply.arrayBuffer());
  };
  const imagesAt = async (key: string): Promise<unknown[]> => {
    const manifest = JSON.parse((await get(`manifests/${key}`)).toString()) as Manifest;
    if (manifest.manifests) {
      return (await Promise.all(manifest.manifests.map(({ digest }) => imagesAt(digest)))).flat();
    }
    const config = await get(`blobs/${manifest.config?.digest ?? ''}`);
    const { os, architecture, variant } = JSON.parse(config.toString()) as Record<string, string>;
    const layers = await Promise.all(
      (manifest.layers ?? []).map(async (layer) => ({ ...layer, bytes: await get(`blobs/${layer.digest}`) })),
    );
    for (const { mediaType, bytes, size } of layers) {
      expect(bytes.length).toBe(size);
      expect(/gzip$/.test(mediaType)).toBe(bytes.readUInt16BE(0) === 0x1f8b);
    }
    const diffIDs = layers.map(({ bytes }) => {
      const plain = bytes.readUInt16BE(0) === 0x1f8b ? gunzipSync(bytes) : bytes;
      return `sha256:${createHash('sha256').update(plain).digest('hex')}`;
    });
    return [{ config: sha256(config), diffIDs, platform: [os, architecture, variant].filter(Boolean).join('/') }];
  };
  return imagesAt;
}

const pushable = GOOD.filter(({ name }) => !name.startsWith('Windows'));

describe('every archive goes up as exactly the image it holds', () => {
  it.each(pushable)('to SWR: $name', async ({ items, images = [expected(image)] }) => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const home = await tempDir();
    await writeFile(join(home, 'archive'), tarOf(items));
    const env = accountEnv(emulator.info, home);
    const result = await runCli(['push', 'archive', 'team/zoo:1', '--image', '@0'], { env, cwd: home });
    expect(result).toMatchObject({ exitCode: 0 });
    const read = reader(emulator.url, 'team/zoo', await emulator.token(['repository:team/zoo:pull']));
    expect(await read('1')).toEqual(images);
  });

  itWith('docker-registry')('to docker-registry, all of them', async () => {
    const origin = await startRegistryServer();
    const home = await tempDir();
    for (const [index, { items, images = [expected(image)] }] of pushable.entries()) {
      await writeFile(join(home, 'archive'), tarOf(items));
      const reference = `${new URL(origin).host}/a/zoo:${index}`;
      const result = await runCli(['push', 'archive', reference, '--image', '@0'], { env: { HOME: home }, cwd: home });
      expect(result).toMatchObject({ exitCode: 0 });
      const found = await reader(origin, 'a/zoo', undefined)(String(index));
      // Attestations stay where the registry takes them.
      expect(found).toEqual(expect.arrayContaining(images));
    }
  });
});
