import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startClouds } from '../support/clouds.ts';
import { testHome } from '../support/login-home.ts';
import { startMetadata } from '../support/metadata-server.ts';
import { runCli, type RunOptions } from '../support/run.ts';

const OTC = 'eu-de.otc.t-systems.com';
const NL = 'eu-nl.otc.t-systems.com';
const VENDOR = 'cn-north-4.myhuaweicloud.com';
const KEY = { SWRCTL_AK: 'AK0123456789', SWRCTL_SK: 'secret-key-of-otc', SWRCTL_PROJECT_ID: 'p' };
const PASSWORD = 'password-of-alice';
const AT_OTC = { ...KEY, SWRCTL_REGISTRY: `swr.${OTC}` };

/** Hosts of all clouds are here, so whatever goes astray is seen. */
async function openClouds(...more: readonly string[]) {
  const clouds = await startClouds(OTC, NL, VENDOR, 'eu-de.myhuaweicloud.com', 'eu-nl.myhuaweicloud.com', ...more);
  const home = await testHome();
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}, options: RunOptions = {}) =>
    runCli([...args, ...clouds.flags], { ...options, env: { ...home.env, ...clouds.env, ...env } });
  return { ...clouds, home, run };
}

const iamLogin = ['--iam-user', 'company/alice', '--password-stdin', '--insecure-storage'];
const trigger = ['trigger', 'add', 'team/web', 'deploy', '--on', 'all', '--cluster', 'c'];

describe('a credential stays in the cloud of the registry', () => {
  it.each([
    { what: 'an IAM password', args: ['login', `swr.${OTC}`, ...iamLogin], env: {}, stdin: PASSWORD },
    {
      what: 'with --region',
      args: ['login', `swr.${OTC}`, '--region', 'eu-de', ...iamLogin],
      env: {},
      stdin: PASSWORD,
    },
    { what: 'by the region alone', args: ['login', '--region', 'eu-de', ...iamLogin], env: {}, stdin: PASSWORD },
    { what: 'by --registry', args: ['login', '--registry', `swr.${OTC}`, ...iamLogin], env: {}, stdin: PASSWORD },
    {
      what: 'by SWRCTL_REGISTRY',
      args: ['login', ...iamLogin],
      env: { SWRCTL_REGISTRY: `swr.${OTC}` },
      stdin: PASSWORD,
    },
    {
      what: 'by SWRCTL_CLOUD',
      args: ['login', '--region', 'eu-de', ...iamLogin],
      env: { SWRCTL_CLOUD: 'otc.t-systems.com' },
      stdin: PASSWORD,
    },
    { what: 'a signature', args: ['org', 'list'], env: AT_OTC },
    { what: 'one beside another region', args: ['org', 'list'], env: { ...AT_OTC, SWRCTL_REGION: 'eu-de' } },
    { what: 'a raw call', args: ['api', 'GET', '/v2/manage/namespaces'], env: AT_OTC },
    {
      what: 'an IAM token',
      args: ['org', 'list'],
      env: { SWRCTL_TOKEN: 'token-of-otc', SWRCTL_REGISTRY: `swr.${OTC}` },
    },
    {
      what: 'a derived key',
      args: ['login', `swr.${OTC}`, '--ak', 'AK0123456789', '--sk-stdin'],
      env: {},
      stdin: 'sk',
    },
    { what: 'a temporary login', args: ['login', `swr.${OTC}`, '--temporary'], env: KEY },
    {
      what: 'a pasted line',
      args: ['login', '--sk-stdin'],
      env: {},
      stdin: `docker login -u eu-de@AK0123456789 -p ${'a'.repeat(64)} swr.${OTC}`,
    },
    {
      what: 'a pull secret for two regions',
      args: ['k8s', 'secret', '--region', 'eu-de,eu-nl', '--type', 'temporary'],
      env: AT_OTC,
    },
    { what: 'a look at everything', args: ['doctor'], env: AT_OTC },
    { what: 'a look at the login', args: ['auth', 'status'], env: AT_OTC },
  ])('$what ($args)', async ({ args, env, stdin }) => {
    const { run, trusted } = await openClouds();
    await run(args, env, stdin === undefined ? {} : { stdin });
    const hosts = trusted(PASSWORD, 'token-of-otc');
    expect(hosts.length).toBeGreaterThan(0);
    expect(hosts.filter((host) => !host.endsWith('.otc.t-systems.com'))).toEqual([]);
  });

  it.each([
    ['sync', 'run', 'team/web:v1', '--to-region', 'ae-ad-2', '--to-org', 'team'],
    [...trigger, '--workload', 'deployment/web'],
  ])('what not every cloud has (%s %s)', async (...args) => {
    const places = ['ae-ad-1', 'ae-ad-2'].flatMap((region) => [
      `${region}.g42cloud.com`,
      `${region}.myhuaweicloud.com`,
    ]);
    const { run, trusted } = await openClouds(...places);
    await run(args, { ...KEY, SWRCTL_REGISTRY: 'swr.ae-ad-1.g42cloud.com' });
    const hosts = trusted();
    expect(hosts.length).toBeGreaterThan(0);
    expect(hosts.filter((host) => !host.endsWith('.g42cloud.com'))).toEqual([]);
  });

  it('the key of an agency', async () => {
    const { run, trusted } = await openClouds();
    const endpoint = await startMetadata({ ak: 'AKOFTHEAGENCY', sk: 'secret' });
    const env = { SWRCTL_METADATA_ENDPOINT: endpoint, SWRCTL_REGISTRY: `swr.${OTC}` };
    await run(['org', 'list'], env);
    expect(trusted()).toEqual([`iam.${OTC}`, `swr-api.${OTC}`]);
  });

  it('a profile, for later commands and for other regions of its cloud', async () => {
    const { run, trusted, home, seen } = await openClouds();
    await run(['login', `swr.${OTC}`, ...iamLogin], {}, { stdin: PASSWORD });
    expect(JSON.parse(await readFile(join(home.configDir, 'profiles', 'eu-de.json'), 'utf8'))).toMatchObject({
      registry: `swr.${OTC}`,
      region: 'eu-de',
    });
    expect(await run(['org', 'list'])).toMatchObject({ exitCode: 0 });
    const before = seen.length;
    await run(['org', 'list', '--region', 'eu-nl']);
    expect(seen.slice(before).map(({ headers }) => headers.host)).toContain(`swr-api.${NL}`);
    await run(['org', 'list', '--region', 'cn-north-4']);
    expect(trusted(PASSWORD).filter((host) => !host.endsWith('.otc.t-systems.com'))).toEqual([]);
  });
});

describe('a saved key of one cloud', () => {
  async function withVendorProfile() {
    const clouds = await openClouds();
    const login = ['login', '--region', 'cn-north-4', '--ak', 'AK0123456789', '--sk-stdin', '--insecure-storage'];
    expect(await clouds.run(login, {}, { stdin: 'sk' })).toMatchObject({ exitCode: 0 });
    return { ...clouds, before: clouds.trusted() };
  }

  it.each([
    { how: '--registry', args: ['org', 'list', '--registry', `swr.${OTC}`] },
    { how: '--cloud', args: ['org', 'list', '--cloud', 'otc.t-systems.com', '--region', 'eu-de'] },
    { how: 'a token', args: ['auth', 'token', 'team/web', '--registry', `swr.${OTC}`] },
    { how: 'a reference', args: ['auth', 'token', `swr.${OTC}/team/web`] },
  ])('is not sent to another one ($how)', async ({ args }) => {
    const { run, trusted, before } = await withVendorProfile();
    const result = await run(args);
    expect(trusted()).toEqual(before);
    if (args[0] === 'org')
      expect(result).toMatchObject({ exitCode: 4, stderr: expect.stringContaining(VENDOR) as string });
  });

  it('nor is that of KooCLI', async () => {
    const { run, trusted, home } = await openClouds();
    const { mkdir, writeFile } = await import('node:fs/promises');
    await mkdir(join(home.dir, '.hcloud'));
    const key = { name: 'default', mode: 'AKSK', accessKeyId: 'AKOFKOOCLI01', secretAccessKey: 'secret' };
    await writeFile(join(home.dir, '.hcloud', 'config.json'), JSON.stringify({ current: 'default', profiles: [key] }));
    const env = { SWRCTL_REGISTRY: `swr.${OTC}`, SWRCTL_METADATA_ENDPOINT: 'off' };
    expect(await run(['org', 'list'], env, { homeDir: home.dir })).toMatchObject({ exitCode: 4 });
    expect(trusted()).toEqual([]);
    await run(['org', 'list', '--region', 'cn-north-4'], {}, { homeDir: home.dir });
    expect(trusted()).toContain(`swr-api.${VENDOR}`);
  });
});

describe('where the cloud is not known', () => {
  it.each([
    { args: ['org', 'list'], says: '--cloud' },
    { args: ['org', 'list', '--region', 'cn-north-4'], says: '--cloud' },
    {
      args: ['k8s', 'secret', '--type', 'temporary', '--region', 'eu-de,cn-north-4'],
      says: 'several clouds',
      env: KEY,
    },
    { args: ['login', 'registry.corp.example', '--region', 'cn-north-4', ...iamLogin], says: '--cloud' },
    { args: ['login', 'swr.eu-ch2.sc.otc.t-systems.com', ...iamLogin], says: '--iam-endpoint https://iam-pub.eu-ch2.' },
  ])('nothing is sent, and the way out is named ($args)', async ({ args, says, env: own }) => {
    const { run, trusted } = await openClouds();
    const env = own ?? { ...KEY, SWRCTL_REGISTRY: 'registry.corp.example', SWRCTL_REGION: 'cn-north-4' };
    const result = await run(args, args[0] === 'login' ? {} : env, { stdin: PASSWORD });
    expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(says) as string });
    expect(trusted(PASSWORD)).toEqual([]);
  });

  it('an address that somebody says is taken', async () => {
    const { run, trusted } = await openClouds('eu-ch2.sc.otc.t-systems.com');
    const address = 'https://iam-pub.eu-ch2.sc.otc.t-systems.com';
    const args = ['login', 'swr.eu-ch2.sc.otc.t-systems.com', ...iamLogin, '--iam-endpoint', address];
    expect(await run(args, {}, { stdin: PASSWORD })).toMatchObject({ exitCode: 0 });
    expect(trusted(PASSWORD)).toContain('iam-pub.eu-ch2.sc.otc.t-systems.com');
    const env = { ...KEY, SWRCTL_REGISTRY: 'registry.corp.example', SWRCTL_REGION: 'eu-nl' };
    expect(await run(['org', 'list', '--cloud', 'otc.t-systems.com'], env)).toMatchObject({ exitCode: 0 });
    expect(trusted()).toContain(`swr-api.${NL}`);
  });

  it('a registry of an unknown domain decides by its name, with a warning before anything is sent', async () => {
    const { run, trusted } = await openClouds('xx-north-1.cloud.example');
    const result = await run(['login', 'swr.xx-north-1.cloud.example', ...iamLogin], {}, { stdin: PASSWORD });
    expect(result.stderr).toMatch(/^Warning: "cloud\.example" is not a cloud that this version knows/);
    const hosts = ['iam', 'swr-api', 'swr'].map((service) => `${service}.xx-north-1.cloud.example`);
    expect(trusted(PASSWORD)).toEqual(hosts);
  });

  it('a registry and another cloud do not go together', async () => {
    const { run, seen } = await openClouds();
    const result = await run(['org', 'list', '--registry', `swr.${OTC}`, '--cloud', 'g42cloud.com'], KEY);
    expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('otc.t-systems.com') as string });
    expect(seen).toEqual([]);
  });
});
