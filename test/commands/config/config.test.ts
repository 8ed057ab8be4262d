import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../src/app/settings/settings.ts';
import { withProfile } from '../../../src/app/settings/with-profile.ts';
import { openAccountShell } from '../../support/account-shell.ts';
import { dockerSave, testImage } from '../../support/archives.ts';
import { runCli } from '../../support/run.ts';

/** Logged in, with the profile cn-north-4 and no default organization. */
async function setUp() {
  const shell = await openAccountShell();
  await shell.run(['login']);
  return shell;
}

describe('swrctl config', () => {
  it('sets the organization that names lack, without a login', async () => {
    const { run, save } = await setUp();
    await save('app.tar', dockerSave(testImage()));
    expect((await run(['push', 'app.tar'])).stderr).toContain('swrctl config set org ORG');
    const { stdout, stderr, exitCode } = await run(['config', 'set', 'org', 'team']);
    expect(stderr).toBe('org of profile "cn-north-4": not set → team\n');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 });
    expect((await run(['push', 'app.tar'])).stdout).toContain('/team/app:v1@sha256:');
  });

  it('shows, one and all, and takes out again', async () => {
    const { run } = await setUp();
    await run(['config', 'set', 'org', 'team']);
    expect((await run(['config', 'get', 'org'])).stdout).toBe('team\n');
    expect((await run(['config', 'list'])).stdout).toBe(
      'org\tteam\nregion\tcn-north-4\nproject\tcn-north-4\ninstance\t\noutput\t\njobs\t\nrate\t\n',
    );
    expect((await run(['config', 'unset', 'org'])).stderr).toBe('org of profile "cn-north-4": team → not set\n');
    const { stderr, exitCode } = await run(['config', 'get', 'org']);
    expect(stderr).toContain('swrctl config set org VALUE');
    expect(exitCode).toBe(5);
    const listed = await run(['config', 'list', '--json']);
    expect(JSON.parse(listed.stdout)).toContainEqual({ name: 'org', value: null });
  });

  it('leaves the rest of the profile and the login alone', async () => {
    const { run } = await setUp();
    const key = (await run(['auth', 'list', '--json'])).stdout;
    await run(['config', 'set', 'org', 'team']);
    expect((await run(['auth', 'list', '--json'])).stdout.replace('"team"', 'null')).toBe(key);
  });

  it('works on the profile of --profile', async () => {
    const { run } = await setUp();
    await run(['login', '--profile', 'other']);
    await run(['config', 'set', 'org', 'team', '--profile', 'cn-north-4']);
    expect((await run(['config', 'get', 'org'])).exitCode).toBe(5);
    expect((await run(['config', 'get', 'org', '--profile', 'cn-north-4'])).stdout).toBe('team\n');
  });

  it('decides how lists are printed, until a flag says otherwise', async () => {
    const { run } = await setUp();
    await run(['org', 'add', 'team-x']);
    await run(['config', 'set', 'output', 'json']);
    expect(JSON.parse((await run(['org', 'list'])).stdout)).toContainEqual(expect.objectContaining({ name: 'team-x' }));
    expect((await run(['org', 'list', '-o', 'name'])).stdout).toContain('team-x\n');
    const { stderr, exitCode } = await run(['org', 'show', 'nowhere']);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'NOT_FOUND' });
    expect(exitCode).toBe(5);
    expect((await run(['org', 'add', 'team-y'])).stdout).toBe('');
    await run(['config', 'unset', 'output']);
    expect((await run(['org', 'list', '-o', 'name'])).stdout).toContain('team-y\n');
    expect((await run(['org', 'list'])).stdout).not.toContain('{');
  });

  it('moves the profile to another region, with its hosts and its project', async () => {
    const { run, home } = await setUp();
    const file = join(home, 'swrctl/profiles/cn-north-4.json');
    const saved = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    const registry = 'swr.cn-north-4.myhuaweicloud.com';
    const endpoint = 'https://swr-api.cn-north-4.myhuaweicloud.com';
    await writeFile(file, JSON.stringify({ ...saved, registry, endpoint, projectId: '0123' }), { mode: 0o600 });
    const { stderr, exitCode } = await run(['config', 'set', 'region', 'cn-east-3']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('region of profile "cn-north-4": cn-north-4 → cn-east-3\n');
    expect(stderr).toContain('swrctl login --region cn-east-3 --profile cn-north-4');
    const after = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    expect(after).toMatchObject({
      region: 'cn-east-3',
      project: 'cn-east-3',
      registry: 'swr.cn-east-3.myhuaweicloud.com',
      endpoint: 'https://swr-api.cn-east-3.myhuaweicloud.com',
    });
    expect(after).not.toHaveProperty('projectId');
  });

  it('keeps jobs and rate for the commands that use them', async () => {
    const { run } = await setUp();
    expect((await run(['config', 'set', 'jobs', '7'])).exitCode).toBe(0);
    expect((await run(['config', 'set', 'rate', '2.5'])).exitCode).toBe(0);
    expect(JSON.parse((await run(['config', 'list', '--json'])).stdout)).toEqual(
      expect.arrayContaining([
        { name: 'jobs', value: 7 },
        { name: 'rate', value: 2.5 },
      ]),
    );
    const given = readSettings({}, {}, { homeDir: '/', platform: 'linux' });
    const saved = { region: 'cn-north-4', jobs: 7, rate: 2.5 };
    expect(withProfile(given, saved)).toMatchObject({ jobs: 7, rate: 2.5 });
    const flagged = readSettings({ jobs: '2' }, { SWRCTL_RATE: '9' }, { homeDir: '/', platform: 'linux' });
    expect(withProfile(flagged, saved)).toMatchObject({ jobs: 2, rate: 9 });
  });

  it('warns of a variable that comes first', async () => {
    const { run, env } = await setUp();
    const { stderr } = await run(['config', 'set', 'org', 'team'], { env: { ...env, SWRCTL_ORG: 'dev' } });
    expect(stderr).toContain('Warning: SWRCTL_ORG is set in this shell and comes first');
  });

  it.each([
    { args: ['set', 'org', 'No Name'], hint: 'swrctl org list' },
    { args: ['set', 'colour', 'red'], hint: 'org, region, project' },
    { args: ['get', 'colour'], hint: 'org, region, project' },
    { args: ['set', 'registry', 'swr.example'], hint: 'swrctl login HOST' },
    { args: ['unset', 'region'], hint: 'swrctl config set region REGION' },
    { args: ['set', 'region', 'Nowhere!'], hint: 'for example cn-north-4' },
    { args: ['set', 'output', 'xml'], hint: '' },
    { args: ['set', 'jobs', '0'], hint: '' },
    { args: ['set', 'jobs', '17'], hint: 'Choose from 1 to 16' },
    { args: ['set', 'rate', '-1'], hint: '' },
  ])('refuses $args, and says what to do', async ({ args, hint }) => {
    const { run } = await setUp();
    const { stderr, exitCode } = await run(['config', ...args]);
    expect(stderr).toMatch(/^Error: [^\n]*\nHint: /);
    expect(stderr).toContain(hint);
    expect(exitCode).toBe(2);
  });

  it('says how to make a profile where there is none', async () => {
    const { home } = await openAccountShell();
    const { stderr, exitCode } = await runCli(['config', 'set', 'org', 'team'], { env: { HOME: home } });
    expect(stderr).toContain('swrctl login');
    expect(exitCode).toBe(5);
  });
});
