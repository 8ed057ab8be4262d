import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dockerSave, testImage } from '../../support/archives.ts';
import { serveClouds, startCloudsOf } from '../../support/clouds.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { testHome } from '../../support/login-home.ts';
import { runCli } from '../../support/run.ts';
import { sendJson, type Script } from '../../support/scripted-server.ts';
import { tarOf } from '../../support/tar.ts';

const NORTH = 'cn-north-4.myhuaweicloud.com';
const EAST = 'cn-east-3.myhuaweicloud.com';
const SEED = `
accounts: [{ name: emulator, projects: [cn-north-4_team, cn-east-3_team] }]
organizations: [{ name: near }, { name: far, region: cn-east-3 }]
`;

/** Somebody with a key, and no more settings than a test gives. */
async function open() {
  const emulator = await startTestEmulator({ seed: SEED });
  const { info } = emulator;
  const { flags, env: proxy, seen } = await startCloudsOf(emulator.url, NORTH, EAST);
  const home = await testHome();
  const key = { SWRCTL_AK: info.ak, SWRCTL_SK: info.sk };
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}, stdin?: string) =>
    runCli([...args, ...flags], { env: { ...home.env, ...proxy, ...env }, ...(stdin ? { stdin } : {}) });
  return { home, key, run, seen, info };
}

describe('a sub-project', () => {
  it.each([
    { how: 'SWRCTL_PROJECT alone', env: { SWRCTL_PROJECT: 'cn-east-3_team' }, args: [] },
    { how: '--project alone', env: {}, args: ['--project', 'cn-east-3_team'] },
    {
      how: '--project beside another region of the environment',
      env: { SWRCTL_REGION: 'cn-north-4', SWRCTL_PROJECT: 'cn-north-4_team' },
      args: ['--project', 'cn-east-3_team'],
    },
    {
      how: '--region beside a project of another region',
      env: { SWRCTL_PROJECT: 'cn-north-4_team' },
      args: ['--region', 'cn-east-3'],
    },
    {
      how: '--registry beside a project of another region',
      env: { SWRCTL_REGION: 'cn-north-4' },
      args: ['--registry', `swr.${EAST}`, '--project', 'cn-east-3_team'],
    },
  ])('says which region it is in ($how)', async ({ env, args }) => {
    const { run, key, seen } = await open();
    const list = ['org', 'list', '-o', 'name', ...args];
    expect(await run(list, { ...key, ...env })).toMatchObject({ exitCode: 0, stdout: 'far\n', stderr: '' });
    expect([...new Set(seen.map(({ headers }) => headers.host))].sort()).toEqual([`iam.${EAST}`, `swr-api.${EAST}`]);
  });

  it('is in the docker login, for printing, for other programs, for pushing and pulling', async () => {
    const { run, key, home, info } = await open();
    const env = { ...key, SWRCTL_PROJECT: 'cn-north-4_team' };
    const user = `cn-north-4_team@${info.ak}`;
    expect((await run(['login', '--print', 'docker'], env)).stdout).toContain(user);
    const secret = (await run(['k8s', 'secret', '-o', 'json'], env)).stdout;
    const config = /"\.dockerconfigjson": ?"([^"]+)"/.exec(secret)?.[1] ?? '';
    expect(Buffer.from(config, 'base64').toString() || secret).toContain(user);
    const archive = join(home.dir, 'app.tar');
    await writeFile(archive, tarOf(dockerSave(testImage())));
    expect(await run(['push', archive, 'near/app:v1'], env)).toMatchObject({ exitCode: 0 });
    expect(await run(['pull', 'near/app:v1', '-o', join(home.dir, 'back.tar')], env)).toMatchObject({ exitCode: 0 });
  });

  it('is the scope of IAM tokens, the name of temporary logins and the signed project', async () => {
    const { run, seen, info } = await open();
    const project = ['--project', 'cn-north-4_team', '--insecure-storage'];
    const login = ['login', '--iam-user', `${info.account}/${info.user}`, '--password-stdin', ...project];
    expect(await run(login, {}, info.password)).toMatchObject({ exitCode: 0 });
    const token = seen.find(({ url }) => url === '/v3/auth/tokens');
    expect(JSON.parse(token?.body.toString() ?? '')).toMatchObject({
      auth: { scope: { project: { name: 'cn-north-4_team' } } },
    });
    expect(seen.map(({ url }) => url)).toContain('/v2/manage/utils/secret?projectname=cn-north-4_team');
    expect(await run(['org', 'list'])).toMatchObject({ exitCode: 0 });
    const signed = seen.at(-1)?.headers['x-project-id'];
    expect(signed).toMatch(/^[0-9a-f]{32}$/);
    expect(signed).not.toBe(info.projectId);
  });

  it.each([
    { what: 'the project', profile: { registry: 'registry.corp.example', cloud: 'myhuaweicloud.com' } },
    { what: 'the registry', profile: { registry: `swr.${EAST}` } },
  ])('$what of a profile says the region where the profile says none', async ({ profile }) => {
    const { run, key, home } = await open();
    await mkdir(join(home.configDir, 'profiles'), { recursive: true });
    const text = JSON.stringify({ ...profile, project: 'cn-east-3_team' });
    await writeFile(join(home.configDir, 'profiles', 'east.json'), text, { mode: 0o600 });
    const list = ['org', 'list', '-o', 'name', '--profile', 'east'];
    expect(await run(list, key)).toMatchObject({ exitCode: 0, stdout: 'far\n' });
  });

  it('of another region than the registry is told, before it is refused', async () => {
    const { run, info } = await open();
    const login = ['login', `swr.${NORTH}`, '--project', 'cn-east-3_team', '--ak', info.ak, '--sk-stdin'];
    const { stderr } = await run(login, {}, info.sk);
    expect(stderr).toMatch(/^Warning: project "cn-east-3_team" is one of cn-east-3, but the region is cn-north-4\n/);
  });
});

describe('who may not list projects', () => {
  const forbidden: Script = ({ url, headers }, response) => {
    const { host = '' } = headers;
    if (host.startsWith('iam.')) {
      return sendJson(response, 403, { error_code: 'PAP5.0010', error_msg: "Policy doesn't allow it" });
    }
    if (url.startsWith('/swr/auth')) return sendJson(response, 200, { token: 'token' });
    if (url === '/v2/' && headers.authorization === undefined) {
      const realm = `Bearer realm="https://${host}/swr/auth/v2/registry/auth/",service="dockyard"`;
      return sendJson(response, 401, {}, { 'www-authenticate': realm });
    }
    const isList = url === '/v2/manage/namespaces';
    return sendJson(response, 200, isList ? { namespaces: [] } : { quotas: [], id: 1, name: 'team', auth: 7 });
  };

  async function openForbidden() {
    const { flags, env: proxy, seen } = await serveClouds(forbidden, [NORTH, EAST]);
    const home = await testHome();
    const key = { SWRCTL_AK: 'AKTEST0123456789', SWRCTL_SK: 'secret-of-the-test' };
    const run = (args: readonly string[], env: Readonly<Record<string, string>>, stdin?: string) =>
      runCli([...args, ...flags], { env: { ...home.env, ...proxy, ...key, ...env }, ...(stdin ? { stdin } : {}) });
    return { run, seen };
  }
  const SUB = { SWRCTL_PROJECT: 'cn-north-4_team' };

  it.each([['org', 'list'], ['quota'], ['repo', 'list'], ['api', 'GET', '/v2/manage/namespaces']])(
    'is told of SWRCTL_PROJECT_ID by %s %s, which helps',
    async (...args) => {
      const { run, seen } = await openForbidden();
      const refused = await run(args, SUB);
      expect(refused).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('SWRCTL_PROJECT_ID') as string });
      expect(refused.stderr).toContain('cn-north-4_team');
      expect(seen.filter(({ headers }) => headers.host?.startsWith('swr-api.'))).toEqual([]);
      const helped = await run(args, { ...SUB, SWRCTL_PROJECT_ID: 'abc' });
      expect(helped.stderr).not.toContain('project');
      expect(seen.at(-1)?.headers['x-project-id']).toBe('abc');
    },
  );

  it.each([['auth', 'status'], ['doctor']])('is told of it by %s %s, among all else', async (...args) => {
    const { run } = await openForbidden();
    const { stdout, stderr } = await run(args, SUB);
    expect(stdout + stderr).toContain('SWRCTL_PROJECT_ID');
  });

  it('is told by login, which goes on', async () => {
    const { run } = await openForbidden();
    const result = await run(['login', '--project', 'cn-north-4_team', '--sk-stdin', '--insecure-storage'], {}, 'sk');
    expect(result).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('SWRCTL_PROJECT_ID') as string });
  });

  it('needs no id for the project of a region, but where a path names it', async () => {
    const { run } = await openForbidden();
    const north = { SWRCTL_REGION: 'cn-north-4' };
    expect(await run(['org', 'list'], north)).toMatchObject({ exitCode: 0 });
    const quota = await run(['quota'], north);
    expect(quota).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('SWRCTL_PROJECT_ID') as string });
  });
});
