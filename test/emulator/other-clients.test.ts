import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { startDockerEngine, type DockerEngine } from '../support/docker-engine.ts';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import { findProgram, itAsRootWith, itWith } from '../support/peers.ts';
import { runCli } from '../support/run.ts';
import { tarOf } from '../support/tar.ts';
import { tempDir } from '../support/temp-dir.ts';
import { docker25, FULL } from '../support/zoo.ts';

/** What podman, buildah, containerd and umoci of Debian make of the emulator; docker and skopeo have a file of their own. */
const run = async (program: string, ...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)(program, args)).stdout.trim();

/** With blobs on another host too: who keeps Authorization on the way there is refused. */
const QUIRKS = [{}, { 'blob-redirect': true }];

interface Registry {
  readonly emulator: TestEmulator;
  /** `host:port/team/web` */
  readonly web: string;
  /** `user:password` */
  readonly login: string;
}

async function startRegistry(quirks: (typeof QUIRKS)[number]): Promise<Registry> {
  const emulator = await startTestEmulator({ organizations: ['team'], quirks });
  const { user, password } = emulator.login();
  return { emulator, web: `${emulator.info.registry}/team/web`, login: `${user}:${password}` };
}

/** Runs podman or buildah with a storage of the test's own. */
async function withStorage(program: 'podman' | 'buildah', dir?: string) {
  const storage = dir ?? (await tempDir());
  const places = ['--root', join(storage, 'root'), '--runroot', join(storage, 'run'), '--storage-driver', 'vfs'];
  return (...args: readonly string[]) => run(program, ...places, ...args);
}

/** Makes an image with one file from nothing, and pushes it as `web:v1`. */
async function buildAndPush({ web, login }: Registry): Promise<void> {
  const buildah = await withStorage('buildah');
  const file = join(await tempDir(), 'file');
  await writeFile(file, 'content\n');
  const container = await buildah('from', 'scratch');
  await buildah('copy', container, file, '/file');
  await buildah('commit', '--format', 'docker', container, `${web}:v1`);
  await buildah('push', '--tls-verify=false', '--creds', login, `${web}:v1`);
}

describe.each(QUIRKS)('with the quirks %j', (quirks) => {
  itAsRootWith('buildah', 'podman')('buildah pushes, podman pulls and pushes again', async () => {
    const registry = await startRegistry(quirks);
    const { web, login, emulator } = registry;
    await buildAndPush(registry);
    const podman = await withStorage('podman');
    await podman('pull', '--tls-verify=false', '--creds', login, `${web}:v1`);
    await podman('push', '--tls-verify=false', '--creds', login, `${web}:v1`, `${web}:v2`);
    const mounted = await podman('image', 'mount', `${web}:v1`);
    expect(await readFile(join(mounted, 'file'), 'utf8')).toBe('content\n');
    await podman('image', 'umount', `${web}:v1`);
    const pushes = (await emulator.calls()).filter(
      ({ method, path }) => method === 'PUT' && path.includes('/manifests/'),
    );
    expect(pushes.map(({ path, status }) => [path.split('/').at(-1), status])).toEqual([
      ['v1', 201],
      ['v2', 201],
    ]);
  });

  itWith('umoci')('umoci makes an image and unpacks what comes back', async () => {
    const { emulator, web } = await startRegistry(quirks);
    const dir = await tempDir();
    const layout = join(dir, 'layout');
    await run('umoci', 'init', '--layout', layout);
    await run('umoci', 'new', '--image', `${layout}:v1`);
    await mkdir(join(dir, 'tree'));
    await writeFile(join(dir, 'tree/file'), 'content\n');
    await run('umoci', 'insert', '--rootless', '--image', `${layout}:v1`, join(dir, 'tree'), '/data');
    const env = {
      ...{ SWRCTL_REGISTRY: emulator.info.registry, SWRCTL_ENDPOINT: emulator.info.endpoint },
      ...{ SWRCTL_AK: emulator.info.ak, SWRCTL_SK: emulator.info.sk, SWRCTL_REGION: emulator.info.region },
      ...{ SWRCTL_CONFIG_DIR: join(dir, 'config'), SWRCTL_CACHE_DIR: join(dir, 'cache'), DOCKER_CONFIG: dir },
    };
    expect(await runCli(['push', layout, `${web}:v1`], { env })).toMatchObject({ exitCode: 0 });
    const back = join(dir, 'back');
    expect(await runCli(['pull', `${web}:v1`, '--format', 'oci', '-o', back], { env })).toMatchObject({ exitCode: 0 });
    await run('umoci', 'unpack', '--rootless', '--image', `${back}:v1`, join(dir, 'bundle'));
    expect(await readFile(join(dir, 'bundle/rootfs/data/file'), 'utf8')).toBe('content\n');
  });
});

describe('ctr', () => {
  let engine: DockerEngine | undefined;
  const needed = ['dockerd', 'docker', 'ctr'];
  beforeAll(async () => {
    const canRun = process.getuid?.() === 0 && needed.every((name) => findProgram(name) !== undefined);
    engine = canRun ? await startDockerEngine() : undefined;
  });
  afterAll(() => engine?.close());

  itAsRootWith(...needed).each(QUIRKS)('imports, pushes, and pulls again with the quirks %j', async (quirks) => {
    if (engine === undefined) throw new Error('the engine did not start');
    const { web, login } = await startRegistry(quirks);
    const archive = join(await tempDir(), 'image.tar');
    await writeFile(archive, tarOf(docker25));
    const { ctr } = engine;
    await ctr('images', 'import', '--snapshotter', 'native', archive);
    const over = ['--plain-http', '--user', login];
    await ctr('images', 'push', ...over, `${web}:v1`, FULL);
    await ctr('images', 'remove', FULL);
    await ctr('images', 'pull', ...over, '--snapshotter', 'native', `${web}:v1`);
    expect(await ctr('images', 'list', '-q')).toBe(`${web}:v1`);
    await ctr('images', 'remove', `${web}:v1`);
  });
});
