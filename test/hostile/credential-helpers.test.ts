import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDockerHelper } from '../../src/auth/docker-helper.ts';
import { testHome } from '../support/login-home.ts';
import { runCli } from '../support/run.ts';
import { tempDir } from '../support/temp-dir.ts';

async function install(folder: string, script: string): Promise<string> {
  const program = join(folder, 'docker-credential-fake');
  await mkdir(folder, { recursive: true });
  await writeFile(program, `#!/bin/sh\n${script}\n`);
  await chmod(program, 0o755);
  return folder;
}

const PATH = '/usr/bin:/bin';
const failureOf = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => new Error('it did not fail'),
    (error: unknown) => error as Error,
  );

describe('a credential helper', () => {
  it.each([
    { where: 'a relative folder', path: 'bin' },
    { where: 'the folder one works in', path: '.' },
    { where: 'an empty part', path: '' },
  ])('in $where of PATH is not run', async ({ path }) => {
    const home = await testHome();
    const checkout = await install(join(home.dir, 'checkout'), 'touch "$0.ran"');
    await install(join(checkout, 'bin'), 'touch "$0.ran"');
    await mkdir(home.dockerDir);
    await writeFile(join(home.dockerDir, 'config.json'), '{"credsStore":"fake"}', { mode: 0o600 });
    const before = process.cwd();
    process.chdir(checkout);
    try {
      const env = { ...home.env, PATH: `${path}:${PATH}` };
      const result = await runCli(['auth', 'token', '127.0.0.1:1/team/app'], { env, cwd: checkout });
      expect(result.exitCode).toBe(1);
      const helper = createDockerHelper('fake', env);
      await expect(helper.get('r.example')).rejects.toMatchObject({ code: 'HELPER_FAILED' });
    } finally {
      process.chdir(before);
    }
    expect([...(await home.files()).keys()].filter((name) => name.endsWith('.ran'))).toEqual([]);
  });

  it.each(['../../tmp/evil', 'a/b', '-x', 'a b', '..', 'a;b'])('is not called %s', async (name) => {
    const home = await testHome();
    await mkdir(home.dockerDir);
    const config = JSON.stringify({ credHelpers: { 'r.example': name } });
    await writeFile(join(home.dockerDir, 'config.json'), config, { mode: 0o600 });
    const result = await runCli(['logout', 'r.example'], { env: home.env });
    expect(result).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('is damaged') as string });
  });

  it('gets no secret in its environment, and all else', async () => {
    const folder = await install(await tempDir(), 'env > "$0.env"; printf "{}"');
    const secrets = [
      ...['SWRCTL_SK', 'SWRCTL_TOKEN', 'SWRCTL_SECURITY_TOKEN', 'HUAWEICLOUD_SDK_SK', 'HUAWEICLOUD_SDK_SECURITY_TOKEN'],
      ...['HW_SECRET_KEY', 'HW_SECURITY_TOKEN', 'CI_JOB_TOKEN', 'OS_PASSWORD', 'GITHUB_TOKEN', 'MY_SECRET', 'TOKEN'],
      ...['DOCKER_AUTH_CONFIG', 'npm_token'],
    ];
    const kept = {
      HOME: '/home/me',
      GPG_TTY: '/dev/pts/1',
      PASSWORD_STORE_DIR: '/p',
      AWS_PROFILE: 'work',
      SWRCTL_AK: 'AK',
    };
    const env = { ...Object.fromEntries(secrets.map((name) => [name, `value-of-${name}`])), ...kept };
    await createDockerHelper('fake', { ...env, PATH: `${folder}:${PATH}` }).list();
    const got = await readFile(join(folder, 'docker-credential-fake.env'), 'utf8');
    expect(got).not.toContain('value-of-');
    for (const [name, value] of Object.entries(kept)) expect(got).toContain(`${name}=${value}\n`);
  });

  it.each([
    { how: 'never answers', script: 'echo $$ > "$0.pids"; sleep 1000 & echo $! >> "$0.pids"; wait' },
    { how: 'leaves a child that keeps its output open', script: 'sleep 1000 & echo $! > "$0.pids"' },
    { how: 'ignores signals', script: 'trap "" TERM INT HUP; echo $$ > "$0.pids"; while :; do sleep 1000; done' },
  ])('that $how is stopped with its children', async ({ script }) => {
    const folder = await install(await tempDir(), script);
    const helper = createDockerHelper('fake', { PATH: `${folder}:${PATH}` }, { timeoutMs: 500 });
    const failure = await failureOf(helper.get('r.example'));
    expect(failure).toMatchObject({
      code: 'HELPER_FAILED',
      message: expect.stringContaining('within 0.5 s') as string,
    });
    const pids = (await readFile(join(folder, 'docker-credential-fake.pids'), 'utf8')).trim().split('\n');
    for (const pid of pids) await expect.poll(() => isRunning(pid)).toBe(false);
  });

  it('is stopped with the run', async () => {
    const folder = await install(await tempDir(), 'echo $$ > "$0.pids"; sleep 1000');
    const stop = new AbortController();
    const helper = createDockerHelper('fake', { PATH: `${folder}:${PATH}` }, { signal: stop.signal });
    const asked = failureOf(helper.get('r.example'));
    const pidOf = () => readFile(join(folder, 'docker-credential-fake.pids'), 'utf8').catch(() => '');
    await expect.poll(pidOf).toMatch(/^\d+\n$/);
    stop.abort(new Error('stopped by the test'));
    await asked;
    const pid = (await pidOf()).trim();
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  it.each([
    { says: 'echo "cannot read: hunter2 is wrong"', shown: 'cannot read: … is wrong' },
    { says: `echo '{"Username":"bob","Secret":"hunter2"}'`, shown: undefined },
    { says: 'echo hunter2', shown: undefined },
    { says: 'echo "error: keychain is locked, hunter2"', shown: 'error: keychain is locked, …' },
    { says: 'echo "hunter2" >&2', shown: undefined },
    { says: 'head -c 2000000 /dev/zero | tr "\\0" h; echo hunter2', shown: 'more than 1 MiB' },
  ])('is quoted only as far as that is no secret ($says)', async ({ says, shown }) => {
    const folder = await install(await tempDir(), `${says}; exit 1`);
    const failure = await failureOf(createDockerHelper('fake', { PATH: `${folder}:${PATH}` }).get('r.example'));
    expect(failure).toMatchObject({ code: 'HELPER_FAILED' });
    expect(`${failure.message} ${String(failure.cause)}`).not.toContain('hunter2');
    if (shown === undefined) expect(failure.message).toMatch(/refused to get$/);
    else expect(failure.message).toContain(shown);
  });
});

/** A process that was killed stays in the list until somebody collects it. */
async function isRunning(pid: string): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return state !== '' && !/\) Z /.test(state);
}
