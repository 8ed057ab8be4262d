import { createHmac } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EmulatorInfo } from '../../../src/emulator/emulator.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { accountEnv, placeEnv, testHome, type TestHome } from '../../support/login-home.ts';
import { runCli } from '../../support/run.ts';
import { tempFile } from '../../support/temp-dir.ts';

const keyOf = ({ ak, sk }: { ak: string; sk: string }): string => createHmac('sha256', sk).update(ak).digest('hex');
const userOf = ({ project, ak }: EmulatorInfo): string => `${project}@${ak}`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8')) as unknown;
const profilePath = ({ configDir }: TestHome, name: string): string => join(configDir, 'profiles', `${name}.json`);
const filesOf = async (home: TestHome): Promise<string[]> => [...(await home.files()).keys()].sort();

describe('swrctl login with an access key', () => {
  it('takes the key of the environment, proves it, and writes docker config and profile', async () => {
    const { info, calls } = await startTestEmulator();
    const home = await testHome();
    const result = await runCli(['login'], { env: { ...home.env, ...accountEnv(info) } });
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    expect(result.stderr).toContain(`Logged in to ${info.registry} as ${info.project}@EMUL…`);
    expect(result.stderr).toContain(join(home.dockerDir, 'config.json'));
    expect(result.stderr).toContain('Secret key: not saved');
    expect(await home.dockerConfig()).toEqual({
      auths: { [info.registry]: { auth: base64(`${userOf(info)}:${keyOf(info)}`) } },
    });
    const { registry, region, project, projectId, endpoint, iamEndpoint, ak: accessKey } = info;
    const saved = { registry, region, project, projectId, endpoint, iamEndpoint, accessKey };
    expect(await readJson(profilePath(home, 'cn-north-4'))).toEqual(saved);
    expect(await readJson(join(home.configDir, 'config.json'))).toEqual({ activeProfile: 'cn-north-4' });
    expect((await calls()).some(({ path, status }) => path.startsWith('/swr/auth/') && status === 200)).toBe(true);
  });

  it('lets later commands work from what it wrote alone', async () => {
    const { info } = await startTestEmulator({ organizations: ['team'] });
    const home = await testHome();
    await runCli(['login', '--insecure-storage'], { env: { ...home.env, ...accountEnv(info) } });
    const orgs = await runCli(['org', 'list', '-o', 'name'], { env: home.env });
    expect(orgs).toMatchObject({ exitCode: 0, stdout: 'team\n' });
    const other = await runCli(['org', 'list', '--project', 'cn-north-4_nobody'], { env: home.env });
    expect(other).toMatchObject({ exitCode: 5, stdout: '' });
    expect(other.stderr).toContain('There is no project "cn-north-4_nobody"');
  });

  it.each([
    { name: '--sk-stdin', flags: ['--sk-stdin'], stdin: (info: EmulatorInfo) => `  ${info.sk}\r\n` },
    {
      name: 'a pasted login line',
      flags: ['--sk-stdin'],
      stdin: (info: EmulatorInfo) => `docker login -u ${userOf(info)} -p ${keyOf(info)} ${info.registry}\n`,
    },
  ])('reads $name', async ({ flags, stdin }) => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const env = { ...home.env, ...placeEnv(info) };
    const result = await runCli(['login', '--ak', info.ak, ...flags], { env, stdin: stdin(info) });
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    expect((await home.dockerConfig())?.auths?.[info.registry]?.auth).toBe(base64(`${userOf(info)}:${keyOf(info)}`));
    expect(await readJson(profilePath(home, 'cn-north-4'))).toMatchObject({ accessKey: info.ak });
  });

  it.each([
    {
      flag: '--sk-file',
      text: (info: EmulatorInfo) => `${info.sk}\n`,
      more: (info: EmulatorInfo) => ['--ak', info.ak],
    },
    {
      flag: '--credentials-file',
      text: (info: EmulatorInfo) =>
        `\uFEFFUser Name,Access Key Id,Secret Access Key\r\nadministrator,${info.ak},${info.sk}\r\n`,
      more: () => [],
    },
  ])('reads the file of $flag', async ({ flag, text, more }) => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const file = await tempFile(text(info), 'given');
    const env = { ...home.env, ...placeEnv(info) };
    expect(await runCli(['login', flag, file, ...more(info)], { env })).toMatchObject({ exitCode: 0 });
    expect((await home.dockerConfig())?.auths?.[info.registry]?.auth).toBe(base64(`${userOf(info)}:${keyOf(info)}`));
  });

  it('takes half a pair from the environment when the other half is given', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const env = { ...home.env, ...placeEnv(info) };
    const byStdin = await runCli(['login', '--sk-stdin'], { env: { ...env, SWRCTL_AK: info.ak }, stdin: info.sk });
    expect(byStdin).toMatchObject({ exitCode: 0 });
    const byFlag = await runCli(['login', '--ak', info.ak], { env: { ...env, SWRCTL_SK: info.sk } });
    expect(byFlag).toMatchObject({ exitCode: 0 });
  });

  it('does not mix the access key of the command line with a secret key of another one', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const env = { ...home.env, ...accountEnv(info) };
    const result = await runCli(['login', '--ak', 'SOMEBODYELSE0000'], { env });
    expect(result.exitCode).toBe(4);
    expect(result.stderr).toContain('--sk-stdin');
    expect(await filesOf(home)).toEqual([]);
  });

  it('asks nobody with --no-verify', async () => {
    const { info, calls } = await startTestEmulator();
    const home = await testHome();
    const result = await runCli(['login', '--no-verify'], { env: { ...home.env, ...accountEnv(info) } });
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stderr).toContain('not verified');
    expect((await calls()).filter(({ path }) => !path.startsWith('/_emulator/'))).toEqual([]);
  });

  it('finds the region in the name of a registry of the service', async () => {
    const home = await testHome();
    const host = 'swr.ap-southeast-3.myhuaweicloud.com';
    const args = ['login', host, '--ak', 'AK0123456789', '--sk-stdin', '--no-verify'];
    const env = { ...home.env, SWRCTL_REGION: 'cn-north-4' };
    expect(await runCli(args, { env, stdin: 'secret' })).toMatchObject({ exitCode: 0 });
    const saved = { registry: host, region: 'ap-southeast-3', project: 'ap-southeast-3', accessKey: 'AK0123456789' };
    expect(await readJson(profilePath(home, 'ap-southeast-3'))).toEqual(saved);
  });

  it.each([
    { words: '--region', args: ['--region', 'ap-southeast-3'] },
    { words: 'HOST', args: ['swr.ap-southeast-3.myhuaweicloud.com'] },
  ])('takes no project of the environment for the region that $words names', async ({ args }) => {
    const home = await testHome();
    const place = { SWRCTL_REGION: 'cn-north-4', SWRCTL_PROJECT: 'cn-north-4', SWRCTL_PROJECT_ID: 'id' };
    const key = { SWRCTL_AK: 'AK0123456789', SWRCTL_SK: 'secret' };
    const result = await runCli(['login', '--no-verify', ...args], { env: { ...home.env, ...place, ...key } });
    expect(result).toMatchObject({ exitCode: 0 });
    const saved = await readJson(profilePath(home, 'ap-southeast-3'));
    expect(saved).toMatchObject({ region: 'ap-southeast-3', project: 'ap-southeast-3' });
    expect(saved).not.toHaveProperty('projectId');
  });

  it('saves the profile under the name that is asked for, and keeps it on the next login', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const env = { ...home.env, ...accountEnv(info) };
    await runCli(['login', '--profile', 'work', '--org', 'team'], { env });
    await runCli(['login'], { env });
    expect((await filesOf(home)).filter((path) => path.includes('profiles'))).toEqual(['swrctl/profiles/work.json']);
    expect(await readJson(profilePath(home, 'work'))).toMatchObject({ org: 'team', accessKey: info.ak });
    await runCli(['login'], { env: { ...home.env, ...accountEnv(info, info.users[0]) } });
    expect(await readJson(profilePath(home, 'cn-north-4'))).toMatchObject({ accessKey: info.users[0]?.ak });
    expect(await readJson(profilePath(home, 'work'))).toMatchObject({ accessKey: info.ak });
  });

  it('saves the secret key for its owner only, and only when asked to', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const env = { ...home.env, ...accountEnv(info) };
    const result = await runCli(['login', '--insecure-storage'], { env });
    expect(result.stderr).toContain('as plain text (--insecure-storage)');
    const path = join(home.configDir, 'secrets', 'cn-north-4.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(home.configDir)).mode & 0o777).toBe(0o700);
    expect(await readJson(path)).toEqual({ accessKey: info.ak, secretKey: info.sk });
    await runCli(['login'], { env: { ...home.env, ...accountEnv(info, info.users[0]) } });
    expect((await filesOf(home)).filter((name) => name.includes('secrets'))).toEqual([]);
  });
});

describe('a login that fails', () => {
  it('says what the server said, exits 4 and writes nothing when the key is wrong', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const env = { ...home.env, ...accountEnv(info, { ak: info.ak, sk: 'not-the-secret' }) };
    const result = await runCli(['login', '--insecure-storage'], { env });
    expect(result).toMatchObject({ exitCode: 4, stdout: '' });
    expect(result.stderr).toMatch(/^Error: .*does not accept the login[^]*Cause: .*Authenticate Error[^]*Hint: /);
    expect(await filesOf(home)).toEqual([]);
  });

  it.each([
    { name: 'no region', env: [], args: [], exitCode: 2, says: '--region' },
    { name: 'no access key', env: ['SWRCTL_REGION'], args: [], exitCode: 4, says: '--ak' },
    { name: 'no secret key', env: ['SWRCTL_REGION'], args: ['--ak', 'AK01'], exitCode: 4, says: '--sk-stdin' },
    { name: 'an empty stdin', env: ['SWRCTL_REGION'], args: ['--sk-stdin'], exitCode: 2, says: 'is empty' },
    { name: 'no password', env: [], args: ['r.example.com', '-u', 'ann'], exitCode: 4, says: '--password-stdin' },
    { name: 'no user', env: [], args: ['r.example.com', '--password-stdin'], exitCode: 2, says: '-u USER' },
    { name: 'two hosts', env: [], args: ['a.example', '--registry', 'b.example'], exitCode: 2, says: '--registry' },
    { name: 'two secrets', env: [], args: ['--sk-stdin', '--sk-file', 'f'], exitCode: 2, says: 'Choose one' },
    { name: 'key and password', env: [], args: ['--ak', 'AK', '-u', 'ann'], exitCode: 2, says: 'do not go together' },
    { name: 'no such file', env: [], args: ['--sk-file', 'nowhere.txt'], exitCode: 2, says: 'nowhere.txt' },
    { name: 'no host name', env: [], args: ['a/b', '--ak', 'AK'], exitCode: 2, says: 'HOST' },
  ])('names what is missing or wrong: $name', async ({ env, args, exitCode, says }) => {
    const home = await testHome();
    const place = Object.fromEntries(env.map((name) => [name, 'cn-north-4']));
    const stdin = args.includes('--password-stdin') ? 'secret' : '';
    const result = await runCli(['login', ...args], { env: { ...home.env, ...place }, stdin });
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toContain(says);
    expect(await filesOf(home)).toEqual([]);
  });

  it('asks nobody on a terminal with --no-input or CI', async () => {
    const home = await testHome();
    const env = { ...home.env, SWRCTL_REGION: 'cn-north-4' };
    expect(await runCli(['login', '--no-input'], { env, tty: true })).toMatchObject({ exitCode: 4 });
    expect(await runCli(['login'], { env: { ...env, CI: 'true' }, tty: true })).toMatchObject({ exitCode: 4 });
  });

  it('exits 1 for a host that cannot be reached', async () => {
    const home = await testHome();
    const args = ['login', '127.0.0.1:1', '--project', 'p', '--ak', 'AK', '--sk-stdin'];
    const result = await runCli(args, { env: home.env, stdin: 'secret' });
    expect(result.exitCode).toBe(1);
    expect(await filesOf(home)).toEqual([]);
  });

  it('leaves a damaged docker config as it is and writes no profile', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    await mkdir(home.dockerDir);
    await writeFile(join(home.dockerDir, 'config.json'), '{"auths": oops');
    const result = await runCli(['login'], { env: { ...home.env, ...accountEnv(info) } });
    expect(result.exitCode).toBe(1);
    expect([...(await home.files())]).toEqual([['docker/config.json', '{"auths": oops']]);
  });

  it('takes the docker login back when the profile cannot be written', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    await mkdir(home.configDir);
    await writeFile(join(home.configDir, 'profiles'), 'a file where the folder should be');
    await mkdir(home.dockerDir);
    const before = { auths: { [info.registry]: { auth: base64('ann:old') }, 'ghcr.io': { auth: base64('a:b') } } };
    await writeFile(join(home.dockerDir, 'config.json'), JSON.stringify(before));
    const result = await runCli(['login'], { env: { ...home.env, ...accountEnv(info) } });
    expect(result.exitCode).toBe(1);
    expect(await home.dockerConfig()).toEqual(before);
    expect(await filesOf(home)).toEqual(['docker/config.json', 'swrctl/profiles']);
  });
});
