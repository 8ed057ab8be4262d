import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLOUDS } from '../../../src/model/clouds.ts';
import { dockerSave, testImage } from '../../support/archives.ts';
import { startClouds } from '../../support/clouds.ts';
import { testHome } from '../../support/login-home.ts';
import { runCli } from '../../support/run.ts';
import { tarOf } from '../../support/tar.ts';

describe('swrctl regions', () => {
  const list = async (...args: readonly string[]) => {
    const result = await runCli(['regions', ...args], { env: (await testHome()).env });
    expect(result.exitCode).toBe(0);
    return result;
  };

  it('lists every region of every cloud with its hosts', async () => {
    const rows = JSON.parse((await list('-o', 'json')).stdout) as Record<string, unknown>[];
    expect(rows).toHaveLength(CLOUDS.flatMap(({ regions }) => regions).length);
    expect(rows).toContainEqual({
      ...{ region: 'eu-west-0', operator: 'Flexible Engine', cloud: 'prod-cloud-ocb.orange-business.com' },
      registry: 'swr.eu-west-0.prod-cloud-ocb.orange-business.com',
      endpoint: 'https://swr-api.eu-west-0.prod-cloud-ocb.orange-business.com',
      iamEndpoint: 'https://iam.eu-west-0.prod-cloud-ocb.orange-business.com',
      lacks: ['accelerator', 'enterprise edition'],
    });
    const swiss = rows.find(({ region }) => region === 'eu-ch2');
    expect(swiss).toMatchObject({ registry: 'swr.eu-ch2.sc.otc.t-systems.com', iamEndpoint: null });
  });

  it.each([
    [['--cloud', 'otc.t-systems.com'], 'eu-de\neu-nl\n'],
    [['--region', 'eu-nl'], 'eu-nl\n'],
    [['--filter', 'tr-*'], 'tr-west-1\n'],
    [['--filter', 'eu-*', '--cloud', 'myhuaweicloud.eu'], 'eu-west-101\n'],
  ])('with %j prints %j', async (args, names) => {
    expect(await list('-o', 'name', ...args)).toMatchObject({ stdout: names, stderr: '' });
  });

  it.each([
    [['--region', 'eu-ed'], '"eu-de"'],
    [['--cloud', 'otc.t-system.com'], '"otc.t-systems.com"'],
  ])('has no %j, and names the nearest', async (args, near) => {
    const { stdout, stderr } = await list(...args);
    expect([stdout, stderr]).toEqual(['', expect.stringMatching(`^Warning: .*nearest.*${near}`)]);
  });

  it('is the same list whatever variables and profiles say', async () => {
    const { env } = await testHome();
    const said = { SWRCTL_REGION: 'eu-de', SWRCTL_CLOUD: 'otc.t-systems.com', SWRCTL_PROFILE: 'no-such' };
    expect(await runCli(['regions'], { env: { ...env, ...said } })).toEqual(await list());
  });

  it('is a table with headings, and says what is missing where there is room', async () => {
    const { stdout } = await list('-o', 'wide', '--region', 'eu-de');
    expect(stdout).toMatch(/^REGION +OPERATOR +CLOUD +REGISTRY +ENDPOINT +IAM ENDPOINT +LACKS\n/);
    expect(stdout).toContain('triggers, sync, retag');
  });
});

describe('a mistyped region is told before anything is asked', () => {
  const NEAREST = '"cn-north-4"';
  const KEY = { SWRCTL_AK: 'AKTEST0123456789', SWRCTL_SK: 'secret-of-the-test' };
  const AT_NROTH = { ...KEY, SWRCTL_REGION: 'cn-nroth-4' };
  const AT_NORTH = { ...KEY, SWRCTL_REGION: 'cn-north-4' };
  const HOST = 'swr.cn-nroth-4.myhuaweicloud.com';

  async function open() {
    const { flags, env: proxy } = await startClouds('cn-nroth-4.myhuaweicloud.com', 'cn-north-4.myhuaweicloud.com');
    const home = await testHome();
    const archive = join(home.dir, 'app.tar');
    await writeFile(archive, tarOf(dockerSave(testImage())));
    const saveProfile = async (profile: object) => {
      await mkdir(join(home.configDir, 'profiles'), { recursive: true });
      await writeFile(join(home.configDir, 'profiles', 'mine.json'), JSON.stringify(profile), { mode: 0o600 });
      await writeFile(join(home.configDir, 'config.json'), JSON.stringify({ activeProfile: 'mine' }), { mode: 0o600 });
    };
    const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
      const words = args.map((word) => (word === 'ARCHIVE' ? archive : word));
      return runCli([...words, ...flags], { env: { ...home.env, ...proxy, ...env }, stdin: 'sk' });
    };
    return { run, saveProfile };
  }

  it.each([
    { args: ['login', '--region', 'cn-nroth-4'], env: KEY },
    { args: ['login', HOST], env: KEY },
    { args: ['login'], env: AT_NROTH },
    { args: ['login', '--project', 'cn-nroth-4_team'], env: KEY },
    { args: ['push', 'ARCHIVE', 'team/app:v1'], env: AT_NROTH },
    { args: ['push', 'ARCHIVE', 'team/app:v1', '--region', 'cn-nroth-4'], env: AT_NORTH },
    { args: ['push', 'ARCHIVE', `${HOST}/team/app:v1`], env: AT_NORTH },
    { args: ['copy', `${HOST}/team/app:v1`, 'team/app:v1'], env: AT_NORTH },
    { args: ['org', 'list'], env: AT_NROTH },
    { args: ['org', 'list', '--registry', HOST], env: KEY },
    { args: ['org', 'list', '--project', 'cn-nroth-4_team'], env: KEY },
    { args: ['org', 'list'], env: { ...KEY, SWRCTL_REGISTRY: HOST } },
    { args: ['api', 'GET', '/v2/manage/namespaces'], env: AT_NROTH },
    { args: ['k8s', 'secret', '--region', 'cn-north-4,cn-nroth-4'], env: AT_NORTH },
    { args: ['auth', 'status'], env: AT_NROTH },
  ])('$args with $env', async ({ args, env }) => {
    const { run } = await open();
    const { stderr } = await run(args, env);
    expect(stderr).toMatch(/^Warning: region "cn-nroth-4" is not one that this version knows/);
    expect(stderr.split('\n')[0]).toContain(NEAREST);
    expect(stderr.match(/Warning: region/g)).toHaveLength(1);
  });

  it.each([{ registry: HOST }, { registry: HOST, region: 'cn-nroth-4' }, { registry: HOST, project: 'cn-nroth-4_a' }])(
    'in a profile that somebody wrote (%j)',
    async (profile) => {
      const { run, saveProfile } = await open();
      await saveProfile(profile);
      const { stderr } = await run(['org', 'list'], KEY);
      expect(stderr).toMatch(/^Warning: region "cn-nroth-4".*"cn-north-4"/);
    },
  );

  it('but a new number, which login was told of, is not told again', async () => {
    const { run, saveProfile } = await open();
    await saveProfile({ registry: 'swr.cn-north-77.myhuaweicloud.com', region: 'cn-north-77' });
    expect((await run(['auth', 'list'], KEY)).stderr).not.toContain('Warning');
  });
});
