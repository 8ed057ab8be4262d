import { chmod, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startTestEmulator } from '../../support/emulator.ts';
import { accountEnv, placeEnv, testHome } from '../../support/login-home.ts';
import { runCli, spawnCli } from '../../support/run.ts';
import { sendJson, startServer } from '../../support/scripted-server.ts';
import { signedCall } from '../../support/signed-call.ts';
import { tempDir, tempFile } from '../../support/temp-dir.ts';

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

describe('an access key that is locked', () => {
  it('after five bad signatures is named at login, which writes nothing and works again later', async () => {
    const emulator = await startTestEmulator();
    const { info, control } = emulator;
    const home = await testHome();
    const bad = { path: '/v2/manage/namespaces', keys: { ak: info.ak, sk: 'wrong' } };
    for (let i = 0; i < 5; i += 1) await signedCall(emulator, bad);
    const login = () => runCli(['login', '--temporary'], { env: { ...home.env, ...accountEnv(info) } });
    const result = await login();
    expect(result).toMatchObject({ exitCode: 4, stdout: '' });
    expect(result.stderr).toContain('the access key is locked for five minutes');
    expect(result.stderr).toContain('Hint: Check the secret key, wait five minutes');
    expect(await home.files()).toEqual(new Map());
    await control('clock', { advanceSeconds: 301 });
    expect(await login()).toMatchObject({ exitCode: 0 });
  });
});

describe('an account that is blocked for too many requests', () => {
  it('is told so at login, with the time to wait, and nothing is written', async () => {
    const blocked = { errors: [{ code: 'DENIED', message: 'Not allow to login, upload or download image' }] };
    const { host } = await startServer(({ url }, response) => {
      if (url !== '/v2/') return sendJson(response, 403, blocked);
      const challenge = `Bearer realm="http://${host}/swr/auth/v2/registry/auth",service="dockyard"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end('{}');
    });
    const home = await testHome();
    const args = ['login', host, '--region', 'cn-north-4', '--ak', 'AK0123456789', '--sk-stdin'];
    const result = await runCli(args, { env: home.env, stdin: 'secret' });
    expect(result).toMatchObject({ exitCode: 7, stdout: '' });
    expect(result.stderr).toMatch(/has blocked this account for too many requests\n(.*\n)*Hint: Wait until about 20/);
    expect(await home.files()).toEqual(new Map());
  });
});

describe('a file of a secret that cannot be read', () => {
  it.each(['--sk-file', '--credentials-file'])('is named with the reason (%s is a directory)', async (flag) => {
    const [{ env }, dir] = [await testHome(), await tempDir()];
    const result = await runCli(['auth', 'key', '--ak', 'AK0123456789', flag, dir], { env });
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain(`Error: Cannot read ${dir}: it is a directory (EISDIR)`);
  });

  it('is named with the reason when it is of somebody else', async () => {
    const home = await testHome();
    const file = await tempFile('S3cret', 'sk.txt');
    await chmod(file, 0);
    const options = { env: home.env, ...(await asNobody(home.dir, dirname(file))) };
    const result = await spawnCli(['login', '--no-verify', '--region', 'cn-north-4', '--sk-file', file], options);
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain(`Error: Cannot read ${file}: permission denied (EACCES)`);
    expect(result.stderr).toContain(`Hint: Check owner and permissions: ls -ld '${file}'`);
    expect(await home.files()).toEqual(new Map());
  });
});

/** Root reads everything: when root runs the tests, the program runs as nobody, to whom the folders are opened. */
async function asNobody(...folders: readonly string[]): Promise<{ readonly userId?: number }> {
  if (process.getuid?.() !== 0) return {};
  for (const folder of folders) await chmod(folder, 0o755);
  return { userId: 65534 };
}

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
