import { describe, expect, it } from 'vitest';
import { createTemporaryLogin } from '../../src/swr/endpoints/account.ts';
import { createSwrClient } from '../../src/swr/client.ts';
import { openAccountShell, type AccountShell } from '../support/account-shell.ts';
import { addImage, addIndex, createLayout, dockerSave, layoutFiles, named, testImage } from '../support/archives.ts';
import type { RunResult } from '../support/run.ts';
import { createTestHttp } from '../support/test-http.ts';

const DAY_S = 86_400;

/** team/web:v1. */
async function setUp(): Promise<AccountShell> {
  const shell = await openAccountShell();
  await shell.save('app.tar', dockerSave(testImage()));
  await shell.run(['push', 'app.tar', 'team/web:v1']);
  return shell;
}

const parsed = ({ stdout }: RunResult): unknown => JSON.parse(stdout);

/** What users of SWR trip over elsewhere, one by one, and that they do not here. */
describe('pitfalls of SWR', () => {
  it('F1: pushes an OCI index to a service that refuses OCI indexes', async () => {
    const { run, save } = await openAccountShell();
    const layout = createLayout();
    const image = addImage(layout, testImage({ platform: { os: 'linux', architecture: 'amd64' } }));
    const index = addIndex(layout, [image]);
    await save('oci.tar', [...layout.items, ...layoutFiles([{ ...index, ...named('app:v1') }])]);
    expect((await run(['push', 'oci.tar', 'team/web:v1'])).exitCode).toBe(0);
    expect(parsed(await run(['tag', 'show', 'team/web:v1', '--query', 'mediaType']))).toMatch(/docker/);
  });

  it('F2: has limits that a flag can change', async () => {
    const { run, save } = await openAccountShell();
    const layout = createLayout();
    const image = addImage(layout, testImage(), named('app:v1'));
    await save('app.tar', [...layout.items, ...layoutFiles([image])]);
    expect((await run(['check', 'app.tar', '--to', 'team'])).exitCode).toBe(0);
    expect((await run(['check', 'app.tar', '--to', 'team', '--limit', 'layer=1B'])).exitCode).toBe(6);
  });

  it('F3: treats every 503 as throttling', async () => {
    const { run, env, emulator } = await setUp();
    await emulator.control('faults', { faults: ['503:GET:/v2/manage/*'] });
    const { stderr, exitCode } = await run(['repo', 'list'], { env: { ...env, SWRCTL_RETRIES: '0' } });
    expect(stderr).toContain('--rate');
    expect(exitCode).toBe(7);
  });

  it('F4: overwrites no tag with --no-clobber, and moves none without --force', async () => {
    const { run, save } = await setUp();
    await save('new.tar', dockerSave(testImage({ texts: ['new'] })));
    expect((await run(['push', 'new.tar', 'team/web:v1', '--no-clobber'])).exitCode).toBe(6);
    await run(['push', 'new.tar', 'team/web:v2']);
    expect((await run(['tag', 'add', 'team/web:v2', 'v1'])).exitCode).toBe(8);
  });

  it('F5: previews a retention rule, in which selectors leave tags out', async () => {
    const { run, emulator } = await setUp();
    await emulator.control('clock', { advanceSeconds: 40 * DAY_S });
    const now = () => new Date(Date.now() + 40 * DAY_S * 1000);
    const rule = ['team/web', '--keep-days', '30'];
    const actions = async (...more: string[]) =>
      parsed(await run(['retention', 'preview', ...rule, ...more, '--query', '[].action'], { now }));
    expect(await actions()).toEqual(['delete']);
    expect(await actions('--except-tag', 'v1')).toEqual(['keep']);
    expect((await run(['retention', 'add', ...rule], { now })).exitCode).toBe(6);
    expect((await run(['retention', 'add', ...rule, '--except-tag', 'v1'], { now })).exitCode).toBe(0);
    expect((await run(['tag', 'list', 'team/web', '-o', 'name'], { now })).stdout).toBe('team/web:v1\n');
  });

  it.each([
    { name: 'an organization', args: ['team/web:v1', '--to-region', 'cn-east-3', '--to-org', 'nope'] },
    { name: 'a region', args: ['team/web:v1', '--to-region', 'cn-east-99', '--to-org', 'team'] },
  ])('F6: fails when $name to copy to does not exist', async ({ args }) => {
    const { run } = await setUp();
    expect((await run(['sync', 'run', ...args])).exitCode).toBe(5);
    expect((await run(['sync', 'jobs', 'team/web', '-o', 'name'])).stdout).toBe('');
  });

  it('F7: reads the end of a temporary login from the answer', async () => {
    const { emulator } = await openAccountShell();
    const { ak: accessKey, sk: secretKey, endpoint } = emulator.info;
    const credential = { kind: 'access-key', accessKey, secretKey } as const;
    const swr = createSwrClient({ http: createTestHttp(), endpoint, credential });
    const { value, headers } = await swr.ask(createTemporaryLogin, { duration_seconds: 900 });
    expect([...value.values()]).toEqual([
      { user: expect.stringContaining('@') as string, password: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    ]);
    const lifeMs = Date.parse(headers['x-swr-expireat'] ?? '') - Date.now();
    expect(lifeMs).toBeGreaterThan(0);
    expect(lifeMs).toBeLessThanOrEqual(901_000);
  });

  it('F8: spells a thing the same in lists and alone, and permissions as words', async () => {
    const { run } = await setUp();
    const [repo] = parsed(await run(['repo', 'list', '--json'])) as object[];
    expect(parsed(await run(['repo', 'show', 'team/web', '--json']))).toEqual(repo);
    const [tag] = parsed(await run(['tag', 'list', 'team/web', '--json'])) as object[];
    expect(parsed(await run(['tag', 'show', 'team/web:v1', '--json']))).toEqual(tag);
    expect(parsed(await run(['org', 'show', 'team', '--query', 'permission']))).toBe('manage');
    expect(parsed(await run(['perm', 'list', 'team', '--query', '[].level']))).toEqual(['manage']);
  });

  it('F8: reads lists to their end', async () => {
    const repositories = Array.from({ length: 101 }, (_, index) => `{ name: r${index} }`).join(', ');
    const { run } = await openAccountShell({
      seed: `organizations: [{ name: many, repositories: [${repositories}] }]`,
    });
    expect(parsed(await run(['repo', 'list', '--query', 'length(@)']))).toBe(101);
  });

  it('F9: fails with a code of its own, says what a write did, and takes names and plain lists', async () => {
    const { run } = await setUp();
    expect((await run(['repo', 'show', 'team/nope'])).exitCode).toBe(5);
    expect((await run(['perm', 'add', 'team', 'alice=edit', 'bob=read'])).stderr).toBe(
      'alice on team: no permission → edit\nbob on team: no permission → read\n',
    );
    expect(parsed(await run(['repo', 'set', 'team/web', '--description', 'x', '--json']))).toMatchObject({
      description: 'x',
    });
    const error = await run(['repo', 'show', 'team/nope', '--json']);
    expect(JSON.parse(error.stderr)).toMatchObject({ code: 'NOT_FOUND', exitCode: 5, cause: { status: 404 } });
  });

  it('F10: says which parameter it is where the service says "invalid parameter"', async () => {
    const { run } = await setUp();
    const add = (...args: string[]) => run(['trigger', 'add', 'team/web', 'x', '--on', 'all', ...args]);
    expect((await add('--cluster', 'nope', '--workload', 'deployment/web')).stderr).toContain('no cluster "nope"');
    await add('--cluster', 'prod', '--workload', 'deployment/web');
    expect((await add('--cluster', 'prod', '--workload', 'deployment/web')).stderr).toContain('a trigger x already');
    expect((await run(['explain', '5001101'])).stdout).toContain('swrctl sync regions');
  });

  it('F11: tells that uploading needs the organization, and takes rights inside away with it', async () => {
    const { run } = await setUp();
    expect((await run(['perm', 'add', 'team/web', 'alice=manage'])).stderr).toContain('alice still cannot push');
    expect(parsed(await run(['perm', 'who-can', 'push', 'team/web', '--query', '[].user']))).toEqual(['administrator']);
    await run(['perm', 'add', 'team', 'alice=read']);
    await run(['perm', 'remove', 'team', 'alice', '--yes']);
    expect((await run(['perm', 'list', 'team/web', '-o', 'name'])).stdout).not.toContain('alice');
  });

  it('F12: shows usage, and histories that lists leave out', async () => {
    const { run } = await setUp();
    await run(['trigger', 'add', 'team/web', 'x', '--on', 'all', '--cluster', 'prod', '--workload', 'deployment/web']);
    await run(['push', 'app.tar', 'team/web:v2']);
    await expect
      .poll(async () => (await run(['trigger', 'history', 'team/web', 'x', '-o', 'name'])).stdout)
      .toBe('v2\n');
    expect(parsed(await run(['usage', '--total', '--query', 'tags']))).toBe(2);
    const path = '/v2/manage/namespaces/team/repos/web/v1/accessories';
    expect(parsed(await run(['api', 'GET', path, '--query', 'total']))).toBe(0);
  });

  it('F13: says that a private image is why a pull without a login fails', async () => {
    const { run, env, registry } = await setUp();
    const anonymous = Object.fromEntries(Object.entries(env).filter(([name]) => !/^SWRCTL_[AS]K$/.test(name)));
    const refused = await run(['digest', `${registry}/team/web:v1`], { env: anonymous });
    expect(refused.exitCode).toBe(4);
    expect((await run(['explain', 'You may not login yet'])).stdout).toContain('swrctl repo set ORG/REPO --public');
    await run(['repo', 'set', 'team/web', '--public']);
    expect((await run(['digest', `${registry}/team/web:v1`], { env: anonymous })).exitCode).toBe(0);
  });

  it('F14: takes repository names with dots and slashes', async () => {
    const { run } = await setUp();
    expect((await run(['repo', 'add', 'team/docker.io/openjdk'])).exitCode).toBe(0);
    expect((await run(['tag', 'list', 'team/docker.io/openjdk'])).exitCode).toBe(0);
    expect((await run(['repo', 'remove', 'team/docker.io/openjdk', '--yes'])).exitCode).toBe(0);
  });
});
