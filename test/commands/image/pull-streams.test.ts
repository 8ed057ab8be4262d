import { execFileSync, spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountEnv } from '../../support/account.ts';
import { dockerSave, testImage } from '../../support/archives.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { itWith } from '../../support/peers.ts';
import { BIN, runCli, startCli, type RunResult } from '../../support/run.ts';
import { tarOf } from '../../support/tar.ts';
import { tempDir } from '../../support/temp-dir.ts';

const itWithBash = itWith('bash', 'tar');

/** Larger than what a pipe holds. */
const image = testImage({ texts: ['x'.repeat(300_000), 'two'] });

/** An emulator with `team/app:v1`, a plain pull of it as `whole.tar`, and a shell with `swrctl`. */
async function setUp() {
  const emulator = await startTestEmulator({ organizations: ['team'] });
  const home = await tempDir();
  await writeFile(join(home, 'source'), tarOf(dockerSave(image)));
  const env = { ...accountEnv(emulator.info, home), SWRCTL_KEYCHAIN: 'off', SWRCTL_METADATA_ENDPOINT: 'off' };
  const cli = (...args: readonly string[]) => runCli(args, { env, cwd: home });
  expect(await cli('push', 'source', 'team/app:v1')).toMatchObject({ exitCode: 0 });
  expect(await cli('pull', 'team/app:v1', '-o', 'whole.tar', '--uncompressed')).toMatchObject({ exitCode: 0 });
  const pull = 'swrctl pull team/app:v1 --uncompressed -o';
  const bash = (script: string): Promise<RunResult> => runBash(script, home, env);
  const read = (name: string) => readFile(join(home, name));
  const isWhole = async (name: string) => (await read(name)).equals(await read('whole.tar'));
  const start = (...args: readonly string[]) => startCli(args, { env, cwd: home });
  return { home, cli, bash, pull, read, isWhole, start };
}

function runBash(script: string, cwd: string, env: Readonly<Record<string, string>>): Promise<RunResult> {
  const prelude = `set -o pipefail; swrctl() { '${process.execPath}' '${BIN}' "$@"; }`;
  const child = spawn('bash', ['-c', `${prelude}\n${script}`], { cwd, env: { PATH: process.env['PATH'], ...env } });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        stdout: Buffer.concat(out).toString('latin1'),
        stderr: Buffer.concat(err).toString(),
        exitCode: code ?? -1,
      }),
    );
  });
}

const LINE = /^\S+\/team\/app:v1@sha256:[0-9a-f]{64}\n$/;

describe('pull into a stream', () => {
  itWithBash.each([
    { name: '/dev/stdout into a pipe', script: (pull: string) => `${pull} /dev/stdout | cat >got.tar` },
    { name: '/dev/stdout into a file', script: (pull: string) => `${pull} /dev/stdout >got.tar` },
    { name: '/dev/fd/1', script: (pull: string) => `${pull} /dev/fd/1 >got.tar` },
    { name: '/proc/self/fd/1', script: (pull: string) => `${pull} /proc/self/fd/1 | cat >got.tar` },
    { name: 'a link to /dev/stdout', script: (pull: string) => `ln -s /dev/stdout so; ${pull} so >got.tar` },
  ])('writes to $name as to "-", and nothing else', async ({ script }) => {
    const { bash, pull, isWhole } = await setUp();
    const result = await bash(script(pull));
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    expect(result.stderr).not.toContain('Wrote');
    expect(await isWhole('got.tar')).toBe(true);
  });

  itWithBash.each([
    { name: 'a process substitution', script: (pull: string) => `${pull} >(cat >got.tar); wait $!` },
    { name: 'an open file', script: (pull: string) => `${pull} /dev/fd/3 3>got.tar` },
    { name: 'the end of an open file', script: (pull: string) => `exec 3>>got.tar; ${pull} /dev/fd/3` },
    {
      name: 'a FIFO with a reader',
      script: (pull: string) => `mkfifo fifo; cat fifo >got.tar & ${pull} fifo && wait && [ -p fifo ]`,
    },
    {
      name: 'a FIFO through a link',
      script: (pull: string) => `mkfifo fifo; ln -s fifo link; cat fifo >got.tar & ${pull} link && wait`,
    },
  ])('writes to $name and says the digest on stdout', async ({ script }) => {
    const { bash, pull, isWhole } = await setUp();
    const result = await bash(script(pull));
    expect(result).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(LINE) as string });
    expect(await isWhole('got.tar')).toBe(true);
  });

  itWithBash('gives tar what it can list while it comes', async () => {
    const { bash, pull } = await setUp();
    const result = await bash(`${pull} >(tar tf - >list); wait $!; cat list`);
    expect(result.stdout).toContain('manifest.json');
  });

  itWithBash('waits for the reader of a FIFO, and says so', async () => {
    const { home, start, isWhole } = await setUp();
    execFileSync('mkfifo', [join(home, 'fifo')]);
    const { child, result } = start('pull', 'team/app:v1', '--uncompressed', '-o', 'fifo');
    const said = new Promise((resolve) => child.stderr?.once('data', resolve));
    expect(String(await said)).toContain('Waiting for somebody to read fifo');
    const chunks: Buffer[] = [];
    for await (const chunk of createReadStream(join(home, 'fifo'))) chunks.push(chunk as Buffer);
    await writeFile(join(home, 'got.tar'), Buffer.concat(chunks));
    expect(await result).toMatchObject({ exitCode: 0 });
    expect(await isWhole('got.tar')).toBe(true);
  });

  itWithBash('can be interrupted while nobody reads a FIFO', async () => {
    const { home, start } = await setUp();
    execFileSync('mkfifo', [join(home, 'fifo')]);
    const { child, result } = start('pull', 'team/app:v1', '-o', 'fifo');
    await new Promise((resolve) => child.stderr?.once('data', resolve));
    child.kill('SIGINT');
    expect(await result).toMatchObject({ exitCode: 130 });
  });

  itWithBash.each([
    { name: 'of a pipe', script: (pull: string) => `${pull} /dev/stdout | head -c 10` },
    { name: 'of a process substitution', script: (pull: string) => `${pull} >(head -c 10)` },
    { name: 'of a FIFO', script: (pull: string) => `mkfifo fifo; head -c 10 fifo & ${pull} fifo` },
  ])('ends well when the reader $name has enough', async ({ script }) => {
    const { bash, pull } = await setUp();
    const result = await bash(`${script(pull)}; echo "exit \${PIPESTATUS[0]}" >&2; wait`);
    expect(result.stderr).toContain('exit 0');
    expect(result.stderr).not.toContain('Error');
  });

  it('writes to a device, which needs no --force and stays one', async () => {
    const { cli, home } = await setUp();
    await symlink('/dev/null', join(home, 'null'));
    for (const output of ['/dev/null', 'null']) {
      expect(await cli('pull', 'team/app:v1', '-o', output)).toMatchObject({ exitCode: 0 });
    }
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
    const full = await cli('pull', 'team/app:v1', '-o', '/dev/full');
    expect(full).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('disk is full') as string });
  });

  it('says that a directory is no stream', async () => {
    const { cli } = await setUp();
    for (const output of ['-', '/dev/stdout', '/dev/null']) {
      const result = await cli('pull', 'team/app:v1', '--format', 'oci', '-o', output);
      expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('oci-archive') as string });
    }
  });

  itWithBash('writes to no file that was not given to it', async () => {
    const { bash, pull } = await setUp();
    const result = await bash(
      `for n in 4 5 9 17 21 99; do ${pull} /dev/fd/$n; [ $? = 1 ] || exit 9; done; ${pull} /dev/fd/3 3</dev/null; [ $? = 1 ]`,
    );
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    expect(await bash(`${pull} /dev/stderr`)).toMatchObject({ exitCode: 2, stdout: '' });
  });

  it('refuses a terminal that it is given as stdout by another name', async () => {
    const { home } = await setUp();
    const result = await runCli(['pull', 'team/app:v1', '-o', '/dev/stdout'], {
      cwd: home,
      tty: true,
      env: { SWRCTL_REGISTRY: 'localhost:1' },
    });
    expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('terminal') as string });
  });
});

describe('push --digest-file and --digest-map', () => {
  const push = ['push', 'source', 'team/app:v2'];

  itWithBash('go to streams as the archives of pull do', async () => {
    const { bash, read } = await setUp();
    const options = '--digest-file >(cat >digest) --digest-map /dev/fd/3 3>map';
    const result = await bash(`swrctl push source team/app:v2 ${options}; wait $!`);
    expect(result.exitCode).toBe(0);
    expect((await read('digest')).toString()).toMatch(/^sha256:[0-9a-f]{64}\n$/);
    expect((await read('map')).toString()).toBe('{}\n');
    const toStdout = await bash('swrctl push source team/app:v3 --digest-file /dev/stdout -q');
    expect(toStdout.stdout).toMatch(/^sha256:[0-9a-f]{64}\n\S+team\/app:v3@sha256:/);
    expect(await bash('swrctl push source team/app:v4 --digest-file >(true)')).toMatchObject({ exitCode: 0 });
  });

  it('replace a file in one step, keep its mode, and follow links', async () => {
    const { cli, home, read } = await setUp();
    await writeFile(join(home, 'old'), 'something much longer than a digest '.repeat(10), { mode: 0o640 });
    await symlink('fresh', join(home, 'link'));
    expect(await cli(...push, '--digest-file', 'old', '--digest-map', 'link')).toMatchObject({ exitCode: 0 });
    expect((await read('old')).toString()).toMatch(/^sha256:[0-9a-f]{64}\n$/);
    expect((await stat(join(home, 'old'))).mode & 0o777).toBe(0o640);
    expect((await read('fresh')).toString()).toBe('{}\n');
    expect((await readdir(home)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it.each([
    { file: '.', exitCode: 6 },
    { file: 'no/such/folder', exitCode: 1 },
    { file: '', exitCode: 2 },
  ])('are refused before anything is pushed: "$file"', async ({ file, exitCode }) => {
    const { cli } = await setUp();
    for (const flag of ['--digest-file', '--digest-map']) {
      const result = await cli(...push, flag, file);
      expect(result).toMatchObject({ exitCode, stdout: '' });
      expect(result.stderr).toContain('Hint:');
    }
    expect(await cli('digest', 'team/app:v2')).toMatchObject({ exitCode: 5 });
  });
});
