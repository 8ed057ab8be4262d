import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startTestEmulator } from '../../support/emulator.ts';
import { accountEnv, placeEnv, testHome, type TestHome } from '../../support/login-home.ts';
import { startMetadata } from '../../support/metadata-server.ts';
import { runCli } from '../../support/run.ts';

const profileOf = async ({ configDir }: TestHome): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(configDir, 'profiles/cn-north-4.json'), 'utf8')) as Record<string, unknown>;

const userIn = async (home: TestHome, host: string): Promise<string> => {
  const auth = (await home.dockerConfig())?.auths?.[host]?.auth ?? '';
  return Buffer.from(auth, 'base64').toString().split(':')[0] ?? '';
};

describe('swrctl login --temporary', () => {
  it('asks the service, proves the login and writes it with its end', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const now = new Date();
    const env = { ...home.env, ...accountEnv(info) };
    const result = await runCli(['login', '--temporary', '--duration', '30m'], { env });
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    expect(await userIn(home, info.registry)).toContain(`${info.project}@EMUTEMP`);
    const { temporary, temporarySeconds, loginExpiresAt } = await profileOf(home);
    expect({ temporary, temporarySeconds }).toEqual({ temporary: 'temporary', temporarySeconds: 1800 });
    const life = new Date(String(loginExpiresAt)).getTime() - now.getTime();
    expect(Math.round(life / 60_000)).toBe(30);
    expect(result.stderr).toContain(String(loginExpiresAt));
  });

  it('goes back to the login key with the next login', async () => {
    const { info, login } = await startTestEmulator();
    const home = await testHome();
    const env = { ...home.env, ...accountEnv(info) };
    await runCli(['login', '--temporary'], { env });
    await runCli(['login'], { env });
    expect(await userIn(home, info.registry)).toBe(login().user);
    expect(await profileOf(home)).not.toHaveProperty('temporary');
  });

  it.each(['docker', 'ctr', 'nerdctl', 'podman', 'skopeo', 'json'])(
    'prints it for %s and saves nothing',
    async (form) => {
      const { info } = await startTestEmulator();
      const home = await testHome();
      const args = ['login', '--temporary', '--print', form, '--debug'];
      const { stdout, stderr, exitCode } = await runCli(args, { env: { ...home.env, ...accountEnv(info) } });
      expect(exitCode).toBe(0);
      const [, password = ''] = /(?:-p |EMUTEMP\w+:|"password":")([0-9a-f]{64})/.exec(stdout) ?? [];
      expect(stdout).toContain(`${info.project}@EMUTEMP`);
      expect(password).toHaveLength(64);
      expect(stderr).not.toContain(password);
      expect(await home.files()).toEqual(new Map());
    },
  );

  it('gets the enhanced kind where the account is offered it', async () => {
    const seed = `accounts:\n  - name: ${(await startTestEmulator()).info.account}\n    bearerLogin: true\n`;
    const { info } = await startTestEmulator({ seed });
    const home = await testHome();
    const result = await runCli(['login', '--enhanced'], { env: { ...home.env, ...accountEnv(info) } });
    expect(result.stderr).toContain('as bearertoken@');
    expect(result.exitCode).toBe(0);
    expect(await userIn(home, info.registry)).toMatch(/^bearertoken@/);
    expect(await profileOf(home)).toMatchObject({ temporary: 'enhanced' });
  });

  it('says that enhanced logins are not offered to this account', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const result = await runCli(['login', '--enhanced'], { env: { ...home.env, ...accountEnv(info) } });
    expect(result.exitCode).toBe(4);
    expect(result.stderr).toContain('swrctl login --temporary');
    expect(await home.files()).toEqual(new Map());
  });

  it.each([
    ['login', '--duration', '6h'],
    ['login', '--temporary', '--duration', '5m'],
    ['login', '--temporary', '--duration', '25h'],
    ['login', '--enhanced', '--duration', '6h'],
    ['login', '--iam-user', 'a/b', '--ak', 'AK'],
  ])('is a usage error as %s %s %s %s', async (...args) => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    expect(await runCli(args, { env: { ...home.env, ...accountEnv(info) } })).toMatchObject({ exitCode: 2 });
  });
});

describe('swrctl login --iam-user', () => {
  it('gives the password for a token that management and registry work with, until it ends', async () => {
    const { info } = await startTestEmulator({ organizations: ['team'] });
    const home = await testHome();
    const args = ['login', '--iam-user', `${info.account}/${info.user}`, '--password-stdin', '--insecure-storage'];
    const result = await runCli(args, { env: { ...home.env, ...placeEnv(info) }, stdin: `${info.password}\n` });
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stderr).toContain('IAM token: in ');
    const { iamUser, tokenExpiresAt } = await profileOf(home);
    expect(iamUser).toBe(`${info.account}/${info.user}`);
    const env = { ...home.env, SWRCTL_CACHE_DIR: join(home.dir, 'cache') };
    expect(await runCli(['org', 'list', '-o', 'name'], { env })).toMatchObject({ exitCode: 0, stdout: 'team\n' });
    expect(await runCli(['auth', 'status', '--json=login,api'], { env })).toMatchObject({ exitCode: 0 });
    for (const [path, text] of await home.files()) expect([path, text]).not.toContain(info.password);
    const later = () => new Date(new Date(String(tokenExpiresAt)).getTime() + 1000);
    const over = await runCli(['org', 'list'], { env, now: later });
    expect(over.exitCode).toBe(4);
    expect(over.stderr).toContain(`its IAM token ended at ${String(tokenExpiresAt)}`);
    expect((await runCli(['logout'], { env })).stderr).toContain('Removed the IAM token');
    expect((await runCli(['org', 'list'], { env })).stderr).toContain('its IAM token was not saved');
  });

  it('exits 4 and writes nothing when the password is wrong', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const args = ['login', '--iam-user', `${info.account}/${info.user}`, '--password-stdin'];
    const result = await runCli(args, { env: { ...home.env, ...placeEnv(info) }, stdin: 'wrong' });
    expect(result.exitCode).toBe(4);
    expect(await home.files()).toEqual(new Map());
  });
});

describe('an IAM token of the environment', () => {
  it('gets itself a temporary login for the registry, once', async () => {
    const { info, calls } = await startTestEmulator({ organizations: ['team'] });
    const home = await testHome();
    const made = await fetch(`${info.iamEndpoint}/v3/auth/tokens`, {
      method: 'POST',
      body: JSON.stringify({
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name: info.user, password: info.password, domain: { name: info.account } } },
          },
          scope: { project: { name: info.project } },
        },
      }),
    });
    const token = made.headers.get('x-subject-token') ?? '';
    const env = { ...home.env, ...placeEnv(info), SWRCTL_TOKEN: token, SWRCTL_CACHE_DIR: join(home.dir, 'cache') };
    const first = await runCli(['auth', 'token', 'team/web'], { env });
    const second = await runCli(['auth', 'token', 'team/web'], { env });
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    expect((await calls()).filter(({ path }) => path.startsWith('/v2/manage/utils/secret'))).toHaveLength(1);
    expect([...(await home.files())].filter(([, text]) => text.includes(token))).toEqual([]);
  });
});

describe('the last places of the chain', () => {
  it.each(['v1', 'v2'] as const)('is the agency of an ECS (%s), when there is nothing else', async (mode) => {
    const { info } = await startTestEmulator({ organizations: ['team'] });
    const home = await testHome();
    const env = { ...home.env, ...placeEnv(info), SWRCTL_METADATA_ENDPOINT: await startMetadata(info, mode) };
    const status = await runCli(['auth', 'status', '--json=credential,login'], { env });
    expect(JSON.parse(status.stdout)).toEqual({ credential: 'the agency of this ECS', login: 'ok' });
    const none = await runCli(['org', 'list'], { env: { ...env, SWRCTL_METADATA_ENDPOINT: 'off' } });
    expect(none.exitCode).toBe(4);
  });

  it('is a KooCLI profile in clear before that; an encrypted one is passed over', async () => {
    const { info } = await startTestEmulator({ organizations: ['team'] });
    const home = await testHome();
    await mkdir(join(home.dir, '.hcloud'));
    const path = join(home.dir, '.hcloud/config.json');
    const profiles = [
      { name: 'default', mode: 'AKSK', accessKeyId: 'b64+encrypted/==', secretAccessKey: 'b64+x/==' },
      { name: 'clear', mode: 'AKSK', accessKeyId: info.ak, secretAccessKey: info.sk, securityToken: '' },
    ];
    const env = { ...home.env, ...placeEnv(info) };
    const run = (args: string[]) => runCli(args, { env, homeDir: home.dir });
    await writeFile(path, JSON.stringify({ current: 'clear', profiles }));
    const used = await run(['auth', 'status', '--json=credential']);
    expect(JSON.parse(used.stdout)).toEqual({ credential: 'KooCLI profile "clear"' });
    await writeFile(path, JSON.stringify({ current: 'default', profiles }));
    const passed = await run(['auth', 'status', '--json=ignored']);
    expect(passed.stdout).toContain('KooCLI keeps it encrypted');
    expect(passed.exitCode).toBe(4);
  });
});
