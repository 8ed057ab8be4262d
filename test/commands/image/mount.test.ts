import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../../src/emulator/emulator.ts';
import { accountEnv } from '../../support/account.ts';
import { dockerSave, testImage } from '../../support/archives.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { runCli } from '../../support/run.ts';
import { tarOf } from '../../support/tar.ts';
import { tempDir } from '../../support/temp-dir.ts';

async function setUp(options: EmulatorOptions) {
  const emulator = await startTestEmulator({ organizations: ['team'], ...options });
  const home = await tempDir();
  await writeFile(join(home, 'app.tar'), tarOf(dockerSave(testImage())));
  const cli = (...args: readonly string[]) => runCli(args, { env: accountEnv(emulator.info, home), cwd: home });
  /** Blobs that were sent, configs included, while `work` ran. */
  const uploads = async (work: () => Promise<unknown>): Promise<number> => {
    const before = (await emulator.calls()).length;
    await work();
    const calls = (await emulator.calls()).slice(before);
    return calls.filter(({ method, path }) => method === 'PUT' && path.includes('/blobs/uploads/')).length;
  };
  return { cli, uploads };
}

describe('layers that another repository has', () => {
  it.each([
    { name: 'are mounted where the registry can', ignored: false, sent: 0 },
    { name: 'are sent where the registry ignores the wish', ignored: true, sent: 2 },
  ])('$name, when one image goes into two repositories', async ({ ignored, sent }) => {
    const { cli, uploads } = await setUp({ quirks: { 'mount-ignored': ignored } });
    await cli('push', 'app.tar', 'team/a:1');
    const both = await uploads(async () => {
      expect(await cli('push', 'app.tar', 'team/x:1', 'team/y:1')).toMatchObject({ exitCode: 0 });
    });
    expect(both).toBe(2 + sent + 2); // a config for each
    expect((await cli('diff', 'team/x:1', 'team/y:1')).exitCode).toBe(0);
  });

  it('are mounted by a copy within one registry', async () => {
    const { cli, uploads } = await setUp({ quirks: { 'mount-ignored': false } });
    await cli('push', 'app.tar', 'team/a:1');
    expect(await uploads(() => cli('copy', 'team/a:1', 'team/b:1'))).toBe(1); // the config
    expect((await cli('diff', 'team/a:1', 'team/b:1')).exitCode).toBe(0);
  });

  it('never fail a push: a refused mount ends in the plain upload', async () => {
    const { cli } = await setUp({ quirks: { 'mount-ignored': false }, faults: ['500:POST:/v2/**/uploads/?mount=*'] });
    await cli('push', 'app.tar', 'team/a:1');
    expect(await cli('copy', 'team/a:1', 'team/b:1', '--retries', '0')).toMatchObject({ exitCode: 0 });
  });
});
