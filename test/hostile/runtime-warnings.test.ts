import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { dockerSave, testImage } from '../support/archives.ts';
import { spawnCli } from '../support/run.ts';
import { openSlowRegistry, saveNoise, type SlowRegistry } from '../support/slow-registry.ts';
import { tarOf } from '../support/tar.ts';

const LAYERS = 24;
const JOBS = ['--jobs', '16', '--rate', '1000'];

/** Runs a command of a user, who sees nothing of the runtime. */
async function run(slow: SlowRegistry, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const result = await spawnCli([...args, ...JOBS], { env: { ...slow.env, ...env }, cwd: slow.home });
  expect(result.stderr).not.toMatch(/\bwarning\b|\(node:\d+\)|trace-warnings/i);
  return result;
}

describe('sixteen transfers at a time', () => {
  let slow: SlowRegistry;
  beforeEach(async () => {
    // Slow enough that all of them are under way together.
    slow = await openSlowRegistry({ piece: 2048, everyMs: 8 });
    await saveNoise(join(slow.home, 'packed'), Array<number>(LAYERS).fill(12_000));
  });

  it('push, pull and copy without a word of the runtime', async () => {
    expect(await run(slow, ['push', 'packed', 'team/app:v1'])).toMatchObject({ exitCode: 0 });
    expect(await run(slow, ['pull', 'team/app:v1', '-o', 'a.tar'])).toMatchObject({ exitCode: 0 });
    expect(await run(slow, ['pull', 'team/app:v1', '-o', 'layout', '--format', 'oci'])).toMatchObject({ exitCode: 0 });
    expect(await run(slow, ['pull', 'team/app:v1', '-o', 'b.tar', '--uncompressed'])).toMatchObject({ exitCode: 0 });
    expect(await run(slow, ['pull', 'team/app:v1', '-o', '-'])).toMatchObject({ exitCode: 0 });
    expect(await run(slow, ['copy', 'team/app:v1', 'team/copy:v1'])).toMatchObject({ exitCode: 0 });
    expect(await run(slow, ['check', 'team/app:v1'])).toMatchObject({ exitCode: 0 });
    expect(await run(slow, ['diff', 'a.tar', 'team/app:v1'])).toMatchObject({ exitCode: 0 });
  });

  it.each(['builtin', 'igzip', 'pigz'])('push layers that %s packs on the way', async (compressor) => {
    const texts = Array.from({ length: LAYERS }, () => randomBytes(6_000).toString('hex'));
    await writeFile(join(slow.home, 'plain.tar'), tarOf(dockerSave(testImage({ texts }))));
    const result = await run(slow, ['push', 'plain.tar', 'team/plain:v1', '--compressor', compressor]);
    expect(result).toMatchObject({ exitCode: 0 });
  });
});
