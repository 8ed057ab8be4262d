import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startTestEmulator } from '../../support/emulator.ts';
import { accountEnv, placeEnv, testHome } from '../../support/login-home.ts';
import { runCli } from '../../support/run.ts';
import { tempFile } from '../../support/temp-dir.ts';

describe('a wrong secret key', () => {
  it('is signed with twice at most, so that the access key stays unlocked', async () => {
    const { info, calls } = await startTestEmulator({ organizations: ['team'] });
    const home = await testHome();
    const env = { ...home.env, ...accountEnv(info) };
    const wrong = { ...env, SWRCTL_SK: `${info.sk}x` };
    const args = ['repo', 'remove', 'team/a', 'team/b', 'team/c', 'team/d', 'team/e', 'team/f', '--yes'];
    const result = await runCli(args, { env: wrong });
    expect(result.exitCode).toBe(4);
    const refused = (await calls()).filter(({ status }) => status === 401);
    expect(refused.length).toBeLessThanOrEqual(2);
    expect(await runCli(['org', 'list', '-o', 'name'], { env })).toMatchObject({ exitCode: 0, stdout: 'team\n' });
  });

  it('writes nothing', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const args = ['login', '--temporary', '--ak', info.ak, '--sk-stdin'];
    const result = await runCli(args, { env: { ...home.env, ...placeEnv(info) }, stdin: `${info.sk}x` });
    expect(result.exitCode).toBe(4);
    expect(result.stderr).toMatch(/Hint: /);
    expect(await home.files()).toEqual(new Map());
  });
});

describe('a secret file that others can read', () => {
  it('is not used, and not replaced', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const env = { ...home.env, ...accountEnv(info) };
    await runCli(['login', '--insecure-storage'], { env });
    const path = join(home.configDir, 'secrets/cn-north-4.json');
    const text = await readFile(path, 'utf8');
    await chmod(path, 0o644);
    for (const args of [
      ['org', 'list'],
      ['login', '--insecure-storage'],
    ]) {
      const result = await runCli(args, { env });
      expect(result.exitCode).toBe(1);
      expect(result.stderr).toContain(`chmod 600 '${path}'`);
      expect(`${result.stdout}${result.stderr}`).not.toContain(info.sk);
    }
    expect(await readFile(path, 'utf8')).toBe(text);
  });
});

describe('a credentials.csv', () => {
  it.each([
    { name: 'without the columns', text: 'a,b\n1,2\n' },
    { name: 'with two keys', text: 'Access Key Id,Secret Access Key\nA1,S3cretOne\nA2,S3cretTwo\n' },
    { name: 'that is something else', text: '\u0000\u0001PNG' },
  ])('$name is refused without a word of what is in it', async ({ text }) => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const file = await tempFile(text, 'credentials.csv');
    const args = ['login', '--credentials-file', file];
    const result = await runCli(args, { env: { ...home.env, ...placeEnv(info) } });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('credentials.csv');
    expect(result.stderr).not.toContain('S3cret');
    expect(await home.files()).toEqual(new Map());
  });
});

describe('a temporary login that has ended', () => {
  it('is named as the cause, with the way to a new one', async () => {
    const { info, control } = await startTestEmulator({ organizations: ['team'] });
    const home = await testHome();
    await runCli(['login', '--temporary', '--duration', '15m'], { env: { ...home.env, ...accountEnv(info) } });
    const token = (now?: () => Date) =>
      runCli(['auth', 'token', 'team/web'], { env: home.env, ...(now === undefined ? {} : { now }) });
    expect(await token()).toMatchObject({ exitCode: 0 });
    await control('clock', { advanceSeconds: 1000 });
    const result = await token(() => new Date(Date.now() + 1_000_000));
    expect(result.exitCode).toBe(4);
    expect(result.stderr).toMatch(/The temporary login to \S+ ended at 20\S+Z/);
    expect(result.stderr).toContain('swrctl login --temporary');
  });
});
