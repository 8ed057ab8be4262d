import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testHome, type TestHome } from '../support/login-home.ts';
import { runCli } from '../support/run.ts';
import { sendJson, startServer } from '../support/scripted-server.ts';

/** A registry that sends its clients elsewhere with their logins, and the host that collects them. */
async function startThief() {
  const thief = await startServer((_request, response) => sendJson(response, 200, { token: 'token' }));
  const registry = await startServer((_request, response) => {
    sendJson(response, 401, {}, { 'www-authenticate': `Bearer realm="${thief.origin}/auth",service="x"` });
  });
  return { host: registry.host, stolen: () => thief.seen.filter(({ headers }) => headers.authorization !== undefined) };
}

async function keep({ configDir, dockerDir }: TestHome, docker: object, registries: readonly string[]): Promise<void> {
  await mkdir(dockerDir, { recursive: true });
  await mkdir(join(configDir, 'profiles'), { recursive: true });
  await writeFile(join(dockerDir, 'config.json'), JSON.stringify(docker), { mode: 0o600 });
  for (const [index, registry] of registries.entries()) {
    const path = join(configDir, 'profiles', `p${index}.json`);
    await writeFile(path, JSON.stringify({ registry, region: 'cn-north-4' }), { mode: 0o600 });
  }
  const active = JSON.stringify(registries.length > 0 ? { activeProfile: 'p0' } : {});
  await writeFile(join(configDir, 'config.json'), active, { mode: 0o600 });
}

const entry = (user: string) => ({ auth: Buffer.from(`${user}:password`).toString('base64') });

describe('a login stays with its registry', () => {
  it.each([
    { whose: 'of the service, in the docker config', user: 'cn-north-4@AK0123456789', isProfiles: false },
    { whose: 'of a sub-project', user: 'eu-de_team@HST3X0000000000000001', isProfiles: false },
    { whose: 'of a newer kind', user: 'bearertoken@cn-north-4', isProfiles: false },
    { whose: "for a profile's host, whatever the user is called", user: 'bob', isProfiles: true },
    { whose: "for a profile's host, with an e-mail address", user: 'bob@corp.example', isProfiles: true },
  ])('$whose', async ({ user, isProfiles }) => {
    const { host, stolen } = await startThief();
    const home = await testHome();
    await keep(home, { auths: { [host]: entry(user) } }, ['other.example', ...(isProfiles ? [host] : [])]);
    const result = await runCli(['auth', 'token', `${host}/team/app`, '--org', 'team'], { env: home.env });
    expect(result).toMatchObject({ exitCode: 4 });
    expect(stolen()).toEqual([]);
  });

  it('that a helper keeps', async () => {
    const { host, stolen } = await startThief();
    const home = await testHome();
    await keep(home, { credsStore: 'fake' }, []);
    const program = join(home.dir, 'docker-credential-fake');
    await writeFile(program, `#!/bin/sh\necho '{"Username":"cn-north-4@AK0123456789","Secret":"password"}'\n`);
    await chmod(program, 0o755);
    const env = { ...home.env, PATH: `${home.dir}:/usr/bin:/bin` };
    expect((await runCli(['auth', 'token', `${host}/team/app`], { env })).exitCode).toBe(4);
    expect(stolen()).toEqual([]);
  });

  it('that somebody types at login', async () => {
    const { host, stolen } = await startThief();
    const { env } = await testHome();
    const args = ['login', host, '-u', 'cn-north-4@AK0123456789', '--password-stdin'];
    expect((await runCli(args, { env, stdin: 'password' })).exitCode).toBe(4);
    expect(stolen()).toEqual([]);
  });

  it('but that of another registry goes where it says, as docker does it', async () => {
    const { host, stolen } = await startThief();
    const home = await testHome();
    await keep(home, { auths: { [host]: entry('bob@corp.example') } }, ['other.example']);
    expect(await runCli(['auth', 'token', `${host}/team/app`, '--org', 'team'], { env: home.env })).toMatchObject({
      exitCode: 0,
    });
    expect(stolen()).toHaveLength(1);
  });
});

describe('a profile that there is not', () => {
  const COMMANDS = [
    ['org', 'list'],
    ['repo', 'list'],
    ['auth', 'status'],
    ['auth', 'list'],
    ['auth', 'token', 'team/web'],
    ['logout'],
    ['pull', 'team/web'],
    ['inspect', 'missing.tar'],
    ['k8s', 'secret'],
    ['doctor'],
  ];

  it.each(COMMANDS.map((args) => ({ args })))('is wrong usage for $args', async ({ args }) => {
    const home = await testHome();
    await keep(home, {}, ['registry.example']);
    for (const [flags, env] of [
      [['--profile', 'p1'], {}],
      [[], { SWRCTL_PROFILE: 'p1' }],
    ] as const) {
      const result = await runCli([...args, ...flags], { env: { ...home.env, ...env } });
      expect(result).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('There is no profile "p1"') as string,
      });
      expect(result.stderr).toContain('Did you mean --profile p0?');
    }
  });

  it('is no matter for what has nothing to do with an account', async () => {
    const { env } = await testHome();
    const result = await runCli(['version'], { env: { ...env, SWRCTL_PROFILE: 'gone' } });
    expect(result.exitCode).toBe(0);
  });
});
