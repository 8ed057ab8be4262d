import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PRINT_FORMS } from '../../../src/commands/auth/login-options.ts';
import { testHome } from '../../support/login-home.ts';
import { runCli } from '../../support/run.ts';
import { sendJson, startServer } from '../../support/scripted-server.ts';
import { loginAt, openTwoInstances, profileOf } from './two-instances.ts';

/** Whether the registry takes `user:password`. */
async function isTaken(host: string, login: string): Promise<boolean> {
  const authorization = `Basic ${Buffer.from(login).toString('base64')}`;
  return (await fetch(`http://${host}/v2/`, { headers: { authorization } })).ok;
}

describe('swrctl login --instance', () => {
  it('makes a temporary credential, proves it, and writes docker config and profile', async () => {
    const { run, home, teamCi, other, asked, emulator } = await openTwoInstances();
    const { stdout, stderr, exitCode } = await run(['login', '--instance', 'team-ci']);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 });
    expect(stderr).toMatch(new RegExp(`^Logged in to ${teamCi.host} as [0-9a-f]{32}, until .+ \\(in 1 day\\)`));
    expect(stderr).toContain('Profile: "team-ci", now the active one');
    const login = (await loginAt(home, teamCi.host)) ?? '';
    expect(await isTaken(teamCi.host, login)).toBe(true);
    expect(await isTaken(other.host, login)).toBe(false);
    expect(Object.keys((await home.dockerConfig())?.auths ?? {})).toEqual([teamCi.host]);
    const profile = await profileOf(home, 'team-ci');
    expect(profile).toMatchObject({
      ...{ registry: teamCi.host, instance: 'team-ci', instanceId: teamCi.id },
      sharedRegistry: emulator.info.registry,
    });
    expect(Date.parse(String(profile['loginExpiresAt']))).toBeGreaterThan(Date.now());
    expect(profile).not.toHaveProperty('instanceCredential');
    expect(await asked(/^POST .*temp-credential$/)).toBe(1);
    expect(await asked(/^GET \/service\/token/)).toBeGreaterThan(0);
  });

  it('takes an id for the name, and needs no flag where the variable says it', async () => {
    const { run, home, teamCi, other } = await openTwoInstances();
    expect((await run(['login', '--instance', other.id])).exitCode).toBe(0);
    expect(await profileOf(home, 'other')).toMatchObject({ registry: other.host, instance: 'other' });
    const byVariable = await openTwoInstances({ SWRCTL_INSTANCE: 'team-ci' });
    expect((await byVariable.run(['login'])).exitCode).toBe(0);
    expect(await loginAt(byVariable.home, byVariable.teamCi.host)).toBeDefined();
    expect(await loginAt(home, teamCi.host)).toBeUndefined();
  });

  it('makes one that lasts with --long-term, and takes it back with logout --revoke', async () => {
    const { run, home, json, teamCi } = await openTwoInstances();
    const { stderr, exitCode } = await run(['login', '--instance', 'team-ci', '--long-term', 'build']);
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain('until');
    const login = (await loginAt(home, teamCi.host)) ?? '';
    const [made] = (await json<{ name: string; id: string }[]>(['credential', 'list'])).filter(
      ({ name }) => name === 'build',
    );
    const profile = await profileOf(home, 'team-ci');
    expect(profile['instanceCredential']).toBe(made?.id);
    expect(profile).not.toHaveProperty('loginExpiresAt');
    const revoked = await run(['logout', '--revoke']);
    expect(revoked.stderr).toContain('Removed the credential that login made in team-ci');
    expect(revoked.exitCode).toBe(0);
    expect(await isTaken(teamCi.host, login)).toBe(false);
    expect(await loginAt(home, teamCi.host)).toBeUndefined();
    expect(await json<{ name: string }[]>(['credential', 'list'])).not.toContainEqual(
      expect.objectContaining({ name: 'build' }),
    );
    expect(await profileOf(home, 'team-ci')).not.toHaveProperty('instanceCredential');
  });

  it('keeps the credential without --revoke', async () => {
    const { run, home, teamCi } = await openTwoInstances();
    await run(['login', '--instance', 'team-ci', '--long-term', 'build']);
    const login = (await loginAt(home, teamCi.host)) ?? '';
    expect((await run(['logout'])).stderr).toContain(`Removed the login to ${teamCi.host}`);
    expect(await loginAt(home, teamCi.host)).toBeUndefined();
    expect(await isTaken(teamCi.host, login)).toBe(true);
  });

  it('says until when a temporary one lives that cannot be revoked', async () => {
    const { run, home } = await openTwoInstances();
    await run(['login', '--instance', 'team-ci']);
    const { loginExpiresAt } = await profileOf(home, 'team-ci');
    const { stderr, exitCode } = await run(['logout', '--revoke']);
    expect(stderr).toContain(
      `The temporary credential of team-ci cannot be taken back: it works until ${String(loginExpiresAt)}`,
    );
    expect(exitCode).toBe(0);
  });

  it('revokes by host, says so where it is gone, and refuses for the shared edition', async () => {
    const { run, home, json, teamCi, emulator } = await openTwoInstances();
    await run(['login', '--instance', 'team-ci', '--long-term', 'build']);
    expect((await run(['credential', 'remove', 'build', '--yes'])).exitCode).toBe(0);
    const gone = await run(['logout', teamCi.host, '--revoke']);
    expect(gone.stderr).toContain('is gone already');
    expect(gone.exitCode).toBe(0);
    expect(await json<unknown[]>(['credential', 'list'])).toHaveLength(1);
    await run(['login', '--instance', 'none']);
    const shared = await run(['logout', '--revoke', '--instance', 'none']);
    expect(shared.stderr).toContain('--revoke is for logins of an instance');
    expect(shared.exitCode).toBe(2);
    expect(await loginAt(home, emulator.info.registry)).toBeDefined();
  });

  it('exits 6 for a name that is taken, and leaves what was there', async () => {
    const { run, home, teamCi } = await openTwoInstances();
    await run(['login', '--instance', 'team-ci', '--long-term', 'build']);
    const before = await home.files();
    const { stdout, stderr, exitCode } = await run(['login', '--instance', 'team-ci', '--long-term', 'build']);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 6 });
    expect(stderr).toContain('swrctl credential remove build');
    expect(await home.files()).toEqual(before);
    expect(await isTaken(teamCi.host, (await loginAt(home, teamCi.host)) ?? '')).toBe(true);
  });

  it.each(PRINT_FORMS)('prints one line and writes nothing with --print %s', async (form) => {
    const { run, home, teamCi } = await openTwoInstances();
    const { stdout, exitCode } = await run(['login', '--instance', 'team-ci', '--print', form]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(teamCi.host);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect([...(await home.files()).keys()]).toEqual([]);
  });

  it.each([[[]], [['--long-term', 'build']]])('prints a login that works as JSON: %j', async (more) => {
    const { run, teamCi } = await openTwoInstances();
    const { stdout } = await run(['login', '--instance', 'team-ci', ...more, '--print', 'json']);
    const login = JSON.parse(stdout) as Record<string, string>;
    expect(login['registry']).toBe(teamCi.host);
    expect(await isTaken(teamCi.host, `${login['username']}:${login['password']}`)).toBe(true);
  });

  it('writes for other programs, and logout takes that back', async () => {
    const { run, home, teamCi } = await openTwoInstances();
    const file = join(home.dir, 'k3s.yaml');
    expect((await run(['login', '--instance', 'team-ci', '--for', `docker,helm,k3s=${file}`])).exitCode).toBe(0);
    const files = await home.files();
    expect(files.get('k3s.yaml')).toContain(teamCi.host);
    expect(files.get('.config/helm/registry/config.json')).toContain(teamCi.host);
    expect((await run(['logout'])).exitCode).toBe(0);
    const written = [...(await home.files())].filter(([name]) => /helm|docker|k3s/.test(name));
    expect(written.length).toBeGreaterThan(0);
    expect(JSON.stringify(written)).not.toContain(teamCi.host);
  });

  it.each([
    { args: ['--long-term', 'a', '--temporary'], message: '--long-term and --temporary contradict' },
    { args: ['--long-term', 'a', '--helper'], message: '--long-term and --helper contradict' },
    { args: ['--enhanced'], message: '--enhanced is for the shared edition' },
    { args: ['--duration', '2h'], message: '--duration is for the shared edition' },
  ])('exits 2 before anything is made: $args', async ({ args, message }) => {
    const { run, asked, home } = await openTwoInstances();
    const { stdout, stderr, exitCode } = await run(['login', '--instance', 'team-ci', ...args]);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain(message);
    expect(await asked(/^POST /)).toBe(0);
    expect([...(await home.files()).keys()]).toEqual([]);
  });

  it('needs an instance for --long-term', async () => {
    const { run, asked } = await openTwoInstances();
    const { stderr, exitCode } = await run(['login', '--long-term', 'build']);
    expect(stderr).toContain('--instance');
    expect(exitCode).toBe(2);
    expect(await asked(/^POST /)).toBe(0);
  });

  it('exits 5 for one that there is not, naming those that there are', async () => {
    const { run, home } = await openTwoInstances();
    const { stdout, stderr, exitCode } = await run(['login', '--instance', 'nope']);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 5 });
    expect(stderr).toContain('There is no instance "nope"; there are team-ci, other');
    expect([...(await home.files()).keys()]).toEqual([]);
  });
});

describe('swrctl login --instance where the service has more to say', () => {
  /** A service with these instances, which makes no credential. */
  async function withInstances(...instances: readonly Record<string, unknown>[]) {
    const made: string[] = [];
    const server = await startServer(({ method, url }, response) => {
      if (method === 'POST') made.push(url);
      sendJson(response, 200, url.includes('/instances') ? { instances, total: instances.length } : { projects: [] });
    });
    const home = await testHome();
    const env = {
      ...home.env,
      ...{ SWRCTL_ENDPOINT: server.origin, SWRCTL_IAM_ENDPOINT: server.origin, SWRCTL_REGION: 'cn-north-4' },
      ...{
        SWRCTL_PROJECT_ID: 'f'.repeat(32),
        SWRCTL_AK: 'AKEXAMPLE',
        SWRCTL_SK: 'sk-of-nobody',
        SWRCTL_KEYCHAIN: 'off',
      },
    };
    const result = await runCli(['login', '--instance', 'team-ci'], { env, cwd: home.dir, homeDir: home.dir });
    return { ...result, made, files: await home.files() };
  }

  it.each(['Creating', 'Initial', 'Unavailable', 'Deleting', 'Failed'])(
    'exits 6 with the status %s',
    async (status) => {
      const found = { id: 'i1', name: 'team-ci', status, access_address: 'team-ci.example' };
      const { stdout, stderr, exitCode, made, files } = await withInstances(found);
      expect({ stdout, exitCode, made }).toEqual({ stdout: '', exitCode: 6, made: [] });
      expect(stderr).toContain(`its status is ${status}`);
      expect(files.size).toBe(0);
    },
  );

  it('exits 2 with both ids where two have the name', async () => {
    const one = { name: 'team-ci', status: 'Running', access_address: 'team-ci.example' };
    const { stdout, stderr, exitCode, made } = await withInstances({ ...one, id: 'i1' }, { ...one, id: 'i2' });
    expect({ stdout, exitCode, made }).toEqual({ stdout: '', exitCode: 2, made: [] });
    expect(stderr).toContain('2 instances are called "team-ci": i1, i2');
  });

  it('takes an id before a name', async () => {
    const one = { status: 'Creating', access_address: 'team-ci.example' };
    const { stderr } = await withInstances({ ...one, id: 'i1', name: 'x' }, { ...one, id: 'team-ci', name: 'by-id' });
    expect(stderr).toContain('Instance by-id cannot be logged in to');
  });
});
