import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountEnv } from '../../support/account.ts';
import { dockerSave, testImage } from '../../support/archives.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { findProgram, itWith } from '../../support/peers.ts';
import { runCli } from '../../support/run.ts';
import { tarOf } from '../../support/tar.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** Layers for which a program is worth its start. */
const LARGE = ['x'.repeat(1_100_000), 'y'.repeat(1_200_000)];

/** An emulator, an archive, and a PATH of one folder, which has these programs: name → script. */
async function setUp(programs: Readonly<Record<string, string>> = {}, texts = LARGE) {
  const emulator = await startTestEmulator({ organizations: ['team'] });
  const home = await tempDir();
  await writeFile(join(home, 'app.tar'), tarOf(dockerSave(testImage({ texts }))));
  const bin = join(home, 'bin');
  await mkdir(bin);
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const env = { ...accountEnv(emulator.info, home), PATH: `${bin}:.` };
  const run = (...args: readonly string[]) => runCli(args, { env, cwd: home });
  const push = (...args: readonly string[]) => run('push', 'app.tar', 'team/app:v1', ...args);
  return { home, run, push };
}

const real = (name: string): string => `exec ${findProgram(name) ?? name} "$@"`;

const digestIn = (stdout: string): string | undefined => stdout.split('@')[1];

describe('push --compressor', () => {
  itWith('igzip')('takes igzip where it is installed, and builtin on request', async () => {
    const { push } = await setUp({ igzip: real('igzip') });
    const automatic = await push('--no-clobber');
    const named = await push('--compressor', 'igzip', '--compression', 'gzip');
    const builtin = await push('--compressor', 'builtin', '--compression', 'gzip');
    expect([automatic.exitCode, named.exitCode, builtin.exitCode]).toEqual([0, 0, 0]);
    expect(digestIn(named.stdout)).toBe(digestIn(automatic.stdout));
    expect(digestIn(builtin.stdout)).not.toBe(digestIn(automatic.stdout));
  });

  it('starts no program for small layers, unless it was asked for', async () => {
    const { push } = await setUp({ igzip: 'exit 1' }, ['small', 'smaller']);
    expect(await push()).toMatchObject({ exitCode: 0 });
    expect(await push('--compressor', 'igzip', '--reuse', 'off')).toMatchObject({ exitCode: 1 });
  });

  itWith('pigz')('takes pigz when asked to', async () => {
    const { push } = await setUp({ pigz: real('pigz') });
    expect(await push('--compressor', 'pigz')).toMatchObject({ exitCode: 0 });
  });

  it.each([
    { name: 'writes garbage', script: 'cat > /dev/null; echo garbage' },
    { name: 'writes the gzip of something else', script: 'cat > /dev/null; echo other | gzip' },
    { name: 'writes nothing', script: 'exit 0' },
  ])('tags nothing when the program $name', async ({ script }) => {
    const { push, run } = await setUp({ igzip: `PATH=/usr/bin:/bin; ${script}` });
    const result = await push('-o', 'json');
    expect(result.exitCode).toBe(1);
    expect(JSON.parse(result.stderr.trim().split('\n').at(-1) ?? '')).toMatchObject({
      code: 'CONTENT_MISMATCH',
      hint: 'Use --compressor builtin',
    });
    expect((await run('tag', 'list', 'team/app')).stdout).toBe('');
  });

  it.each([
    { name: 'is not installed', args: ['--compressor', 'igzip'], message: 'igzip is not on the PATH' },
    {
      name: 'does not have the level',
      args: ['--compressor', 'igzip', '--compression-level', '6'],
      message: 'igzip has the levels 0 to 3',
    },
    {
      name: 'is ours and does not have the level',
      args: ['--compression-level', '13'],
      message: 'gzip has the levels 1 to 12',
    },
    {
      name: 'does not pack that way',
      args: ['--compressor', 'pigz', '--compression', 'none'],
      message: 'pigz packs gzip, not none',
    },
  ])('is a usage error when the program $name', async ({ args, message }) => {
    const { push, home } = await setUp();
    await writeFile(join(home, 'igzip'), '#!/bin/sh\n', { mode: 0o755 }); // "." is in PATH, but not looked at
    const result = await push(...args);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain(message);
  });

  it('packs itself when auto finds nothing, or a level that igzip does not have is wanted', async () => {
    const broken = await setUp({ igzip: 'exit 1' });
    expect(await broken.push('--compression-level', '6')).toMatchObject({ exitCode: 0 });
    const empty = await setUp();
    expect(await empty.push()).toMatchObject({ exitCode: 0 });
  });
});
