import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import { dockerSave, testImage } from '../../support/archives.ts';
import { startServer, status } from '../../support/scripted-server.ts';

async function setUp() {
  const shell = await openAccountShell();
  await shell.save('app.tar', dockerSave(testImage()));
  await shell.run(['push', 'app.tar', 'team/web:v1', 'team/web:v2.1', 'team/web:latest']);
  return { ...shell, trigger: (...args: string[]) => shell.run(['trigger', ...args]) };
}

const DEPLOY = ['add', 'team/web', 'deploy', '--on', 'all', '--cluster', 'prod', '--workload', 'deployment/web'];

describe('swrctl trigger', () => {
  it('adds a trigger to a cluster by name and shows it', async () => {
    const { trigger } = await setUp();
    const { stdout, stderr, exitCode } = await trigger(...DEPLOY, '--container', 'app', '--json');
    expect(stderr).toBe('Added trigger deploy of team/web: on all, on\n');
    expect(exitCode).toBe(0);
    const made = JSON.parse(stdout) as Record<string, unknown>;
    expect(made).toMatchObject({
      ...{ name: 'deploy', on: 'all', enabled: true, type: 'cce', cluster: 'prod', namespace: 'default' },
      ...{ workload: 'deployment/web', container: 'app', creator: 'administrator' },
    });
    expect(JSON.parse((await trigger('list', 'team/web', '--json')).stdout)).toEqual([made]);
    expect(JSON.parse((await trigger('show', 'team/web', 'deploy', '--json')).stdout)).toEqual(made);
  });

  it('takes a cluster by id, and then needs no right to list clusters', async () => {
    const { trigger } = await setUp();
    const made = JSON.parse((await trigger(...DEPLOY, '--json')).stdout) as { clusterId: string };
    const again = ['add', 'team/web', 'nightly', '--on', 'tag=latest', '--workload', 'statefulset/db', '--json'];
    const { stdout } = await trigger(...again, '--cluster', made.clusterId);
    expect(JSON.parse(stdout)).toMatchObject({ clusterId: made.clusterId, cluster: 'prod', on: 'tag=latest' });
  });

  it('fires on pushes and shows when it did', async () => {
    const { trigger, run } = await setUp();
    await trigger('add', 'team/web', 'v2', '--on', 'regex=^v2', '--cluster', 'prod', '--workload', 'deployment/web');
    await run(['push', 'app.tar', 'team/web:v1.9', 'team/web:v2.9']);
    await expect
      .poll(async () => JSON.parse((await trigger('history', 'team/web', 'v2', '--json=tag,result')).stdout) as unknown)
      .toEqual([{ tag: 'v2.9', result: 'success' }]);
  });

  it('switches triggers and says from what to what', async () => {
    const { trigger } = await setUp();
    await trigger(...DEPLOY, '--disabled');
    expect((await trigger('enable', 'team/web', 'deploy')).stderr).toBe(
      'Switched trigger deploy of team/web: off → on\n',
    );
    expect((await trigger('set', 'team/web', 'deploy', '--enabled')).stderr).toContain('is on already\n');
    const part = await trigger('disable', 'team/web', 'deploy', 'nope', '-o', 'name');
    expect(part).toMatchObject({ stdout: 'deploy\n', exitCode: 3 });
  });

  it('removes a trigger after a confirmation', async () => {
    const { trigger } = await setUp();
    await trigger(...DEPLOY);
    expect((await trigger('remove', 'team/web', 'deploy')).exitCode).toBe(6);
    expect((await trigger('remove', 'team/web', 'deploy', '--yes')).stderr).toBe(
      'Removed trigger deploy of team/web\n',
    );
    expect((await trigger('show', 'team/web', 'deploy')).exitCode).toBe(5);
  });

  it.each([
    { on: 'all', fires: ['latest', 'v1', 'v2.1'] },
    { on: 'tag=v1;latest', fires: ['latest', 'v1'] },
    { on: 'regex=^v2', fires: ['v2.1'] },
  ])('tells which tags would fire on $on', async ({ on, fires }) => {
    const { trigger } = await setUp();
    const { stdout, stderr } = await trigger('test', 'team/web', '--on', on, '--query', 'sort([?fires].tag)');
    expect(JSON.parse(stdout)).toEqual(fires);
    expect(stderr).toContain(`${on} fires for ${fires.length} of 3 tags`);
  });

  it('warns of a glob where a regular expression is read', async () => {
    const { trigger } = await setUp();
    expect((await trigger('test', 'team/web', '--on', 'regex=v2*')).stderr).toContain('did you mean "^v2.*$"?');
  });

  // The service has "4000014 invalid parameter" for each of these.
  // Source: docs/reference/errors.md#codes-that-stand-for-much.
  it.each([
    { name: 'a name that exists', args: DEPLOY, message: 'has a trigger deploy already', exitCode: 8 },
    {
      name: 'a bad name',
      args: ['add', 'team/web', '1x', ...DEPLOY.slice(3)],
      message: '"1x" is not a name',
      exitCode: 6,
    },
    {
      name: 'an unknown cluster',
      args: ['add', 'team/web', 'x', '--on', 'all', '--cluster', 'pord', '--workload', 'deployment/web'],
      message: 'Clusters of the project: prod, staging',
      exitCode: 5,
    },
    {
      name: 'a trigger without a cluster',
      args: ['add', 'team/web', 'x', '--on', 'all', '--workload', 'deployment/web'],
      message: 'needs a cluster',
      exitCode: 2,
    },
    {
      name: 'a cluster of CCI',
      args: ['add', 'team/web', 'x', '--on', 'all', '--type', 'cci', '--cluster', 'a', '--workload', 'deployment/web'],
      message: 'CCI has no clusters',
      exitCode: 2,
    },
    {
      name: 'a workload without a kind',
      args: ['add', 'team/web', 'x', '--on', 'all', '--cluster', 'prod', '--workload', 'web'],
      message: 'expected deployment/NAME',
      exitCode: 2,
    },
    {
      name: 'an unknown condition',
      args: ['test', 'team/web', '--on', 'v1'],
      message: 'expected all, tag=TAG or regex=PATTERN',
      exitCode: 2,
    },
    {
      name: 'a broken expression',
      args: ['test', 'team/web', '--on', 'regex=(a'],
      message: 'not a regular expression',
      exitCode: 2,
    },
    {
      name: 'CCI before SWR may act in it',
      args: ['add', 'team/web', 'x', '--on', 'all', '--type', 'cci', '--workload', 'deployment/web'],
      message: 'swrctl api POST /v2/manage/agency',
      exitCode: 6,
    },
  ])('says what is wrong with $name', async ({ args, message, exitCode }) => {
    const { trigger } = await setUp();
    await trigger(...DEPLOY);
    const result = await trigger(...args);
    expect(result.stderr).toContain(message);
    expect(result.exitCode).toBe(exitCode);
  });

  it('lets CCI be used once the agency is there', async () => {
    const { trigger, run } = await setUp();
    expect((await run(['api', 'POST', '/v2/manage/agency'])).exitCode).toBe(0);
    const added = await trigger('add', 'team/web', 'x', '--on', 'all', '--type', 'cci', '--workload', 'deployment/web');
    expect(added.exitCode).toBe(0);
  });

  it('says what to write where clusters may not be listed', async () => {
    const denied = await startServer((request, response) =>
      request.url.startsWith('/api/v3/')
        ? status(403, {}, '{"error_code":"CCE.01403001","error_msg":"Forbidden"}')(request, response)
        : status(404, {}, '{"error_code":"SVCSTG.SWR.4040126"}')(request, response),
    );
    const { run, env } = await setUp();
    const { stderr, exitCode } = await run(['trigger', ...DEPLOY], { env: { ...env, SWRCTL_ENDPOINT: denied.origin } });
    expect(stderr).toContain('The cluster "prod" cannot be looked up');
    expect(stderr).toContain('Give the id of the cluster');
    expect(exitCode).toBe(4);
  });
});
