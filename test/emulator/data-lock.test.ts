import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockFolder } from '../../src/emulator/store/data-lock.ts';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { emulatorProgram } from '../support/emulator-process.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { tempDir } from '../support/temp-dir.ts';

describe('a data folder', () => {
  it('belongs to one emulator at a time', async () => {
    const dataDir = await tempDir();
    const first = await startTestEmulator({ dataDir });
    await expect(startEmulator({ port: 0, dataDir })).rejects.toMatchObject({
      code: 'DISK',
      message: expect.stringContaining('another running emulator') as string,
    });
    await first.close();
    await startTestEmulator({ dataDir });
  });

  it('is free at once when its emulator was killed', async () => {
    const dir = await tempDir();
    const dataDir = join(dir, 'data');
    const running = await (await emulatorProgram(dir, dataDir))();
    await expect(startEmulator({ port: 0, dataDir })).rejects.toMatchObject({ code: 'DISK' });
    await running.kill();
    await startTestEmulator({ dataDir });
  });

  it.each(['', 'x', '1 dead', 'nonsense\n'])('is free when the claim reads %j', async (text) => {
    const dir = await tempDir();
    await writeFile(join(dir, 'lock.1'), text);
    const free = await lockFolder(dir);
    expect(await readdir(dir)).toEqual(['lock.2']);
    await free();
  });

  it('goes to exactly one of many who find a dead claim', async () => {
    const dir = await tempDir();
    await writeFile(join(dir, 'lock.1'), '1 dead');
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(dir)));
    const winners = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(winners).toHaveLength(1);
    await winners[0]?.();
  });
});
