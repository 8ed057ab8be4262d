import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { accountEnv } from '../../support/account.ts';
import {
  addAttestation,
  addImage,
  addIndex,
  createLayout,
  dockerSave,
  layoutFiles,
  testImage,
} from '../../support/archives.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { itWith } from '../../support/peers.ts';
import { startRegistryServer } from '../../support/registry-server.ts';
import { runCli } from '../../support/run.ts';
import { tarOf } from '../../support/tar.ts';
import { tempDir } from '../../support/temp-dir.ts';

const exec = promisify(execFile);
const itWithPeers = itWith('docker-registry', 'skopeo');

/** A CNCF registry and an emulator that both have nothing yet. */
async function setUp() {
  const emulator = await startTestEmulator({ organizations: ['team'] });
  const home = await tempDir();
  const cli = (...args: readonly string[]) => runCli(args, { env: accountEnv(emulator.info, home), cwd: home });
  return { emulator, home, cli, swr: emulator.info.registry };
}

describe('swrctl copy', () => {
  itWithPeers('copies an index with attestations to SWR, which refuses it from others', async () => {
    const { cli, home, swr } = await setUp();
    const other = new URL(await startRegistryServer()).host;
    const layout = createLayout();
    const images = ['amd64', 'arm64'].map((architecture) => {
      const platform = { os: 'linux', architecture };
      return addImage(layout, testImage({ texts: [architecture], platform }), { platform });
    });
    const [first] = images;
    const root = addIndex(layout, first ? [...images, addAttestation(layout, first)] : images);
    await writeFile(join(home, 'multi.tar'), tarOf([...layout.items, ...layoutFiles([root])]));
    const pushed = await cli('push', 'multi.tar', `${other}/a/multi:1`);
    expect(pushed).toMatchObject({ exitCode: 0, stdout: `${other}/a/multi:1@${root.digest}\n` });

    const copied = await cli('copy', `${other}/a/multi:1`, 'team/multi', '--json');
    expect(copied).toMatchObject({ exitCode: 0 });
    expect(copied.stderr).toContain('left out 1 attestation');
    const [row] = JSON.parse(copied.stdout) as {
      reference: string;
      digest: string;
      sourceDigest: string;
      platform: string;
    }[];
    expect(row).toMatchObject({
      reference: `${swr}/team/multi:1`,
      sourceDigest: root.digest,
      platform: 'linux/amd64,linux/arm64',
    });
    const list = await cli('manifest', 'team/multi:1');
    expect(JSON.parse(list.stdout)).toMatchObject({
      mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json',
    });

    const preserved = exec('skopeo', [
      ...['copy', '--all', '--preserve-digests', '--src-tls-verify=false', '--dest-tls-verify=false'],
      ...['--dest-creds', await loginOf(cli), `docker://${other}/a/multi:1`, `docker://${swr}/team/refused:1`],
    ]);
    await expect(preserved).rejects.toThrow(/manifest/i);
  });

  itWithPeers('copies every tag once, and a second time only checks', async () => {
    const { cli, home, emulator } = await setUp();
    const other = new URL(await startRegistryServer()).host;
    await writeFile(join(home, 'app.tar'), tarOf(dockerSave(testImage())));
    for (const tag of ['1', '2', '3']) await cli('push', 'app.tar', `${other}/a/app:${tag}`);
    const first = await cli('copy', `${other}/a/app`, 'team/app', '--all-tags');
    expect(first.stdout.trim().split('\n')).toHaveLength(3);
    // One list says that no tag is there; nobody asks for each of them.
    const asked = (await emulator.calls()).map(({ method, path }) => `${method} ${path}`);
    expect(asked.filter((line) => /tags\/list/.test(line))).toHaveLength(1);
    expect(asked.filter((line) => /^(?:GET|HEAD) .*\/manifests\//.test(line))).toEqual([]);
    const before = (await emulator.calls()).length;
    const again = await cli('copy', `${other}/a/app`, 'team/app', '--all-tags');
    expect(again).toMatchObject({ exitCode: 0, stdout: first.stdout });
    const methods = new Set((await emulator.calls()).slice(before).map(({ method }) => method));
    expect([...methods].filter((method) => !['GET', 'HEAD'].includes(method))).toEqual([]);
  });

  it('copies within one registry and keeps the tag of the source', async () => {
    const { cli, home, swr } = await setUp();
    await writeFile(join(home, 'app.tar'), tarOf(dockerSave(testImage())));
    const pushed = await cli('push', 'app.tar', 'team/app:v1');
    const copied = await cli('copy', 'team/app:v1', 'team/other');
    expect(copied.stdout).toBe(pushed.stdout.replace(`${swr}/team/app:`, `${swr}/team/other:`));
  });

  it.each([
    { name: 'copies one tag', args: ['copy', 'team/app:v1', 'new/app:v1'] },
    { name: 'copies the tags of a repository', args: ['copy', 'team/app', 'new/app', '--all-tags'] },
    { name: 'copies without moving a tag', args: ['copy', 'team/app:v1', 'new/app:v1', '--no-clobber'] },
    { name: 'pushes without moving a tag', args: ['push', 'app.tar', 'new/app:v1', '--no-clobber'] },
  ])('$name into an organization that --create-org makes, and not without it', async ({ args }) => {
    const { cli, home } = await setUp();
    await writeFile(join(home, 'app.tar'), tarOf(dockerSave(testImage())));
    await cli('push', 'app.tar', 'team/app:v1');
    const refused = await cli(...args);
    expect(refused).toMatchObject({ exitCode: 5, stdout: '' });
    expect(refused.stderr).toMatch(/^Error: The organization of "new\/app" does not exist/);
    const done = await cli(...args, '--create-org');
    expect(done.stderr).toContain('Created organization new\n');
    expect(done.stdout).toContain('/new/app:v1@sha256:');
    expect(done.exitCode).toBe(0);
  });

  it.each([
    { name: 'a tag that is not there', args: ['team/app:none', 'team/x'], exitCode: 5 },
    { name: 'a repository without tags', args: ['team/none', 'team/x', '--all-tags'], exitCode: 5 },
    { name: 'a tag with --all-tags', args: ['team/app:1', 'team/x', '--all-tags'], exitCode: 2 },
    { name: 'a destination by digest', args: ['team/app', `team/x@sha256:${'a'.repeat(64)}`], exitCode: 2 },
  ])('refuses $name with exit status $exitCode', async ({ args, exitCode }) => {
    const { cli } = await setUp();
    const result = await cli('copy', ...args);
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toMatch(/^Error: .+\n(Cause: .+\n)?Hint: .+\n$/);
  });
});

async function loginOf(cli: (...args: readonly string[]) => Promise<{ stdout: string }>): Promise<string> {
  const { stdout } = await cli('login', '--print', 'json');
  const { username, password } = JSON.parse(stdout) as { username: string; password: string };
  return `${username}:${password}`;
}
