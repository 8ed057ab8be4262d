import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { dockerSave } from '../../support/archives.ts';
import { startDockerEngine, type DockerEngine } from '../../support/docker-engine.ts';
import { findProgram, itAsRootWith, itWith } from '../../support/peers.ts';
import { digestOf, OCI_INDEX } from '../../support/registry-calls.ts';
import { tarOf, type TarItem } from '../../support/tar.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { docker25, FULL, image, multiPlatform } from '../../support/zoo.ts';
import { credentialsOf, startThreeRegistries, type OneRegistry, type ThreeRegistries } from './three-registries.ts';

/* Clients of others, as Debian has them, at two instances and the shared edition on one port at once. */

const run = async (program: string, ...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)(program, args)).stdout.trim();

const skopeo = (...args: readonly string[]): Promise<string> => run('skopeo', '--tmpdir', tmpdir(), ...args);

async function saved(items: readonly TarItem[]): Promise<string> {
  const path = join(await tempDir(), 'image.tar');
  await writeFile(path, tarOf(items));
  return path;
}

/** Every registry tried with every login by one client; `registry of login` of those that let in. */
async function letIn(
  { all }: ThreeRegistries,
  login: (registry: OneRegistry, of: OneRegistry) => Promise<unknown>,
): Promise<string[]> {
  const pairs = all.flatMap((registry) => all.map((of) => ({ registry, of })));
  const found: string[] = [];
  for (const { registry, of } of pairs) {
    const isIn = await login(registry, of).then(
      () => true,
      () => false,
    );
    if (isIn) found.push(`${registry.name} of ${of.name}`);
  }
  return found;
}

const OWN = ['shared of shared', 'team-ci of team-ci', 'other of other'];

describe('skopeo', () => {
  itWith('skopeo')('logs in to each with its own login only', async () => {
    const three = await startThreeRegistries();
    const authfile = join(await tempDir(), 'auth.json');
    const login = ({ host }: OneRegistry, { user, password }: OneRegistry) =>
      skopeo('login', '--tls-verify=false', '--authfile', authfile, '-u', user, '-p', password, host);
    expect(await letIn(three, login)).toEqual(OWN);
  });

  itWith('skopeo')('keeps an index with its attestation as it is, and reads and removes it', async () => {
    const { first, second } = await startThreeRegistries();
    const archive = await saved(multiPlatform);
    const [source, there] = [`oci-archive:${archive}:v1`, `docker://${first.app}:v1`];
    const login = ['--tls-verify=false', '--creds', credentialsOf(first)];
    const bytes = await skopeo('inspect', '--raw', source);
    await skopeo('copy', '--all', '--dest-tls-verify=false', '--dest-creds', credentialsOf(first), source, there);
    expect(await skopeo('inspect', '--raw', ...login, there)).toBe(bytes);
    expect(JSON.parse(bytes)).toMatchObject({ mediaType: OCI_INDEX, manifests: [{}, {}, {}] });
    const names = await skopeo('list-tags', ...login, `docker://${first.app}`);
    expect(JSON.parse(names)).toMatchObject({ Tags: ['v1'] });
    expect(JSON.parse(await skopeo('inspect', ...login, there))).toMatchObject({
      ...{ Digest: digestOf(bytes), Architecture: 'amd64', RepoTags: ['v1'] },
    });
    const elsewhere = `docker://${second.app}:v1`;
    const between = ['--src-tls-verify=false', '--src-creds', credentialsOf(first), '--dest-tls-verify=false'];
    await skopeo('copy', '--all', ...between, '--dest-creds', credentialsOf(second), there, elsewhere);
    await skopeo('delete', ...login, there);
    await expect(skopeo('inspect', ...login, there)).rejects.toThrow('manifest unknown');
    const other = ['--tls-verify=false', '--creds', credentialsOf(second)];
    expect(await skopeo('inspect', '--raw', ...other, elsewhere)).toBe(bytes);
  });

  itWith('skopeo')(
    'takes an archive of docker from the shared edition to an instance with the same digest',
    async () => {
      const { shared, first } = await startThreeRegistries();
      const archive = await saved(dockerSave(image));
      const [source, here, there] = [
        `docker-archive:${archive}`,
        `docker://${shared.app}:v1`,
        `docker://${first.app}:v1`,
      ];
      const to = (one: OneRegistry) => ['--dest-tls-verify=false', '--dest-creds', credentialsOf(one)];
      await skopeo('copy', ...to(shared), source, here);
      await skopeo('copy', '--src-tls-verify=false', '--src-creds', credentialsOf(shared), ...to(first), here, there);
      const raw = (one: OneRegistry, name: string) =>
        skopeo('inspect', '--raw', '--tls-verify=false', '--creds', credentialsOf(one), name);
      expect(digestOf(await raw(first, there))).toBe(digestOf(await raw(shared, here)));
    },
  );

  itWith('skopeo')('is told that a namespace is not there', async () => {
    const { first } = await startThreeRegistries();
    const archive = await saved(dockerSave(image));
    const to = ['--dest-tls-verify=false', '--dest-creds', credentialsOf(first)];
    const push = skopeo('copy', ...to, `docker-archive:${archive}`, `docker://${first.host}/nowhere/app:v1`);
    await expect(push).rejects.toThrow('name unknown');
  });
});

describe('podman', () => {
  itAsRootWith('podman')('logs in, pushes and pulls at all three', async () => {
    const three = await startThreeRegistries();
    const dir = await tempDir();
    const places = ['--root', join(dir, 'root'), '--runroot', join(dir, 'run'), '--storage-driver', 'vfs'];
    const podman = (...args: readonly string[]) => run('podman', ...places, ...args);
    const remote = ['--tls-verify=false', '--authfile', join(dir, 'auth.json')];
    const login = ({ host }: OneRegistry, { user, password }: OneRegistry) =>
      podman('login', ...remote, '-u', user, '-p', password, host);
    expect(await letIn(three, login)).toEqual(OWN);
    await podman('load', '-i', await saved(dockerSave(image, ['localhost/app:v1'])));
    const id = await podman('images', '-q', '--no-trunc', 'localhost/app:v1');
    for (const { app } of three.all) {
      await podman('push', ...remote, 'localhost/app:v1', `${app}:v1`);
      await podman('pull', ...remote, `${app}:v1`);
      expect(await podman('images', '-q', '--no-trunc', `${app}:v1`)).toBe(id);
    }
    expect((await three.emulator.calls()).filter(({ path }) => path.endsWith('/manifests/v1')).length).toBeGreaterThan(
      5,
    );
  });
});

describe('with an engine', () => {
  let engine: DockerEngine | undefined;
  const needed = ['dockerd', 'docker', 'ctr'];
  beforeAll(async () => {
    const canRun = process.getuid?.() === 0 && needed.every((name) => findProgram(name) !== undefined);
    engine = canRun ? await startDockerEngine() : undefined;
  });
  afterAll(() => engine?.close());
  const opened = (): DockerEngine => {
    if (engine === undefined) throw new Error('the engine did not start');
    return engine;
  };

  itAsRootWith(...needed)('docker logs in, pushes and pulls at all three', async () => {
    const three = await startThreeRegistries();
    const { docker } = opened();
    const login = ({ host }: OneRegistry, { user, password }: OneRegistry) =>
      docker('login', '-u', user, '-p', password, host);
    expect(await letIn(three, login)).toEqual(OWN);
    await docker('load', '-i', await saved(docker25));
    for (const { app } of three.all) {
      await docker('tag', FULL, `${app}:v1`);
      const [digest] = /sha256:[0-9a-f]{64}/.exec(await docker('push', `${app}:v1`)) ?? [];
      await docker('rmi', `${app}:v1`);
      expect(await docker('pull', `${app}:v1`)).toContain(`Digest: ${digest}`);
      await docker('rmi', `${app}:v1`);
    }
    const { first, second } = three;
    await docker('logout', second.host);
    await expect(docker('pull', `${second.app}:v1`)).rejects.toThrow(/unauthorized|denied|authentication/);
    expect(await docker('pull', `${first.app}:v1`)).toContain('Downloaded newer image');
  });

  itAsRootWith(...needed)('containerd pushes an index and pulls it from both instances', async () => {
    const three = await startThreeRegistries();
    const { ctr } = opened();
    await ctr(
      'images',
      'import',
      '--snapshotter',
      'native',
      '--all-platforms',
      '--no-unpack',
      await saved(multiPlatform),
    );
    const bytes = await ctr('content', 'get', await digestIn(ctr, FULL));
    for (const one of [three.first, three.second]) {
      const over = ['--plain-http', '--user', credentialsOf(one)];
      await ctr('images', 'push', ...over, `${one.app}:v1`, FULL);
      await ctr('images', 'pull', ...over, '--snapshotter', 'native', '--platform', 'linux/amd64', `${one.app}:v1`);
      expect(await digestIn(ctr, `${one.app}:v1`)).toBe(digestOf(bytes));
    }
    const wrong = ['--plain-http', '--user', credentialsOf(three.first)];
    await expect(ctr('images', 'push', ...wrong, `${three.second.app}:v2`, FULL)).rejects.toThrow(/401|unauthorized/i);
  });
});

async function digestIn(ctr: DockerEngine['ctr'], name: string): Promise<string> {
  const lines = (await ctr('images', 'list', `name==${name}`)).split('\n');
  return /sha256:[0-9a-f]{64}/.exec(lines.at(-1) ?? '')?.[0] ?? '';
}
