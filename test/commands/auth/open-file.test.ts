import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startTestEmulator } from '../../support/emulator.ts';
import { accountEnv, placeEnv, testHome } from '../../support/login-home.ts';
import { runCli } from '../../support/run.ts';
import { tempFile } from '../../support/temp-dir.ts';

const warnings = (stderr: string): string[] => stderr.split('\n').filter((line) => line.startsWith('Warning:'));

/** A file with these modes. */
async function secretFile(text: string, mode: number): Promise<string> {
  const path = await tempFile(text, 'secret');
  await chmod(path, mode);
  return path;
}

describe('a file with a secret', () => {
  it.each([
    { flag: '--sk-file', mode: 0o644, text: 'secret\n', more: ['--ak', 'AK0123456789'] },
    { flag: '--sk-file', mode: 0o640, text: 'secret\n', more: ['--ak', 'AK0123456789'] },
    { flag: '--credentials-file', mode: 0o604, text: 'Access Key Id,Secret Access Key\nAK0123456789,secret', more: [] },
  ])('that others can read ($flag, mode $mode) is read, with one warning', async ({ flag, mode, text, more }) => {
    const { env } = await testHome();
    const path = await secretFile(text, mode);
    const result = await runCli(['auth', 'key', flag, path, ...more], { env });
    expect(result).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^[0-9a-f]{64}\n$/) as string });
    expect(warnings(result.stderr)).toEqual([
      `Warning: ${path} holds a secret, and others can read it (mode 0${mode.toString(8)}); run: chmod 600 '${path}'`,
    ]);
  });

  it.each([0o600, 0o400])('of its owner alone (mode %o) is nothing to warn of', async (mode) => {
    const { env } = await testHome();
    const path = await secretFile('secret', mode);
    expect((await runCli(['auth', 'key', '--ak', 'AK0123456789', '--sk-file', path], { env })).stderr).toBe('');
  });
});

describe('the docker config', () => {
  async function logIn(mode: number | undefined, content = '{}', ...flags: readonly string[]) {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const path = join(home.dockerDir, 'config.json');
    if (mode !== undefined) {
      await mkdir(home.dockerDir);
      await writeFile(path, content);
      await chmod(path, mode);
    }
    const env = { ...home.env, ...placeEnv(info), ...accountEnv(info) };
    const result = await runCli(['login', ...flags], { env });
    expect(result.exitCode).toBe(0);
    return { path, warned: warnings(result.stderr), mode: (await stat(path)).mode & 0o777 };
  }

  it('that login makes is for its owner alone', async () => {
    expect(await logIn(undefined)).toMatchObject({ warned: [], mode: 0o600 });
  });

  it.each([{ flags: [] }, { flags: ['--for', 'docker'] }])(
    'that others can read keeps its mode and gets a warning ($flags)',
    async ({ flags }) => {
      const { path, warned, mode } = await logIn(0o644, '{}', ...flags);
      expect(warned).toEqual([expect.stringMatching(/holds the login.*mode 0644.*chmod 600/)]);
      expect(warned[0]).toContain(path);
      expect(mode).toBe(0o644);
    },
  );

  it('that others can read is fine when a helper keeps the login', async () => {
    expect(await logIn(0o644, '{"credsStore":"swr"}')).toMatchObject({ warned: [], mode: 0o644 });
  });
});
