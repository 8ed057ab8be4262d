import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { startEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { buildHello, startDockerEngine, type DockerEngine } from '../support/docker-engine.ts';
import { itWith } from '../support/peers.ts';
import { startRegistryServer } from '../support/registry-server.ts';
import { spawnCli } from '../support/run.ts';
import { tempDir } from '../support/temp-dir.ts';

const run = promisify(execFile);
const needsDocker = itWith('dockerd', 'docker', 'containerd', 'skopeo', 'docker-registry', 'curl', 'openssl');

/** The main job: what `docker save` wrote goes to a registry and comes back as something that `docker load` runs. */
describe('push and pull of a real docker save', () => {
  let engine: DockerEngine | undefined;
  let emulator: Emulator | undefined;
  let saved = '';

  beforeAll(async () => {
    if (needsDocker !== itWith()) return;
    emulator = await startEmulator({ port: 0, seed: 'organizations: [{ name: team }]' });
    engine = await startDockerEngine();
    await buildHello(engine, 'team/app:v1', 'app:v2');
    saved = join(engine.folder, 'saved.tar');
    await engine.docker('save', '-o', saved, 'team/app:v1', 'app:v2');
  });

  afterAll(async () => {
    await engine?.close();
    await emulator?.close();
  });

  const emulatorEnv = (home: string): Record<string, string> => {
    const { endpoint, registry, iamEndpoint, region, ak, sk } = present(emulator).info;
    return {
      HOME: home,
      SWRCTL_ENDPOINT: endpoint,
      SWRCTL_REGISTRY: registry,
      SWRCTL_IAM_ENDPOINT: iamEndpoint,
      SWRCTL_REGION: region,
      SWRCTL_AK: ak,
      SWRCTL_SK: sk,
    };
  };

  /** Removes the image from the engine, loads the archive and runs it. */
  const loadAndRun = async (file: string, reference: string): Promise<string> => {
    const { docker } = present(engine);
    await docker('image', 'rm', '-f', reference).catch(() => undefined); // not there the first time
    await docker('load', '-i', file);
    return docker('run', '--rm', '--network', 'none', reference);
  };

  const idOf = (reference: string): Promise<string> =>
    present(engine).docker('image', 'inspect', '-f', '{{.Id}}', reference);

  needsDocker('goes through docker-registry and runs again', async () => {
    const registry = new URL(await startRegistryServer()).host;
    const home = await tempDir();
    const pushed = await spawnCli(['push', saved, '--image', 'team/app:v1', `${registry}/team/app:v1`], {
      env: { HOME: home },
    });
    expect(pushed).toMatchObject({ exitCode: 0 });
    expect(pushed.stdout).toMatch(new RegExp(`^${registry}/team/app:v1@sha256:[0-9a-f]{64}\n$`));
    const id = await idOf('team/app:v1');

    const file = join(home, 'back.tar');
    const pulled = await spawnCli(['pull', `${registry}/team/app:v1`, '-o', file], { env: { HOME: home } });
    expect(pulled).toMatchObject({ exitCode: 0, stdout: pushed.stdout });
    expect(await loadAndRun(file, `${registry}/team/app:v1`)).toBe('hello');
    expect(await idOf(`${registry}/team/app:v1`)).toBe(id);

    const { stdout } = await run('skopeo', ['inspect', '--tls-verify=false', `docker://${registry}/team/app:v1`]);
    const digest = pushed.stdout.trim().split('@')[1];
    expect(JSON.parse(stdout)).toMatchObject({ Digest: digest, Os: 'linux' });
    const manifest = await fetch(`http://${registry}/v2/team/app/manifests/v1`, {
      headers: { accept: 'application/vnd.docker.distribution.manifest.v2+json' },
    });
    const bytes = Buffer.from(await manifest.arrayBuffer());
    expect(`sha256:${createHash('sha256').update(bytes).digest('hex')}`).toBe(digest);
  });

  needsDocker('goes through the emulator under its own names and runs again', async () => {
    const home = await tempDir();
    const env = emulatorEnv(home);
    const { registry } = present(emulator).info;
    const pushed = await spawnCli(['push', saved, '--org', 'team'], { env });
    expect(pushed).toMatchObject({ exitCode: 0 });
    const names = pushed.stdout
      .trim()
      .split('\n')
      .map((line) => line.split('@')[0]);
    expect(names).toEqual([`${registry}/team/app:v1`, `${registry}/team/app:v2`]);

    for (const form of [[], ['--uncompressed']]) {
      const file = join(home, `back${form.length}.tar`);
      const pulled = await spawnCli(['pull', 'team/app:v1', '-o', file, ...form], { env });
      expect(pulled).toMatchObject({ exitCode: 0 });
      expect(await loadAndRun(file, `${registry}/team/app:v1`)).toBe('hello');
    }
    const again = await spawnCli(['pull', 'team/app:v1', '-o', join(home, 'back0.tar')], { env });
    expect(again).toMatchObject({ exitCode: 6, stdout: '' });
    expect(again.stderr).toContain('--force');
  });

  needsDocker('pulls what docker pushed, and docker pulls what it pushed', async () => {
    const { docker } = present(engine);
    const { registry, ak, sk, project } = present(emulator).info;
    const home = await tempDir();
    const key = (
      await run('sh', ['-c', 'printf %s "$AK" | openssl dgst -sha256 -hmac "$SK" | sed "s/.* //"'], {
        env: { PATH: process.env['PATH'], AK: ak, SK: sk },
      })
    ).stdout.trim();
    await docker('login', '-u', `${project}@${ak}`, '-p', key, registry);
    await docker('tag', 'team/app:v1', `${registry}/team/fromdocker:1`);
    await docker('push', '-q', `${registry}/team/fromdocker:1`);
    const file = join(home, 'fromdocker.tar');
    const pulled = await spawnCli(['pull', 'team/fromdocker:1', '-o', file], { env: emulatorEnv(home) });
    expect(pulled).toMatchObject({ exitCode: 0 });
    expect(await loadAndRun(file, `${registry}/team/fromdocker:1`)).toBe('hello');

    await spawnCli(['push', saved, '--image', 'app:v2', 'team/fromus:1'], { env: emulatorEnv(home) });
    await docker('pull', '-q', `${registry}/team/fromus:1`);
    expect(await docker('run', '--rm', '--network', 'none', `${registry}/team/fromus:1`)).toBe('hello');
  });

  needsDocker('streams through pipes on both sides', async () => {
    const home = await tempDir();
    const env = emulatorEnv(home);
    const pushed = await spawnCli(['push', '-', 'team/piped:1', '--image', 'app:v2'], {
      env,
      stdin: await readFile(saved),
    });
    expect(pushed).toMatchObject({ exitCode: 0 });
    const file = join(home, 'piped.tar');
    await run('sh', ['-c', `"${process.execPath}" bin/swrctl.js pull team/piped:1 -o - > "${file}"`], {
      env: { ...env, PATH: process.env['PATH'] },
      cwd: join(import.meta.dirname, '../..'),
    });
    expect((await stat(file)).size).toBeGreaterThan(0);
    expect(await loadAndRun(file, `${present(emulator).info.registry}/team/piped:1`)).toBe('hello');
  });
});

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not started');
  return value;
}
