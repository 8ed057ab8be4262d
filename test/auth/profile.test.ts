import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProfileStore, type Profile, type ProfileStore } from '../../src/auth/profile.ts';

const work: Profile = {
  name: 'work',
  registry: 'swr.cn-north-4.myhuaweicloud.com',
  region: 'cn-north-4',
  project: 'cn-north-4_dev',
  projectId: '0123456789abcdef0123456789abcdef',
  endpoint: 'https://swr-api.cn-north-4.myhuaweicloud.com',
  iamEndpoint: 'https://iam.cn-north-4.myhuaweicloud.com',
  accessKey: 'AKTESTVECTOR00000001',
  org: 'team',
};
const local: Profile = { name: 'local', registry: '127.0.0.1:5050', registryScheme: 'http' };

let parent: string;
let dir: string;
let store: ProfileStore;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'swrctl-profile-'));
  dir = join(parent, 'swrctl');
  store = createProfileStore(dir);
});

afterEach(() => rm(parent, { recursive: true, force: true }));

const fileOf = (name: string) => join(dir, 'profiles', `${name}.json`);
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

describe('createProfileStore', () => {
  it('makes nothing by reading', async () => {
    expect(await store.list()).toEqual([]);
    expect(await store.get('work')).toBeUndefined();
    expect(await store.active()).toBeUndefined();
    expect(await store.remove('work')).toBe(false);
    expect(await readdir(parent)).toEqual([]);
  });

  it('gives back what was saved', async () => {
    await store.save(work);
    await store.save(local);
    expect(await store.get('work')).toEqual(work);
    expect(await store.list()).toEqual([local, work]);
  });

  it('keeps files and folders for the owner', async () => {
    await store.save(work);
    await store.setActive('work');
    await store.secrets.file.set({ profile: 'work', accessKey: 'AK' }, 'SK');
    expect(await modeOf(dir)).toBe('700');
    expect(await modeOf(join(dir, 'profiles'))).toBe('700');
    expect(await modeOf(join(dir, 'secrets'))).toBe('700');
    expect(await modeOf(fileOf('work'))).toBe('600');
    expect(await modeOf(join(dir, 'config.json'))).toBe('600');
    expect(await modeOf(join(dir, 'secrets', 'work.json'))).toBe('600');
  });

  it('leaves nothing but the files behind', async () => {
    await store.save(work);
    await store.setActive('work');
    expect(await readdir(dir, { recursive: true })).toEqual(['config.json', 'profiles', 'profiles/work.json']);
  });

  it('replaces a profile but keeps keys that it does not know', async () => {
    await store.save(work);
    const old = JSON.parse(await readFile(fileOf('work'), 'utf8')) as object;
    await writeFile(fileOf('work'), JSON.stringify({ ...old, future: { x: 1 } }));
    await store.save({ name: 'work', registry: 'r.example.com', org: undefined });
    expect(await store.get('work')).toEqual({ name: 'work', registry: 'r.example.com' });
    expect(JSON.parse(await readFile(fileOf('work'), 'utf8'))).toEqual({ registry: 'r.example.com', future: { x: 1 } });
  });

  it('changes a profile from what it was', async () => {
    await store.save(work);
    const changed = await store.update('work', (current) => ({ ...work, ...current, org: 'other' }));
    expect(changed).toEqual({ ...work, org: 'other' });
    expect(await store.get('work')).toEqual(changed);
  });

  it('remembers which one is active, until it is removed', async () => {
    await store.save(work);
    await store.save(local);
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, 'config.json'), '{"other":1}');
    await store.setActive('work');
    expect(await store.active()).toEqual(work);
    expect(await store.remove('local')).toBe(true);
    expect(await store.active()).toEqual(work);
    expect(await store.remove('work')).toBe(true);
    expect(await store.active()).toBeUndefined();
    expect(JSON.parse(await readFile(join(dir, 'config.json'), 'utf8'))).toEqual({ other: 1 });
  });

  it('finds the profile of a host: the only one, else by pattern, else the active one', async () => {
    const registry = 'swr.cn-north-4.myhuaweicloud.com';
    await store.save({ name: 'alone', registry: 'other.example' });
    for (const name of ['aa', 'bb', 'cc']) await store.save({ name, registry });
    const found = async (host: string) => (await store.forHost(host))?.name;
    expect([await found('other.example'), await found('nobody.example')]).toEqual(['alone', undefined]);
    expect(await found(registry)).toBe('aa');
    await store.setActive('bb');
    expect(await found(registry)).toBe('bb');
    await writeFile(join(dir, 'config.json'), JSON.stringify({ hosts: { 'swr.cn-*': 'cc', '*': 'alone' } }));
    expect([await found(registry), await found('nobody.example')]).toEqual(['cc', undefined]);
  });

  it('does not activate a profile that is not there', async () => {
    await expect(store.setActive('work')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await readdir(parent)).toEqual([]);
  });

  it.each(['', '.', '..', '../evil', 'a/b', 'a\\b', '/etc/passwd', '.hidden', 'a b', 'a\0b', '-x', 'x'.repeat(65)])(
    'rejects the name %j',
    async (name) => {
      await expect(store.get(name)).rejects.toMatchObject({ code: 'USAGE' });
      await expect(store.save({ ...work, name })).rejects.toMatchObject({ code: 'USAGE' });
      await expect(store.secrets.file.set({ profile: name, accessKey: 'AK' }, 'SK')).rejects.toMatchObject({
        code: 'USAGE',
      });
      expect(await readdir(parent)).toEqual([]);
    },
  );

  it.each([
    { name: 'cut JSON', text: '{"registry": "r.example.com", "accessKey": "AKS3CRET' },
    { name: 'an empty file', text: '' },
    { name: 'an array', text: '[]' },
    { name: 'no registry', text: '{"region":"x"}' },
    { name: 'a registry that is a URL', text: '{"registry":"https://user:AKS3CRET@r.example.com/"}' },
    { name: 'a field of a wrong type', text: '{"registry":"r.example.com","org":1}' },
  ])('reports $name with its path and never replaces it', async ({ text }) => {
    await store.save(local);
    await writeFile(fileOf('work'), text);
    const attempts = [() => store.get('work'), store.list, () => store.save(work), () => store.setActive('work')];
    for (const attempt of attempts) {
      const failure = (await attempt().catch((error: unknown) => error)) as Error;
      expect(failure).toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining(fileOf('work')) as string,
      });
      expect(`${failure.stack}`).not.toContain('AKS3CRET');
    }
    expect(await readFile(fileOf('work'), 'utf8')).toBe(text);
    expect(await store.get('local')).toEqual(local);
  });

  it('reports a damaged config.json and never replaces it', async () => {
    await store.save(work);
    await writeFile(join(dir, 'config.json'), '{"activeProfile":');
    await expect(store.active()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(store.setActive('work')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect(await readFile(join(dir, 'config.json'), 'utf8')).toBe('{"activeProfile":');
  });

  it('says which folder cannot be written', async () => {
    await writeFile(dir, 'a file in the way');
    await expect(store.save(work)).rejects.toMatchObject({
      code: 'DISK',
      message: expect.stringContaining(dir) as string,
    });
  });

  it('ignores what is no profile', async () => {
    await store.save(work);
    await writeFile(join(dir, 'profiles', 'notes.txt'), 'x');
    await writeFile(join(dir, 'profiles', '.hidden.json'), 'x');
    await writeFile(`${fileOf('work')}.tmp-123`, 'x');
    expect(await store.list()).toEqual([work]);
  });
});

describe('the secret file', () => {
  const owner = { profile: 'work', accessKey: 'AKTESTVECTOR00000001' };

  it('gives the SK back to the same access key only', async () => {
    await store.secrets.file.set(owner, 'SK');
    expect(await store.secrets.file.get(owner)).toBe('SK');
    expect(await store.secrets.file.get({ ...owner, accessKey: 'OTHER' })).toBeUndefined();
    expect(await store.credentialOf(work)).toEqual({ accessKey: work.accessKey, secretKey: 'SK' });
    expect(await store.credentialOf({ ...work, accessKey: 'OTHER' })).toEqual({ accessKey: 'OTHER' });
    expect(await store.credentialOf(local)).toEqual({});
  });

  it('goes away with the profile', async () => {
    await store.save(work);
    await store.secrets.file.set(owner, 'SK');
    await store.remove('work');
    expect(await store.secrets.file.get(owner)).toBeUndefined();
    expect(await readdir(join(dir, 'secrets'))).toEqual([]);
  });

  it('is reported when it is damaged, without what is in it', async () => {
    await store.secrets.file.set(owner, 'SK');
    await writeFile(join(dir, 'secrets', 'work.json'), '{"secretKey":"s3cret"');
    const failure = (await store.secrets.file.get(owner).catch((error: unknown) => error)) as Error;
    expect(failure).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(`${failure.stack} ${String(failure.cause)}`).not.toContain('s3cret');
  });
});

describe('several processes at once', () => {
  it('lose nothing', async () => {
    const program = join(parent, 'writer.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, 'profile-writer.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['@napi-rs/keyring'],
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      logLevel: 'error',
    });
    const numbers = Array.from({ length: 8 }, (_, index) => String(index));
    await Promise.all(numbers.map((number) => promisify(execFile)(process.execPath, [program, dir, number])));
    const names = (await store.list()).map(({ name }) => name);
    expect(names).toEqual([...numbers.map((number) => `own-${number}`), 'shared']);
    expect((await store.get('shared'))?.org?.split(',').sort()).toEqual(numbers);
    expect((await store.active())?.name).toMatch(/^own-\d$/);
    expect((await readdir(join(dir, 'secrets'))).length).toBe(8);
  });

  it('do not wait for a lock that a dead one left', async () => {
    await store.save(local);
    const lock = join(dir, 'profiles.lock');
    await mkdir(lock);
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(lock, longAgo, longAgo);
    await store.save(work);
    expect(await store.list()).toEqual([local, work]);
  });
});
