import { chmod, lstat, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDockerConfig, dockerConfigPath } from '../../src/auth/docker-config.ts';

const login = { kind: 'password', username: 'cn-north-4@AK', password: 'key:with:colons' } as const;
const auth = (pair: string) => Buffer.from(pair).toString('base64');

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swrctl-docker-'));
  path = join(folder, 'config.json');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const config = (env: Record<string, string> = {}) => createDockerConfig({ path, env });
const write = (value: unknown) => writeFile(path, JSON.stringify(value, null, '\t'));
const read = async () => JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;

describe('dockerConfigPath', () => {
  it.each([
    { env: {}, expected: '/home/ann/.docker/config.json' },
    { env: { DOCKER_CONFIG: '/etc/dc' }, expected: '/etc/dc/config.json' },
    { env: { DOCKER_CONFIG: '' }, expected: '/home/ann/.docker/config.json' },
  ])('is $expected with $env', ({ env, expected }) => {
    expect(dockerConfigPath(env, '/home/ann')).toBe(expected);
  });
});

describe('get', () => {
  it('finds nothing without a file', async () => {
    expect(await config().get('r.example.com')).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    { name: 'auth', entry: { auth: auth('ann:a:b') }, found: { kind: 'password', username: 'ann', password: 'a:b' } },
    {
      name: 'auth with the zero bytes that old versions wrote',
      entry: { auth: auth('ann:pw\0\0') },
      found: { kind: 'password', username: 'ann', password: 'pw' },
    },
    {
      name: 'username and password',
      entry: { username: 'ann', password: 'pw' },
      found: { kind: 'password', username: 'ann', password: 'pw' },
    },
    {
      name: 'an identity token',
      entry: { auth: auth('ann:'), identitytoken: 'T' },
      found: { kind: 'identity-token', identityToken: 'T' },
    },
    {
      name: 'base64 that was broken into lines',
      entry: { auth: auth(`ann:${'p'.repeat(90)}`).replace(/.{60}/g, '$&\r\n') },
      found: { kind: 'password', username: 'ann', password: 'p'.repeat(90) },
    },
    { name: 'nothing in an empty entry', entry: {}, found: undefined },
  ])('reads $name', async ({ entry, found }) => {
    await write({ auths: { 'r.example.com': entry } });
    expect((await config().get('r.example.com'))?.login).toEqual(found);
  });

  it.each([
    { key: 'https://r.example.com/v1/', host: 'r.example.com' },
    { key: 'https://r.example.com/v2/', host: 'r.example.com' },
    { key: 'https://r.example.com', host: 'r.example.com' },
    { key: 'http://r.example.com:5000', host: 'r.example.com:5000' },
    { key: 'https://index.docker.io/v1/', host: 'docker.io' },
    { key: 'docker.io', host: 'index.docker.io' },
    { key: 'https://index.docker.io/v1/', host: 'registry-1.docker.io' },
  ])('takes the key $key for $host', async ({ key, host }) => {
    await write({ auths: { [key]: { auth: auth('ann:pw') } } });
    expect((await config().get(host))?.login).toMatchObject({ username: 'ann' });
  });

  it.each([
    { key: 'example.com', host: 'r.example.com' },
    { key: 'r.example.com', host: 'example.com' },
    { key: 'evil-r.example.com', host: 'r.example.com' },
    { key: 'r.example.com', host: 'r.example.com:5000' },
    { key: 'r.example.com:5000', host: 'r.example.com' },
    { key: 'r.example.com/team', host: 'r.example.com' },
    { key: 'r.example.com.evil.net', host: 'r.example.com' },
    { key: 'https://index.docker.io/v1/', host: 'r.example.com' },
  ])('never takes the key $key for $host', async ({ key, host }) => {
    await write({ auths: { [key]: { auth: auth('ann:pw') } } });
    expect(await config().get(host)).toBeUndefined();
  });

  it('prefers the plain host to its URL forms', async () => {
    await write({
      auths: { 'https://r.example.com/v1/': { auth: auth('old:pw') }, 'r.example.com': { auth: auth('new:pw') } },
    });
    expect((await config().get('r.example.com'))?.login).toMatchObject({ username: 'new' });
  });

  it.each([
    { name: 'text that is not JSON', text: '{"auths": {"r.example.com": {"auth": "c2VjcmV0' },
    { name: 'an array', text: '[]' },
    { name: 'auths of a wrong type', text: '{"auths": ["r.example.com"]}' },
    { name: 'a helper of a wrong type', text: '{"credHelpers": {"r.example.com": 1}}' },
    { name: 'an auth without a colon', text: `{"auths": {"r.example.com": {"auth": "${auth('secret')}"}}}` },
    { name: 'an auth that is not base64', text: '{"auths": {"r.example.com": {"auth": "s e c r e t"}}}' },
    { name: 'a helper with a path in its name', text: '{"credsStore": "../../tmp/secret"}' },
  ])('reports $name with the path and leaves the file alone', async ({ text }) => {
    await writeFile(path, text);
    const failure = await config()
      .get('r.example.com')
      .catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining(path) as string });
    expect(String((failure as Error).stack)).not.toContain(auth('secret'));
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('does not mind the broken entry of another host', async () => {
    await write({ auths: { 'other.example.com': { auth: '%' }, 'r.example.com': { auth: auth('ann:pw') } } });
    expect((await config().get('r.example.com'))?.login).toMatchObject({ username: 'ann' });
    expect(await config().list()).toEqual([{ host: 'other.example.com' }, { host: 'r.example.com', username: 'ann' }]);
  });

  it('never runs our own helper', async () => {
    await write({ credHelpers: { 'r.example.com': 'swr' } });
    const env = { PATH: folder };
    await writeFile(join(folder, 'docker-credential-swr'), `#!/bin/sh\ntouch ${folder}/ran\n`, { mode: 0o755 });
    expect(await config(env).get('r.example.com')).toBeUndefined();
    expect(await config(env).set('r.example.com', login)).toEqual({ file: false, helper: 'swr' });
    expect(await readdir(folder)).not.toContain('ran');
  });
});

describe('set', () => {
  it('makes a file for the owner only, in a folder for the owner only', async () => {
    path = join(folder, 'new', 'config.json');
    await config().set('r.example.com', login);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'new'))).mode & 0o777).toBe(0o700);
    expect((await config().get('r.example.com'))?.login).toEqual(login);
    expect(await readdir(join(folder, 'new'))).toEqual(['config.json']);
  });

  it('touches nothing but the one entry, not even the order or the indent', async () => {
    const text = `{
    "psFormat": "{{.ID}}",
    "auths": {
        "z.example.com": {
            "auth": "${auth('zed:pw')}",
            "email": "z@example.com"
        },
        "r.example.com": {
            "auth": "${auth('old:pw')}",
            "note": "keep"
        },
        "a.example.com": {}
    },
    "credHelpers": {
        "gcr.example.com": "gcloud"
    },
    "unknown": [
        1
    ]
}
`;
    await writeFile(path, text);
    await config().set('r.example.com', login);
    const expected = text.replace(
      `"auth": "${auth('old:pw')}",\n            "note": "keep"`,
      `"note": "keep",\n            "auth": "${auth('cn-north-4@AK:key:with:colons')}"`,
    );
    expect(await readFile(path, 'utf8')).toBe(expected);
  });

  it('keeps the mode of the file', async () => {
    await write({});
    await chmod(path, 0o640);
    await config().set('r.example.com', login);
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  });

  it.each([{ exists: true }, { exists: false }])(
    'follows a symbolic link (target there: $exists)',
    async ({ exists }) => {
      const real = join(folder, 'real.json');
      if (exists) await writeFile(real, '{"psFormat":"x"}');
      await symlink('real.json', path);
      await config().set('r.example.com', login);
      expect((await lstat(path)).isSymbolicLink()).toBe(true);
      expect(JSON.parse(await readFile(real, 'utf8'))).toHaveProperty('auths');
    },
  );

  it('replaces the URL forms of the same host', async () => {
    await write({ auths: { 'https://r.example.com/v1/': { auth: auth('old:pw') }, 'o.example.com': {} } });
    await config().set('r.example.com', login);
    expect(Object.keys((await read())['auths'] as object)).toEqual(['o.example.com', 'r.example.com']);
  });

  it('writes Docker Hub under the key that docker uses', async () => {
    await config().set('docker.io', login);
    expect(await read()).toEqual({ auths: { 'https://index.docker.io/v1/': { auth: expect.any(String) as string } } });
  });

  it('takes an empty file for an empty config', async () => {
    await writeFile(path, '');
    await config().set('r.example.com', login);
    expect(await config().get('r.example.com')).toEqual({ login, source: path });
  });

  it('does not rewrite a file that says the same already', async () => {
    await config().set('r.example.com', login);
    const before = await stat(path);
    expect(await config().set('r.example.com', login)).toEqual({ file: false });
    expect((await stat(path)).ino).toBe(before.ino);
  });

  it('writes nothing into a damaged file', async () => {
    await writeFile(path, '{"auths":');
    await expect(config().set('r.example.com', login)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(config().setHelper('r.example.com', 'swr')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect(await readFile(path, 'utf8')).toBe('{"auths":');
  });

  it('says which file cannot be written', async () => {
    await mkdir(path);
    await expect(config().set('r.example.com', login)).rejects.toMatchObject({
      code: 'DISK',
      message: expect.stringContaining(path) as string,
    });
  });

  it('loses nothing when several hosts are written at once', async () => {
    const hosts = Array.from({ length: 8 }, (_, index) => `r${index}.example.com`);
    await Promise.all(hosts.map((host) => config().set(host, login)));
    expect(Object.keys((await read())['auths'] as object).sort()).toEqual(hosts);
  });
});

describe('erase', () => {
  it('removes every form of the host and leaves the others', async () => {
    await write({ auths: { 'r.example.com': {}, 'https://r.example.com/v1/': {}, 'r.example.com:5000': {} }, x: 1 });
    expect(await config().erase('r.example.com')).toEqual({ file: true });
    expect(await read()).toEqual({ auths: { 'r.example.com:5000': {} }, x: 1 });
  });

  it('does nothing, and makes no file, when there is nothing', async () => {
    expect(await config().erase('r.example.com')).toEqual({ file: false });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('setHelper', () => {
  it('leaves only a credHelpers entry', async () => {
    await write({ auths: { 'r.example.com': { auth: auth('a:b') }, 'o.example.com': {} } });
    await config().setHelper('r.example.com', 'swr');
    expect(await read()).toEqual({ auths: { 'o.example.com': {} }, credHelpers: { 'r.example.com': 'swr' } });
    expect(await config().helperFor('r.example.com')).toBe('swr');
  });

  it('takes the entry away again, and the empty table with it', async () => {
    await write({ credHelpers: { 'r.example.com': 'swr' }, credsStore: 'desktop' });
    await config().setHelper('r.example.com', undefined);
    expect(await read()).toEqual({ credsStore: 'desktop' });
    expect(await config().helperFor('r.example.com')).toBe('desktop');
  });

  it('understands an empty helper as "this file"', async () => {
    await write({ credHelpers: { 'r.example.com': '' }, credsStore: 'missing-one' });
    expect(await config().set('r.example.com', login)).toEqual({ file: true });
  });
});
