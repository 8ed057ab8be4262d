import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountEnv } from '../../support/account.ts';
import {
  addImage,
  addIndex,
  createLayout,
  layoutFiles,
  testImage,
  type TestDescriptor,
  type TestPlatform,
} from '../../support/archives.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { runCli } from '../../support/run.ts';
import { tarOf } from '../../support/tar.ts';
import { tempDir } from '../../support/temp-dir.ts';

const windows = (version: string): TestPlatform => ({ os: 'windows', architecture: 'amd64', 'os.version': version });
const arm = (variant: string): TestPlatform => ({ os: 'linux', architecture: 'arm', variant });
const SERVERS = [windows('10.0.17763.1'), windows('10.0.20348.1')];

interface SetUp {
  readonly platforms: readonly TestPlatform[];
  /** What the index says of each. Default: the platform of its config. */
  readonly said?: readonly (TestPlatform | undefined)[];
}

/** An index in the OCI archive `app.tar` and in an emulator as `team/app:v1`. */
async function setUp({ platforms, said = platforms }: SetUp) {
  const emulator = await startTestEmulator({ organizations: ['team'] });
  const home = await tempDir();
  const layout = createLayout();
  const entries = platforms.map((platform, index): TestDescriptor => {
    const more = said[index] === undefined ? {} : { platform: said[index] };
    return addImage(layout, testImage({ texts: [JSON.stringify(platform)], platform }), more);
  });
  const root = addIndex(layout, entries);
  await writeFile(join(home, 'app.tar'), tarOf([...layout.items, ...layoutFiles([root])]));
  const env = accountEnv(emulator.info, home);
  const cli = (...args: readonly string[]) => runCli(args, { env, cwd: home });
  expect(await cli('push', 'app.tar', 'team/app:v1')).toMatchObject({ exitCode: 0 });
  const pulledPlatform = async (file: string) =>
    JSON.parse((await cli('inspect', file, '--query', 'platform')).stdout) as unknown;
  return { cli, entries, emulator, pulledPlatform, digests: entries.map(({ digest }) => digest) };
}

const CHOICES = "Choose with --platform: 'windows(10.0.17763.1)/amd64', 'windows(10.0.20348.1)/amd64'";

describe('two images that differ in their Windows version', () => {
  it.each([
    ['pull', 'team/app:v1', '-o', 'b.tar'],
    ['inspect', 'team/app:v1'],
    ['inspect', 'app.tar'],
    ['digest', 'app.tar'],
    ['manifest', 'team/app:v1'],
    ['copy', 'team/app:v1', 'team/other:v1'],
    ['push', 'app.tar', 'team/other:v1'],
    ['diff', 'app.tar', 'team/app:v1'],
  ])('are listed by %s %s, which takes neither by itself', async (...args) => {
    const { cli } = await setUp({ platforms: SERVERS });
    const result = await cli(...args, '--platform', 'windows/amd64');
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain(CHOICES);
  });

  it('are chosen between by version, in the words of containerd or of crane', async () => {
    const { cli, digests, pulledPlatform } = await setUp({ platforms: SERVERS });
    const digestOf = async (platform: string) => (await cli('digest', 'app.tar', '--platform', platform)).stdout.trim();
    expect(await digestOf('windows(10.0.17763)/amd64')).toBe(digests[0]);
    expect(await digestOf('windows(10.0.17763.1)/amd64')).toBe(digests[0]);
    expect(await digestOf('windows/amd64:10.0.20348.1')).toBe(digests[1]);
    const pull = ['pull', 'team/app:v1', '-o', 'b.tar', '--platform', 'windows(10.0.20348)/amd64', '--json=platform'];
    expect(JSON.parse((await cli(...pull)).stdout)).toEqual([{ platform: 'windows(10.0.20348.1)/amd64' }]);
    expect(await pulledPlatform('b.tar')).toBe('windows(10.0.20348.1)/amd64');
  });

  it('are told apart by inspect, check, copy and diff', async () => {
    const { cli } = await setUp({ platforms: SERVERS });
    const names = ['windows(10.0.17763.1)/amd64', 'windows(10.0.20348.1)/amd64'];
    const listed = await cli('inspect', 'app.tar', '--query', 'platforms[].platform');
    expect(JSON.parse(listed.stdout)).toEqual(names);
    expect((await cli('check', 'app.tar')).stdout).toContain(names.join(', '));
    const copied = await cli('copy', 'team/app:v1', 'team/copy:v1', '--json=platform');
    expect(JSON.parse(copied.stdout)).toEqual([{ platform: names.join(',') }]);
    expect(await cli('diff', 'app.tar', 'team/copy:v1')).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it('are told apart by their configs where the index has lost the versions', async () => {
    const plain = { os: 'windows', architecture: 'amd64' };
    const { cli } = await setUp({ platforms: SERVERS, said: [plain, plain] });
    const both = await cli('pull', 'team/app:v1', '-o', 'b.tar', '--platform', 'windows/amd64');
    expect(both).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(CHOICES) as string });
    const pull = ['pull', 'team/app:v1', '-o', 'b.tar', '--platform', 'windows(10.0.20348)/amd64', '--json=platform'];
    expect(JSON.parse((await cli(...pull)).stdout)).toEqual([{ platform: 'windows(10.0.20348.1)/amd64' }]);
  });
});

describe('an index without the very platform', () => {
  it('gives the next older variant, and says so', async () => {
    const { cli, digests } = await setUp({ platforms: [arm('v5'), arm('v6')] });
    const result = await cli('digest', 'app.tar', '--platform', 'linux/arm/v7');
    expect(result).toMatchObject({ exitCode: 0, stdout: `${digests[1]}\n` });
    expect(result.stderr).toContain('There is no image for linux/arm/v7; this is the one for linux/arm/v6');
  });

  it('takes the variant of the index where the config has none', async () => {
    const bare = { os: 'linux', architecture: 'arm' };
    const { cli } = await setUp({ platforms: [bare, bare], said: [arm('v6'), arm('v7')] });
    for (const command of [
      ['push', 'app.tar', 'team/other:v1'],
      ['copy', 'team/app:v1', 'team/other:v2'],
    ]) {
      const result = await cli(...command, '--platform', 'linux/arm/v6');
      expect(result).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('no image for') as string });
    }
  });

  it('lists what there is when nothing fits', async () => {
    const { cli } = await setUp({ platforms: [arm('v7'), windows('10.0.17763.1')] });
    const result = await cli('pull', 'team/app:v1', '-o', 'b.tar', '--platform', 'linux/arm/v6');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain("Choose with --platform: linux/arm/v7, 'windows(10.0.17763.1)/amd64'");
  });

  it('asks the registry for nothing but what it takes', async () => {
    const { cli, emulator } = await setUp({ platforms: [arm('v5'), arm('v6'), arm('v7')] });
    const manifests = async () =>
      (await emulator.calls()).filter(({ method, path }) => method === 'GET' && path.includes('/manifests/')).length;
    const before = await manifests();
    expect(await cli('pull', 'team/app:v1', '-o', 'b.tar', '--platform', 'linux/arm')).toMatchObject({ exitCode: 0 });
    expect((await manifests()) - before).toBe(2);
  });
});
