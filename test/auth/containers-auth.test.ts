import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { containersAuthPaths, createContainersAuth } from '../../src/auth/containers-auth.ts';
import { tempDir } from '../support/temp-dir.ts';

const auth = (user: string) => ({ auth: Buffer.from(`${user}:secret`).toString('base64') });

async function authFiles(...values: readonly unknown[]) {
  const dir = await tempDir();
  const paths = values.map((_, index) => join(dir, `${index}`, 'auth.json'));
  for (const [index, path] of paths.entries()) {
    await mkdir(dirname(path), { mode: 0o700 });
    const value = values[index];
    if (value !== undefined) await writeFile(path, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return { dir, paths, auths: createContainersAuth({ paths, env: { PATH: dir } }) };
}

/** A helper that knows one user everywhere. */
async function writeHelper(dir: string, name: string, user: string): Promise<void> {
  const answer = JSON.stringify({ ServerURL: '', Username: user, Secret: 'secret' });
  const path = join(dir, `docker-credential-${name}`);
  await writeFile(path, `#!/bin/sh\necho '${answer}'\n`);
  await chmod(path, 0o755);
}

describe('containersAuthPaths', () => {
  const [config, user] = ['/home/ann/.config/containers/auth.json', '/run/containers/7/auth.json'];
  it.each([
    { env: {}, expected: [user, config] },
    { env: { XDG_RUNTIME_DIR: '/run/user/7' }, expected: ['/run/user/7/containers/auth.json', config] },
    { env: { REGISTRY_AUTH_FILE: '/a.json', XDG_RUNTIME_DIR: '/run/user/7' }, expected: ['/a.json', config] },
    { env: { REGISTRY_AUTH_FILE: '', XDG_CONFIG_HOME: '/c' }, expected: [user, '/c/containers/auth.json'] },
    { env: { REGISTRY_AUTH_FILE: config }, expected: [config] },
    { env: { XDG_RUNTIME_DIR: '/run/user/7' }, platform: 'darwin' as const, expected: [config] },
  ])('is $expected with $env', ({ env, platform = 'linux' as const, expected }) => {
    expect(containersAuthPaths({ env, homeDir: '/home/ann', platform, userId: 7 })).toEqual(expected);
  });
});

describe('the login of a repository', () => {
  it.each([
    { repository: 'team/app/web', user: 'repository' },
    { repository: 'team/app/other', user: 'group' },
    { repository: 'team/application', user: 'namespace' },
    { repository: 'teams/app', user: 'host' },
    { repository: undefined, user: 'host' },
  ])('is the one with the longest key: $user for $repository', async ({ repository, user }) => {
    const auths = {
      'r.example:5000': auth('host'),
      'r.example:5000/team': auth('namespace'),
      'r.example:5000/team/app/web': auth('repository'),
      'r.example:5000/team/app': auth('group'),
      'r.example/team/app/web': auth('other port'),
      'other.example/team/app/web': auth('other host'),
    };
    const { auths: files, paths } = await authFiles({ auths });
    expect(await files.get('r.example:5000', repository)).toEqual({
      login: { kind: 'password', username: user, password: 'secret' },
      source: paths[0],
    });
  });

  it.each([
    { name: 'the names of Docker Hub', key: 'docker.io/ann', host: 'registry-1.docker.io', repository: 'ann/web' },
    { name: 'upper case in the host', key: 'R.Example/ann', host: 'r.example', repository: 'ann/web' },
    { name: 'a namespace that looks like an old URL', key: 'r.example/v2', host: 'r.example', repository: 'v2/web' },
    { name: 'an old URL', key: 'https://r.example/v1/', host: 'r.example', repository: 'ann/web' },
    { name: 'a name of an object', key: 'r.example/constructor', host: 'r.example', repository: 'constructor/web' },
  ])('is found with $name', async ({ key, host, repository }) => {
    const { auths } = await authFiles({ auths: { [key]: auth('ann') } });
    expect((await auths.get(host, repository))?.login).toMatchObject({ username: 'ann' });
  });

  it('is none where only other parts of the host have one', async () => {
    const { auths } = await authFiles({ auths: { 'r.example/v2': auth('ann'), 'r.example/team/web': auth('bob') } });
    expect(await auths.get('r.example', 'team')).toBeUndefined();
    expect(await auths.get('r.example', 'team/webs')).toBeUndefined();
    expect(await auths.get('r.example')).toBeUndefined();
  });

  it('is the one of the first file that has any', async () => {
    const first = { auths: { 'r.example/team': auth('first') } };
    const second = { auths: { 'r.example/team/web': auth('second'), 'r.example': auth('rest') } };
    const { auths, paths } = await authFiles(undefined, first, second);
    expect(await auths.get('r.example', 'team/web')).toMatchObject({ login: { username: 'first' }, source: paths[1] });
    expect(await auths.get('r.example', 'other/web')).toMatchObject({ login: { username: 'rest' }, source: paths[2] });
  });

  it('goes on to the shorter key where an entry is empty', async () => {
    const { auths } = await authFiles({ auths: { 'r.example/team': {}, 'r.example': auth('host') } });
    expect((await auths.get('r.example', 'team/web'))?.login).toMatchObject({ username: 'host' });
  });
});

describe('helpers', () => {
  it.each([
    { name: 'of the host stand for all of it', more: { credHelpers: { 'r.example': 'one' } }, user: 'helper' },
    { name: 'of the whole file come after a namespace', more: { credsStore: 'one' }, user: 'namespace' },
    { name: 'of our own are never run', more: { credHelpers: { 'r.example': 'swr' } }, user: undefined },
  ])('$name', async ({ more, user }) => {
    const { auths, dir } = await authFiles({ auths: { 'r.example/team': auth('namespace') }, ...more });
    await writeHelper(dir, 'one', 'helper');
    const found = await auths.get('r.example', 'team/web');
    expect(found?.login.kind === 'password' ? found.login.username : undefined).toBe(user);
  });

  it('that are not there are an error, as they are in the docker config', async () => {
    const { auths } = await authFiles({ credHelpers: { 'r.example': 'absent' } });
    await expect(auths.get('r.example', 'team/web')).rejects.toMatchObject({ code: 'HELPER_FAILED' });
    expect(await auths.get('other.example', 'team/web')).toBeUndefined();
  });
});

describe('a file that is wrong', () => {
  it.each([
    { name: 'no JSON', text: '{' },
    { name: 'a list', text: '[]' },
    { name: 'auths of another type', text: '{"auths":[]}' },
    { name: 'an entry of another type', text: '{"auths":{"r.example/team":7}}' },
    { name: 'a login that cannot be decoded', text: '{"auths":{"r.example/team":{"auth":"%%"}}}' },
    { name: 'a helper of a name that leads elsewhere', text: '{"credHelpers":{"r.example":"../../evil"}}' },
  ])('is named: $name', async ({ text }) => {
    const { auths, paths } = await authFiles(text);
    const wrong = auths.get('r.example', 'team/web');
    await expect(wrong).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(wrong).rejects.toThrow(paths[0]);
  });

  it('is not trusted when others can write it', async () => {
    const { auths, paths } = await authFiles({ auths: {} });
    await chmod(paths[0] ?? '', 0o666);
    await expect(auths.get('r.example')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('is no harm where one before it has the login', async () => {
    const { auths } = await authFiles({ auths: { 'r.example': auth('ann') } }, '{');
    expect((await auths.get('r.example', 'team/web'))?.login).toMatchObject({ username: 'ann' });
  });
});
