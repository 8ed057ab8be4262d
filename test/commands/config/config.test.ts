import { describe, expect, it } from 'vitest';
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
    expect((await run(['config', 'list'])).stdout).toBe('org\tteam\nproject\tcn-north-4\n');
    expect((await run(['config', 'unset', 'org'])).stderr).toBe('org of profile "cn-north-4": team → not set\n');
    const { stderr, exitCode } = await run(['config', 'get', 'org']);
    expect(stderr).toContain('swrctl config set org NAME');
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

  it('warns of a variable that comes first', async () => {
    const { run, env } = await setUp();
    const { stderr } = await run(['config', 'set', 'org', 'team'], { env: { ...env, SWRCTL_ORG: 'dev' } });
    expect(stderr).toContain('Warning: SWRCTL_ORG is set in this shell and comes first');
  });

  it.each([
    { args: ['set', 'org', 'No Name'], hint: 'swrctl org list' },
    { args: ['set', 'colour', 'red'], hint: 'org, project' },
    { args: ['get', 'colour'], hint: 'org, project' },
    { args: ['unset', 'region'], hint: 'swrctl login --region REGION' },
    { args: ['set', 'region', 'cn-east-3'], hint: 'swrctl login --region REGION' },
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
