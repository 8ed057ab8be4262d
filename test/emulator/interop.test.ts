import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished } from 'vitest';
import { startTestEmulator } from '../support/emulator.ts';
import { findProgram, itAsRootWith, itWith } from '../support/peers.ts';
import { tempDir } from '../support/temp-dir.ts';

const run = promisify(execFile);

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

const skopeo = (...args: string[]): ReturnType<typeof run> => run('skopeo', ['--tmpdir', tmpdir(), ...args]);

describe('skopeo', () => {
  itWith('skopeo')('pushes, lists, inspects and pulls an image', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const dir = await tempDir();
    const layout = await writeLayout(join(dir, 'layout'));
    const { user, password } = emulator.login();
    const login = `${user}:${password}`;
    const target = `docker://${emulator.info.registry}/team/web:v1`;

    await skopeo('copy', '--dest-tls-verify=false', '--dest-creds', login, `oci:${layout}:v1`, target);
    const list = await skopeo('list-tags', '--tls-verify=false', '--creds', login, target.slice(0, -3));
    expect(JSON.parse(String(list.stdout))).toMatchObject({ Tags: ['v1'] });
    const inspect = await skopeo('inspect', '--tls-verify=false', '--creds', login, target);
    expect(JSON.parse(String(inspect.stdout))).toMatchObject({ Architecture: 'amd64', RepoTags: ['v1'] });
    await skopeo('copy', '--src-tls-verify=false', '--src-creds', login, target, `oci:${dir}/back:v1`);
    const pushed = await readdir(join(layout, 'blobs/sha256'));
    expect(await readdir(join(dir, 'back/blobs/sha256'))).toEqual(pushed);
  });

  itWith('skopeo')('falls back to Docker types where an OCI manifest is refused', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'], quirks: { 'oci-manifest-refused': true } });
    const layout = await writeLayout(join(await tempDir(), 'layout'));
    const { user, password } = emulator.login();
    const login = `${user}:${password}`;
    const target = `docker://${emulator.info.registry}/team/web:v1`;
    await skopeo('copy', '--dest-tls-verify=false', '--dest-creds', login, `oci:${layout}:v1`, target);
    const raw = await skopeo('inspect', '--raw', '--tls-verify=false', '--creds', login, target);
    expect(JSON.parse(String(raw.stdout))).toMatchObject({
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    });
  });

  itWith('skopeo')('hears why it may not push', async () => {
    const emulator = await startTestEmulator();
    const layout = await writeLayout(join(await tempDir(), 'layout'));
    const { user, password } = emulator.login();
    const target = `docker://${emulator.info.registry}/nope/web:v1`;
    const push = skopeo(
      'copy',
      '--dest-tls-verify=false',
      '--dest-creds',
      `${user}:${password}`,
      `oci:${layout}:v1`,
      target,
    );
    await expect(push).rejects.toThrow('Image organization does not exist');
  });
});

describe('docker', () => {
  itWith('docker')('logs in with the derived key, without an engine', async () => {
    const { info, login } = await startTestEmulator();
    const { user, password } = login();
    const env = { ...process.env, DOCKER_CONFIG: await tempDir(), DOCKER_HOST: 'unix:///nowhere.sock' };
    const args = ['login', '-u', user, '-p', password, info.registry];
    expect(String((await run('docker', args, { env })).stdout)).toContain('Login Succeeded');
    await expect(run('docker', args.with(4, 'wrong'), { env })).rejects.toThrow('Authenticate Error');
  });

  itAsRootWith(
    'docker',
    'dockerd',
    'tar',
  )('pushes and pulls with its engine', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const { docker, dir } = await startEngine();
    const { user, password } = emulator.login();
    const image = `${emulator.info.registry}/team/web:v1`;
    await docker('login', '-u', user, '-p', password, emulator.info.registry);
    await writeFile(join(dir, 'file'), 'content of a layer');
    await run('tar', ['-C', dir, '-cf', join(dir, 'root.tar'), 'file']);
    await docker('import', join(dir, 'root.tar'), image);
    expect(await docker('push', image)).toMatch(/v1: digest: sha256:[0-9a-f]{64}/);
    await docker('rmi', image);
    expect(await docker('pull', image)).toContain('Downloaded newer image');
    await expect(docker('pull', image.replace('v1', 'v2'))).rejects.toThrow('manifest unknown');
  });
});

/** A docker engine of the test's own. */
async function startEngine(): Promise<{ docker: (...args: string[]) => Promise<string>; dir: string }> {
  const dir = await tempDir();
  const host = `unix://${join(dir, 'docker.sock')}`;
  const options = ['--iptables=false', '--ip6tables=false', '--bridge=none', '-H', host, '--pidfile', join(dir, 'pid')];
  const folders = ['--data-root', join(dir, 'data'), '--exec-root', join(dir, 'exec')];
  const engine = spawn(findProgram('dockerd') ?? 'dockerd', [...options, ...folders], { stdio: 'ignore' });
  onTestFinished(async () => {
    const gone = once(engine, 'exit');
    if (engine.exitCode === null && engine.kill()) await gone;
  });
  const env = { ...process.env, DOCKER_HOST: host, DOCKER_CONFIG: dir };
  const docker = async (...args: string[]): Promise<string> => (await run('docker', args, { env })).stdout;
  const isUp = () => docker('version').then(Boolean, () => false);
  while (!(await isUp())) {
    if (engine.exitCode !== null) throw new Error('dockerd did not start');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { docker, dir };
}
