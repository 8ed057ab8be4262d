import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { spawnCli } from '../support/run.ts';
import { tempDir } from '../support/temp-dir.ts';

/** From 22.1 on Node keeps the code itself, in files of its own kind. */
const isOurs = Number(process.versions.node.split('.')[0]) < 22;
const itOnNode20 = isOurs ? it : it.skip;
if (!isOurs) console.log('skipped: Node keeps the code of programs itself from 22.1 on, so that ours is not used');

async function world() {
  const cache = await tempDir();
  const folder = join(cache, 'compiled');
  const run = (args: readonly string[], env = {}) => spawnCli(args, { env: { SWRCTL_CACHE_DIR: cache, ...env } });
  const files = () => (existsSync(folder) ? readdirSync(folder) : []);
  const only = () => join(folder, files()[0] ?? '');
  return { folder, run, files, only };
}

/** What the cache would hold had somebody else's program of the same length been ours: V8 cannot tell the two apart. */
function foreignCode(): Buffer {
  const length = readFileSync(join(import.meta.dirname, '../../dist/swrctl.cjs')).length;
  const words = 'process.stdout.write("not ours");process.exit();';
  const source = `(function(exports,require,module,__filename,__dirname){${words.padEnd(length)}\n})`;
  const code = new Script(source).createCachedData();
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(crc32(code));
  return Buffer.concat([checksum, code]);
}

describe('code that Node made of the program', () => {
  itOnNode20('is kept for the next start, for this user alone', async () => {
    const { folder, run, files, only } = await world();
    expect((await run(['version'])).exitCode).toBe(0);
    expect(files()).toHaveLength(1);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(only()).mode & 0o777).toBe(0o600);
    const before = statSync(only()).mtimeMs;
    expect((await run(['version'])).stdout).toMatch(/^version\t\d/);
    expect(statSync(only()).mtimeMs).toBe(before);
  });

  itOnNode20('is what runs, and so is taken only from files of this user alone', async () => {
    const { folder, run, only } = await world();
    await run(['--version']);
    const file = only();
    writeFileSync(file, foreignCode());
    expect((await run(['--version'])).stdout).toBe('not ours');
    for (const mode of [0o620, 0o644]) {
      writeFileSync(file, foreignCode());
      chmodSync(file, mode);
      expect((await run(['--version'])).stdout).not.toContain('not ours');
    }
    writeFileSync(file, foreignCode());
    chmodSync(file, 0o600);
    chmodSync(folder, 0o777);
    expect((await run(['--version'])).stdout).not.toContain('not ours');
  });

  itOnNode20('of another user is left alone', async () => {
    if (process.getuid?.() !== 0) return console.log('skipped: only root can be somebody else');
    const { run, only, folder } = await world();
    await run(['--version']);
    writeFileSync(only(), foreignCode());
    const { chownSync } = await import('node:fs');
    chownSync(only(), 4321, 4321);
    expect((await run(['--version'])).stdout).not.toContain('not ours');
    chownSync(folder, 4321, 4321);
    expect((await run(['--version'])).stdout).not.toContain('not ours');
  });

  itOnNode20.each([
    { what: 'cut', change: (bytes: Buffer) => bytes.subarray(0, bytes.length - 100) },
    { what: 'empty', change: () => Buffer.alloc(0) },
    {
      what: 'altered in the middle',
      change: (bytes: Buffer) => bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 64),
    },
    { what: 'noise', change: (bytes: Buffer) => Buffer.alloc(bytes.length, 'noise') },
  ])('that is $what is made anew', async ({ change }) => {
    const { run, only } = await world();
    const { stdout } = await run(['--version']);
    const whole = readFileSync(only());
    writeFileSync(only(), change(Buffer.from(whole)));
    const again = await run(['--version']);
    expect(again).toMatchObject({ exitCode: 0, stdout, stderr: '' });
    expect(readFileSync(only()).length).toBeGreaterThan(100_000);
    expect(readFileSync(only()).equals(change(Buffer.from(whole)))).toBe(false);
  });

  itOnNode20('is not kept of a command that failed, nor where Node is told not to', async () => {
    const { run, files } = await world();
    expect((await run(['nonsense'])).exitCode).toBe(2);
    await run(['--version'], { NODE_DISABLE_COMPILE_CACHE: '1' });
    expect(files()).toEqual([]);
  });

  it('costs no command where it cannot be kept', async () => {
    const { folder, run } = await world();
    mkdirSync(join(folder, '..'), { recursive: true });
    writeFileSync(folder, 'a file where a folder should be');
    expect(await run(['--version'])).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
