import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dockerSave, testImage } from '../support/archives.ts';
import { findProgram, itWith } from '../support/peers.ts';
import { until } from '../support/random-kills.ts';
import { BIN } from '../support/run.ts';
import { openSlowRegistry, saveNoise } from '../support/slow-registry.ts';
import { tarHeader, tarOf } from '../support/tar.ts';
import { tempDir, tempFile } from '../support/temp-dir.ts';

const EXIT = { SIGINT: 130, SIGTERM: 143 } as const;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const NOWHERE = '127.0.0.1:9/team/app:v1';

/** The commands that read an archive, with an operand for it. */
const COMMANDS = [
  ['push', (source: string) => ['push', source, NOWHERE]],
  ['check', (source: string) => ['check', source]],
  ['inspect', (source: string) => ['inspect', source]],
  ['diff', (source: string) => ['diff', source, BIN]],
  ['digest', (source: string) => ['digest', source]],
] as const;

/** A command as a shell starts it: in a process group, which a terminal sends its signals to. */
async function start(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}, cwd?: string) {
  const temporary = await tempDir();
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: cwd ?? temporary,
    detached: true,
    env: {
      ...{ PATH: process.env['PATH'], HOME: temporary, TMPDIR: temporary },
      ...{ SWRCTL_KEYCHAIN: 'off', SWRCTL_METADATA_ENDPOINT: 'off', ...env },
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.on('error', () => undefined);
  const closed = once(child, 'close');
  return {
    child,
    stderr: () => stderr,
    left: () => readdirSync(temporary).filter((name) => name.startsWith('swr')),
    signal: (name: NodeJS.Signals) => process.kill(-(child.pid ?? Number.NaN), name),
    exitCode: async () => ((await closed) as [number | null])[0],
  };
}

/** How an archive begins that has a layer of 8 GiB. */
const BEGINNING = tarHeader({ name: 'layer.tar', sizeField: Buffer.from('77777777777\0') });

/** An archive that takes gigabytes to unpack, and does not look like a bomb from its first bytes on. */
async function endless(packer: string): Promise<string> {
  const pack = (input: Buffer): Buffer =>
    execFileSync(findProgram(packer) ?? packer, ['-1', '-c'], { input, maxBuffer: 8 * 1024 * 1024 });
  const part = pack(Buffer.concat([randomBytes(1024 * 1024), Buffer.alloc(63 * 1024 * 1024)]));
  return tempFile(Buffer.concat([pack(BEGINNING), ...Array<Buffer>(32).fill(part)]));
}

describe.each(SIGNALS)('%s', (name) => {
  it.each(COMMANDS)('while %s reads what somebody pipes in leaves nothing', async (_verb, args) => {
    const run = await start(args('-'));
    run.child.stdin.write(Buffer.concat([BEGINNING, Buffer.alloc(1000)])); // and no more of it comes
    await until(() => run.left().length > 0 || run.child.exitCode !== null);
    run.signal(name);
    expect(await run.exitCode(), run.stderr()).toBe(EXIT[name]);
    expect(run.left()).toEqual([]);
  });

  it.each(COMMANDS)('while %s unpacks its source leaves nothing', async (_verb, args) => {
    const run = await start(args(await endless('gzip')));
    await until(() => run.left().length > 0 || run.child.exitCode !== null);
    run.signal(name);
    expect(await run.exitCode(), run.stderr()).toBe(EXIT[name]);
    expect(run.left()).toEqual([]);
  });

  for (const packer of ['zstd', 'xz', 'bzip2']) {
    itWith(packer)(`while ${packer} is unpacked leaves nothing`, async () => {
      const run = await start(['check', await endless(packer)]);
      await until(() => run.left().length > 0 || run.child.exitCode !== null);
      run.signal(name);
      expect(await run.exitCode(), run.stderr()).toBe(EXIT[name]);
      expect(run.left()).toEqual([]);
    });
  }

  it('again and again leaves nothing either', async () => {
    const run = await start(['inspect', await endless('gzip')]);
    await until(() => run.left().length > 0 || run.child.exitCode !== null);
    const timer = setInterval(() => run.signal(name), 1);
    onTestFinished(() => clearInterval(timer));
    run.child.once('exit', () => clearInterval(timer));
    expect(await run.exitCode(), run.stderr()).toBe(EXIT[name]);
    expect(run.left()).toEqual([]);
  });

  it('while an archive goes to stdout leaves nothing', async () => {
    const slow = await openSlowRegistry({ piece: 1024, everyMs: 20 });
    await saveNoise(join(slow.home, 'app.tar'), [40_000, 40_000, 40_000]);
    const pushed = await start(['push', 'app.tar', 'team/app:v1'], slow.env, slow.home);
    expect(await pushed.exitCode(), pushed.stderr()).toBe(0);
    const run = await start(['pull', 'team/app:v1', '-o', '-', '--jobs', '1'], slow.env, slow.home);
    run.child.stdout.resume();
    await until(() => slow.front.requests().some(({ sent }) => sent > 2000) || run.child.exitCode !== null);
    run.signal(name);
    expect(await run.exitCode(), run.stderr()).toBe(EXIT[name]);
    expect(run.left()).toEqual([]);
  });
});

describe.each(['igzip', 'pigz'])('Ctrl-C while %s packs a layer', (program) => {
  itWith(program)('ends with 130 at once, and names no program', async () => {
    const slow = await openSlowRegistry();
    const noise = execFileSync('head', ['-c', '300000', '/dev/urandom']).toString('base64');
    await writeFile(join(slow.home, 'app.tar'), tarOf(dockerSave(testImage({ texts: [noise] }))));
    const run = await start(['push', 'app.tar', 'team/app:v1', '--compressor', program], slow.env, slow.home);
    await until(() => slow.front.uploads() > 0 || run.child.exitCode !== null);
    run.signal('SIGINT');
    expect(await run.exitCode(), run.stderr()).toBe(130);
    expect(run.stderr()).toContain('Error: interrupted');
    // Only the command line of the hint has it.
    expect(run.stderr().replace(/^Hint: .*$/m, '')).not.toContain(program);
  });
});
