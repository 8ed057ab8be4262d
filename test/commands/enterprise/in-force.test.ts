import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunOptions } from '../../support/run.ts';
import { openTwoInstances, profileOf } from './two-instances.ts';

describe('which instance is in force', () => {
  it('auth status names it, and when the login ends', async () => {
    const { run, json, home, teamCi } = await openTwoInstances();
    await run(['login', '--instance', 'team-ci']);
    const status = await json<Record<string, unknown>>(['auth', 'status']);
    expect(status).toMatchObject({ instance: 'team-ci', registry: teamCi.host, login: 'ok', api: 'ok' });
    expect(status['loginExpiresAt']).toBe((await profileOf(home, 'team-ci'))['loginExpiresAt']);
    expect((await run(['auth', 'status'])).stdout).toContain('instance\tteam-ci\n');
    const shared = await json<Record<string, unknown>>(['auth', 'status', '--instance', 'none']);
    expect(shared).not.toHaveProperty('instance');
  });

  it('config set and unset instance change the profile, its registry and nothing else', async () => {
    const { run, home, emulator, teamCi, other } = await openTwoInstances();
    await run(['login']);
    const before = await profileOf(home, 'cn-north-4');
    const set = await run(['config', 'set', 'instance', 'team-ci']);
    expect(set.exitCode).toBe(0);
    expect(set.stderr).toContain(`registry: ${emulator.info.registry} → ${teamCi.host}`);
    expect(await profileOf(home, 'cn-north-4')).toMatchObject({ instance: 'team-ci', instanceId: teamCi.id });
    expect((await run(['config', 'get', 'instance'])).stdout).toBe('team-ci\n');
    expect((await run(['org', 'list', '-o', 'name'])).stdout).toBe('library\n');
    await run(['config', 'set', 'instance', other.id]);
    expect((await run(['config', 'get', 'instance'])).stdout).toBe('other\n');
    expect((await run(['config', 'unset', 'instance'])).exitCode).toBe(0);
    expect(await profileOf(home, 'cn-north-4')).toEqual(before);
    expect((await run(['org', 'list', '-o', 'name'])).stdout).toBe('team\n');
    const wrong = await run(['config', 'set', 'instance', 'nope']);
    expect(wrong.exitCode).toBe(5);
    expect(await profileOf(home, 'cn-north-4')).toEqual(before);
  });

  it('is said by the host, then the flag, then the variable, then the profile', async () => {
    const { run, env, teamCi, other, emulator } = await openTwoInstances();
    await run(['login', '--instance', 'team-ci']);
    expect((await run(['org', 'add', 'mine', '--private'])).exitCode).toBe(0);
    expect((await run(['org', 'add', 'theirs', '--private', '--instance', 'other'])).exitCode).toBe(0);
    const names = async (args: readonly string[], instance?: string) => {
      const more = instance === undefined ? {} : { SWRCTL_INSTANCE: instance };
      const { stdout } = await run(['org', 'list', '-o', 'name', ...args], { env: { ...env, ...more } });
      return stdout.trimEnd().split('\n').sort().join(' ');
    };
    expect(await names([])).toBe('library mine');
    expect(await names([], 'other')).toBe('library theirs');
    expect(await names([], other.id)).toBe('library theirs');
    expect(await names(['--instance', 'team-ci'], 'other')).toBe('library mine');
    expect(await names([], 'none')).toBe('team');
    expect(await names(['--instance', 'none'], 'other')).toBe('team');
    const repo = async (ref: string, instance: string) =>
      (await run(['tag', 'list', ref], { env: { ...env, SWRCTL_INSTANCE: instance } })).stderr;
    expect(await repo(`${other.host}/theirs/a`, 'team-ci')).not.toContain('theirs does not exist');
    expect(await repo(`${teamCi.host}/mine/a`, 'none')).toContain('mine/a');
    expect(emulator.info.registry).not.toBe(teamCi.host);
  });

  it('--instance none goes back to the shared edition', async () => {
    const { run } = await openTwoInstances();
    await run(['login', '--instance', 'team-ci']);
    const { stdout } = await run(['org', 'list', '--instance', 'none', '-o', 'name']);
    expect(stdout).toBe('team\n');
    expect((await run(['credential', 'list', '--instance', 'none'])).exitCode).toBe(2);
  });
});

describe('names of instances', () => {
  const LIST = /^GET \/v2\/[0-9a-f]{32}\/instances$/;

  it('are believed for an hour, per account and project, in a file of nobody else', async () => {
    const { run, asked, cacheDir, env, emulator } = await openTwoInstances({ SWRCTL_INSTANCE: 'team-ci' });
    await run(['org', 'list']);
    await run(['org', 'list']);
    await run(['org', 'list', '--instance', 'other']);
    expect(await asked(LIST)).toBe(1);
    const [file = '', ...others] = await readdir(join(cacheDir, 'instances'));
    expect(others.filter((name) => name.endsWith('.json'))).toEqual([]);
    expect((await stat(join(cacheDir, 'instances', file))).mode & 0o777).toBe(0o600);
    const at = (minutes: number): RunOptions => ({ now: () => new Date(Date.now() + minutes * 60_000) });
    await emulator.control('clock', { advanceSeconds: 58 * 60 });
    await run(['org', 'list'], at(58));
    expect(await asked(LIST)).toBe(1);
    await emulator.control('clock', { advanceSeconds: 3 * 60 });
    await run(['org', 'list'], at(61));
    expect(await asked(LIST)).toBe(2);
    await run(['org', 'list'], at(60)); // a clock that was set back
    expect(await asked(LIST)).toBe(3);
    const { ak, sk } = emulator.info.users[0] ?? { ak: '', sk: '' };
    await run(['org', 'list'], { ...at(61), env: { ...env, SWRCTL_AK: ak, SWRCTL_SK: sk } });
    expect(await asked(LIST)).toBe(4);
  });

  it('are asked for again once an instance is gone', async () => {
    const { run, env, asked, home } = await openTwoInstances({ SWRCTL_INSTANCE: 'team-ci' });
    await run(['org', 'list']);
    const elsewhere = { env: { ...env, SWRCTL_CACHE_DIR: join(home.dir, 'elsewhere') } };
    expect((await run(['instance', 'remove', 'team-ci', '--yes', '--wait'], elsewhere)).exitCode).toBe(0);
    const before = await asked(LIST);
    expect((await run(['org', 'list'])).exitCode).toBe(5);
    expect(await asked(LIST)).toBe(before);
    const { stderr, exitCode } = await run(['org', 'list']);
    expect(stderr).toContain('There is no instance "team-ci"; there are other');
    expect(exitCode).toBe(5);
    expect(await asked(LIST)).toBe(before + 1);
  });

  it('are asked for again where the file is damaged, and no command ends where it cannot be written', async () => {
    const { run, asked, cacheDir } = await openTwoInstances({ SWRCTL_INSTANCE: 'team-ci' });
    await run(['org', 'list']);
    const [file = ''] = await readdir(join(cacheDir, 'instances'));
    await writeFile(join(cacheDir, 'instances', file), '{"at": 1');
    expect((await run(['org', 'list'])).exitCode).toBe(0);
    expect(await asked(LIST)).toBe(2);
    const blocked = await openTwoInstances({ SWRCTL_INSTANCE: 'team-ci' });
    await writeFile(blocked.cacheDir, 'no folder');
    expect(await blocked.run(['org', 'list', '-o', 'name'])).toMatchObject({
      stdout: 'library\n',
      stderr: '',
      exitCode: 0,
    });
  });
});
