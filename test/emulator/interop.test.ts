import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, describe, onTestFinished } from 'vitest';
import { startTestEmulator } from '../support/emulator.ts';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

const run = promisify(execFile);

async function temporaryDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'swrctl-interop-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** An OCI layout with one image of one layer, written by hand. */
async function writeLayout(dir: string): Promise<string> {
  const blobs = join(dir, 'blobs/sha256');
  await mkdir(blobs, { recursive: true });
  const add = async (mediaType: string, bytes: Buffer) => {
    await writeFile(join(blobs, sha256(bytes)), bytes);
    return { mediaType, digest: `sha256:${sha256(bytes)}`, size: bytes.length };
  };
  const tar = Buffer.alloc(10240, 0);
  const layer = await add('application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(tar));
  const config = await add(
    'application/vnd.oci.image.config.v1+json',
    Buffer.from(
      JSON.stringify({
        architecture: 'amd64',
        os: 'linux',
        config: {},
        rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(tar)}`] },
      }),
    ),
  );
  const manifest = await add(
    'application/vnd.oci.image.manifest.v1+json',
    Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        config,
        layers: [layer],
      }),
    ),
  );
  const index = {
    schemaVersion: 2,
    manifests: [{ ...manifest, annotations: { 'org.opencontainers.image.ref.name': 'v1' } }],
  };
  await writeFile(join(dir, 'index.json'), JSON.stringify(index));
  await writeFile(join(dir, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  return dir;
}

describe('skopeo', () => {
  it('pushes, lists, inspects and pulls an image', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const dir = await temporaryDir();
    const layout = await writeLayout(join(dir, 'layout'));
    const { user, password } = emulator.login();
    const credentials = `${user}:${password}`;
    const target = `docker://${emulator.info.registry}/team/web:v1`;

    await run('skopeo', ['copy', '--dest-tls-verify=false', '--dest-creds', credentials, `oci:${layout}:v1`, target]);
    const list = await run('skopeo', ['list-tags', '--tls-verify=false', '--creds', credentials, target.slice(0, -3)]);
    expect(JSON.parse(list.stdout)).toMatchObject({ Tags: ['v1'] });
    const inspect = await run('skopeo', ['inspect', '--tls-verify=false', '--creds', credentials, target]);
    expect(JSON.parse(inspect.stdout)).toMatchObject({ Architecture: 'amd64', RepoTags: ['v1'] });
    await run('skopeo', ['copy', '--src-tls-verify=false', '--src-creds', credentials, target, `oci:${dir}/back:v1`]);
  });
});
