import { createHmac } from 'node:crypto';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EmulatorInfo } from '../../../src/emulator/emulator.ts';
import { accountEnv, placeEnv, testHome, type TestHome } from '../../support/login-home.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { runCli } from '../../support/run.ts';
import { tempFile } from '../../support/temp-dir.ts';

const keyOf = ({ ak, sk }: { ak: string; sk: string }): string => createHmac('sha256', sk).update(ak).digest('hex');
const userOf = ({ project, ak }: EmulatorInfo): string => `${project}@${ak}`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8')) as unknown;
}

/** Everything that may be on disk after a failure: nothing. */
async function expectNothingWritten(home: TestHome): Promise<void> {
  expect([...(await home.files()).keys()]).toEqual([]);
}

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
    expect(await readJson(join(home.configDir, 'profiles', 'cn-north-4.json'))).toEqual({
      registry: info.registry,
      region: 'cn-north-4',
      project: info.project,
      projectId: info.projectId,
      endpoint: info.endpoint,
      iamEndpoint: info.iamEndpoint,
      accessKey: info.ak,
    });
    expect(await readJson(join(home.configDir, 'config.json'))).toEqual({ activeProfile: 'cn-north-4' });
    expect((await calls()).some(({ path, status }) => path.startsWith('/swr/auth/') && status === 200)).toBe(true);
  });

  it('lets later commands work from what it wrote alone', async () => {
    const { info } = await startTestEmulator({ organizations: ['team'] });
    const home = await testHome();
    await runCli(['login', '--insecure-storage'], { env: { ...home.env, ...accountEnv(info) } });
    const orgs = await runCli(['org', 'list', '-o', 'name'], { env: home.env });
    expect(orgs).toMatchObject({ exitCode: 0, stdout: 'team\n' });
  });
});
