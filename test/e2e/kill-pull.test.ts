import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sha256 } from '../support/archives.ts';
import { canMount } from '../support/mount.ts';
import { createRandom, KILLS, LOOP_TIMEOUT_MS, until } from '../support/random-kills.ts';
import { spawnCli, startCli } from '../support/run.ts';
import { notedBytes, openSlowRegistry, saveNoise, type SlowRegistry } from '../support/slow-registry.ts';
import type { Speed } from '../support/slow-front.ts';

const FORMATS = ['docker-archive', 'oci-archive', 'oci'] as const;

/** `team/app:v1` behind a slow line, and what a pull makes of it when nothing happens. */
async function setUp(sizes: readonly number[], speed?: Speed) {
  const slow = await openSlowRegistry(speed);
  const layers = await saveNoise(join(slow.home, 'source'), sizes);
  const fast = { ...slow.env, SWRCTL_REGISTRY: slow.emulator.info.registry };
  expect(await spawnCli(['push', 'source', 'team/app:v1'], { env: fast, cwd: slow.home })).toMatchObject({
    exitCode: 0,
  });
  const pull = (...more: readonly string[]) =>
    startCli(['pull', 'team/app:v1', '-o', 'out', ...more], { env: slow.env, cwd: slow.home });
  return { ...slow, layers, pull, out: join(slow.home, 'out') };
}

/** Waits until so many bytes of blobs went over the line. */
const served = ({ front }: SlowRegistry, bytes: number): Promise<void> =>
  until(() => front.requests().reduce((sum, { sent }) => sum + sent, 0) >= bytes);

const leftBeside = async ({ home }: SlowRegistry): Promise<string[]> =>
  (await readdir(home)).filter((name) => name.startsWith('out.'));

/** Every file below a path, by name. */
async function contentOf(path: string): Promise<Record<string, string>> {
  if ((await stat(path)).isFile()) return { '': sha256(await readFile(path)) };
  const names = await readdir(path, { recursive: true });
  const files = names.filter((name) => !['blobs', 'blobs/sha256'].includes(name)).sort();
  const entries = files.map(async (name) => [name, sha256(await readFile(join(path, name)))] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** How much of each layer is there already. */
async function bytesThere(out: string, layers: readonly string[]): Promise<Map<string, number>> {
  const noted = await notedBytes(out);
  const sizes = layers.map(async (hex) => {
    const file = await stat(join(`${out}.partial`, 'layout/blobs/sha256', hex)).catch(() => undefined);
    return [hex, noted.get(hex) ?? file?.size ?? 0] as const;
  });
  return new Map(await Promise.all(sizes));
}

describe('a pull that is killed', () => {
  it(
    'loses nothing, whenever that is',
    async () => {
      const given = await setUp([300_000, 250_000, 350_000, 200_000], { piece: 4096, everyMs: 8 });
      const { pull, out, layers, front } = given;
      const random = createRandom();
      const expected = new Map<string, Record<string, string>>();
      for (const format of FORMATS) {
        expect(await pull('--format', format).result).toMatchObject({ exitCode: 0 });
        expected.set(format, await contentOf(out));
        await rm(out, { recursive: true });
      }
      let kills = 0;
      let resumed = 0;
      for (let round = 0; kills < KILLS; round += 1) {
        const format = FORMATS[round % FORMATS.length] ?? 'oci';
        for (;;) {
          const there = await bytesThere(out, layers);
          front.forget();
          const { child, result } = pull('--format', format);
          // One in three at any moment since the start, the others while layers come in.
          if (kills % 3 > 0) await until(() => child.exitCode !== null || front.requests().length > 1);
          const timer = setTimeout(() => child.kill('SIGKILL'), kills < KILLS ? random() * 900 : 60_000);
          const { exitCode, stderr } = await result;
          clearTimeout(timer);
          // Nothing that was there is asked for again.
          for (const { hex, from } of front.requests()) expect(from).toBeGreaterThanOrEqual(there.get(hex) ?? 0);
          if (front.requests().some(({ from }) => from > 0)) resumed += 1;
          if (exitCode === 137) {
            kills += 1;
            continue;
          }
          // Killed between the last step and the exit, the one before had finished.
          const isThere = exitCode === 6 && stderr.includes('exists already');
          expect(isThere ? 0 : exitCode, stderr).toBe(0);
          break;
        }
        expect(await contentOf(out)).toEqual(expected.get(format));
        await rm(out, { recursive: true });
        await rm(`${out}.partial`, { recursive: true, force: true });
      }
      expect(resumed).toBeGreaterThan(5);
    },
    LOOP_TIMEOUT_MS,
  );
});

describe('a pull that is stopped', () => {
  it('by SIGTERM says how to go on, and goes on there', async () => {
    const given = await setUp([600_000]);
    const { child, result } = given.pull();
    await served(given, 200_000);
    child.kill('SIGTERM');
    const stopped = await result;
    expect(stopped).toMatchObject({ exitCode: 143, stdout: '' });
    expect(stopped.stderr).toContain('Hint: Run the same command again: it goes on where it stopped');
    expect(await leftBeside(given)).toEqual(['out.partial']);
    given.front.forget();
    const again = await given.pull().result;
    expect(again).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Going on where') as string });
    expect(given.front.requests().filter(({ hex }) => given.layers.includes(hex))).toEqual([
      expect.objectContaining({ from: expect.toSatisfy((from: number) => from > 50_000) as number }),
    ]);
    expect(await leftBeside(given)).toEqual([]);
  });

  it('by Ctrl-C stops at once, says the command that goes on, and goes on there', async () => {
    const given = await setUp([600_000, 600_000]);
    const { child, result } = given.pull('--jobs', '2');
    await served(given, 200_000);
    child.kill('SIGINT');
    const stopped = await result;
    expect(stopped).toMatchObject({ exitCode: 130, stdout: '' });
    expect(stopped.stderr).toMatch(
      /Hint: Run the same command again: it goes on where it stopped: swrctl pull .*--jobs 2\n$/,
    );
    const sent = given.front.requests().reduce((sum, { sent: bytes }) => sum + bytes, 0);
    expect(sent).toBeLessThan(1_000_000);
    given.front.forget();
    expect(await given.pull().result).toMatchObject({ exitCode: 0 });
    const blobs = given.front.requests().filter(({ hex }) => given.layers.includes(hex));
    expect(Math.max(...blobs.map(({ from }) => from))).toBeGreaterThan(50_000);
  });

  it('by a second Ctrl-C leaves at once, and the next one can begin at once', async () => {
    const given = await setUp([600_000]);
    const { child, result } = given.pull();
    await served(given, 100_000);
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await result).toMatchObject({ exitCode: 130 });
    expect(await given.pull().result).toMatchObject({ exitCode: 0 });
  });

  it('leaves nothing behind with --no-resume', async () => {
    const given = await setUp([600_000]);
    const { child, result } = given.pull('--no-resume');
    await served(given, 200_000);
    child.kill('SIGTERM');
    expect(await result).toMatchObject({ exitCode: 143 });
    expect(await leftBeside(given)).toEqual([]);
  });
});

describe('a pull over a bad line', () => {
  it('keeps what came in when the last try failed', async () => {
    const given = await setUp([400_000]);
    const blobs = `/v2/*/blobs/sha256:${given.layers[0] ?? ''}`;
    await given.emulator.control('faults', { faults: [`cut@200000:GET:${blobs}=@1`, `reset:GET:${blobs}`] });
    const failed = await given.pull('--retries', '1').result;
    expect(failed).toMatchObject({ exitCode: 1, stdout: '' });
    expect(failed.stderr).toContain('Hint: Run the same command again: it goes on where it stopped');
    expect((await notedBytes(given.out)).get(given.layers[0] ?? '')).toBeGreaterThan(100_000);
    await given.emulator.control('faults', { faults: [] });
    given.front.forget();
    expect(await given.pull().result).toMatchObject({ exitCode: 0 });
    expect(given.front.requests().find(({ hex }) => given.layers.includes(hex))?.from).toBeGreaterThan(100_000);
  });

  it('notices a stall, and goes on by itself', async () => {
    const given = await setUp([100_000]);
    await given.emulator.control('faults', { faults: ['stall:GET:/v2/*/blobs/*=@2'] });
    expect(await given.pull('--timeout', '1s').result).toMatchObject({ exitCode: 0 });
  });

  it('takes a trickle for what it is, however long it lasts', async () => {
    const given = await setUp([50_000], { piece: 2048, everyMs: 60 });
    expect(await given.pull('--timeout', '1s', '--retries', '0').result).toMatchObject({ exitCode: 0 });
  });

  it('keeps nothing of what is not what it should be', async () => {
    const given = await setUp([400_000]);
    const first = given.pull();
    await served(given, 200_000);
    first.child.kill('SIGKILL');
    await first.result;
    await given.emulator.control('faults', { faults: ['corrupt:GET:/v2/*/blobs/*'] });
    const failed = await given.pull().result;
    expect(failed).toMatchObject({ exitCode: 1, stdout: '' });
    expect(failed.stderr).toContain('is damaged');
    expect(await leftBeside(given)).toEqual([]);
  });
});

describe('two pulls to one output', () => {
  it('do not get in each other’s way', async () => {
    const given = await setUp([4_000_000]); // still under way when the second one has started
    const first = given.pull();
    await served(given, 100_000);
    const second = await given.pull().result;
    expect(second).toMatchObject({ exitCode: 6, stdout: '' });
    expect(second.stderr).toMatch(/is being written by another process|exists already/);
    expect(await first.result).toMatchObject({ exitCode: 0 });
    expect(await leftBeside(given)).toEqual([]);
    const before = await contentOf(given.out);
    expect(await given.pull('--force').result).toMatchObject({ exitCode: 0 });
    expect(await contentOf(given.out)).toEqual(before);
  });
});

describe.skipIf(!canMount())('a pull to a full disk (skipped where none can be mounted)', () => {
  it('says so, and goes on when there is space', async () => {
    const given = await setUp([600_000]);
    const disk = join(given.home, 'disk');
    await mkdir(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', disk]);
    onTestFinished(() => void execFileSync('umount', [disk]));
    const failed = await given.pull('-o', 'disk/out').result;
    expect(failed).toMatchObject({ exitCode: 1, stdout: '' });
    expect(failed.stderr).toContain('the disk is full');
    expect(failed.stderr).toContain('then run the same command again: it goes on where it stopped');
    expect(await readdir(disk)).toEqual(['out.partial']);
    execFileSync('mount', ['-o', 'remount,size=4m', disk]);
    given.front.forget();
    expect(await given.pull('-o', 'disk/out').result).toMatchObject({ exitCode: 0 });
    expect(given.front.requests().find(({ hex }) => given.layers.includes(hex))?.from).toBeGreaterThan(100_000);
    expect(await readdir(disk)).toEqual(['out']);
  });
});
