import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createProfileStore, type Profile } from '../../src/auth/profile.ts';
import { sha256, testImage } from '../support/archives.ts';
import { testHome, type TestHome } from '../support/login-home.ts';
import { runCli } from '../support/run.ts';
import type { SeenRequest } from '../support/scripted-server.ts';
import {
  API,
  CANARY,
  KEY,
  LOGIN_KEY,
  OTHER,
  SHARED,
  STORE,
  startTwoEditions,
  TEAM_CI,
  type TwoEditionsOptions,
} from '../support/two-editions.ts';

const IMAGE_TYPE = 'application/vnd.oci.image.manifest.v1+json';

const blobOf = (bytes: Buffer) => ({ digest: `sha256:${sha256(bytes)}`, size: bytes.length });

/** Both editions with the image `web/shop:v1` everywhere, and somebody with an access key. */
async function open(options: TwoEditionsOptions = {}) {
  const world = await startTwoEditions(options);
  for (const [host, registry] of world.registries) {
    const image = testImage({ texts: [host] });
    const layers = image.layers.map((layer) => gzipSync(layer));
    const manifest = {
      ...{ schemaVersion: 2, mediaType: IMAGE_TYPE },
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...blobOf(image.config) },
      layers: layers.map((layer) => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', ...blobOf(layer) })),
    };
    const holders = [registry, ...world.registries.values()]; // wherever a redirect leads, the bytes are there
    for (const holder of options.blobsAt === undefined ? [registry] : holders) {
      for (const bytes of [image.config, ...layers]) holder.addBlob(bytes);
    }
    registry.put('web/shop', JSON.stringify(manifest), IMAGE_TYPE, 'v1');
  }
  const home = await testHome();
  const env = { ...home.env, ...world.env, SWRCTL_CACHE_DIR: join(home.dir, 'cache') };
  const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}, stdin?: string) =>
    runCli([...args, ...world.flags, '--debug'], {
      ...{ env: { ...env, ...more }, cwd: home.dir, homeDir: home.dir },
      ...(stdin === undefined ? {} : { stdin }),
    });
  return { ...world, home, env, run };
}

/** All that a request says, with what Basic hides. */
function wordsOf({ url, headers, body }: SeenRequest): string {
  const basic = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
  return [decodeURIComponent(url), JSON.stringify(headers), body, Buffer.from(basic, 'base64')].join('\n');
}

/** Requests that have what their host must not get, in words. */
function strays(seen: readonly SeenRequest[]): string[] {
  const keyed = [KEY.sk, LOGIN_KEY];
  const signed = [...keyed, KEY.ak, 'SDK-HMAC-SHA256', 'x-sdk-date', 'x-auth-token', 'x-security-token'];
  const forbidden: Readonly<Record<string, readonly string[]>> = {
    [TEAM_CI]: [...signed, `${CANARY}-other`, `token-of-${OTHER}`, `token-of-${SHARED}`],
    [OTHER]: [...signed, `${CANARY}-team-ci`, `token-of-${TEAM_CI}`, `token-of-${SHARED}`],
    [SHARED]: [KEY.sk, CANARY, 'SDK-HMAC-SHA256', `token-of-${TEAM_CI}`, `token-of-${OTHER}`],
    [STORE]: ['authorization', ...signed, CANARY],
    [API]: [...keyed, CANARY, 'token-of-'],
  };
  return seen.flatMap((request) => {
    const host = request.headers.host ?? '';
    const text = wordsOf(request);
    return (forbidden[host] ?? [...keyed, CANARY])
      .filter((secret) => text.includes(secret))
      .map((secret) => `${secret} to ${host}: ${request.method} ${request.url}`);
  });
}

const asked = (seen: readonly SeenRequest[], host: string): number =>
  seen.filter(({ headers }) => headers.host === host && headers.authorization !== undefined).length;

/** A profile whose secret key is in the file. */
async function saveProfile(home: TestHome, profile: Profile, isActive: boolean): Promise<void> {
  const store = createProfileStore(home.configDir);
  await store.save(profile);
  await store.secrets.file.set({ profile: profile.name, accessKey: KEY.ak }, KEY.sk);
  if (isActive) await store.setActive(profile.name);
}

const IN_USE = { SWRCTL_INSTANCE: 'team-ci' };

describe.each(['harbor', 'swr', 'basic'] as const)('an instance that introduces itself as %s', (challenge) => {
  it.each([
    { what: 'login', args: ['login', '--instance', 'team-ci'], env: {}, host: TEAM_CI },
    { what: 'login that lasts', args: ['login', '--instance', 'team-ci', '--long-term', 'a'], env: {}, host: TEAM_CI },
    { what: 'its tags, in use', args: ['tag', 'list', 'web/shop'], env: IN_USE, host: undefined },
    { what: 'its tags, by host', args: ['tag', 'list', `${TEAM_CI}/web/shop`], env: {}, host: undefined },
    { what: 'inspect, by host', args: ['inspect', `${TEAM_CI}/web/shop:v1`], env: {}, host: TEAM_CI },
    { what: 'inspect, beside another', args: ['inspect', `${OTHER}/web/shop:v1`], env: IN_USE, host: OTHER },
    { what: 'pull', args: ['pull', 'web/shop:v1', '-o', 'out.tar'], env: IN_USE, host: TEAM_CI },
    { what: 'diff', args: ['diff', `${TEAM_CI}/web/shop:v1`, `${OTHER}/web/shop:v1`], env: {}, host: OTHER },
    { what: 'by --registry', args: ['inspect', 'web/shop:v1', '--registry', TEAM_CI], env: {}, host: undefined },
    {
      what: 'by SWRCTL_REGISTRY',
      args: ['inspect', 'web/shop:v1'],
      env: { SWRCTL_REGISTRY: TEAM_CI },
      host: undefined,
    },
    {
      what: 'by SWRCTL_REGISTRY beside another',
      args: ['inspect', 'web/shop:v1'],
      env: { ...IN_USE, SWRCTL_REGISTRY: OTHER },
      host: undefined,
    },
    {
      what: 'by SWRCTL_REGISTRY and none',
      args: ['inspect', 'web/shop:v1', '--instance', 'none'],
      env: { SWRCTL_REGISTRY: TEAM_CI },
      host: undefined,
    },
    { what: 'auth status', args: ['auth', 'status'], env: { SWRCTL_REGISTRY: TEAM_CI }, host: undefined },
    { what: 'auth status in use', args: ['auth', 'status'], env: IN_USE, host: TEAM_CI },
    { what: 'doctor', args: ['doctor'], env: { SWRCTL_REGISTRY: TEAM_CI }, host: undefined },
    { what: 'doctor in use', args: ['doctor'], env: IN_USE, host: TEAM_CI },
    { what: 'login with the key', args: ['login', TEAM_CI], env: {}, host: undefined },
    { what: 'login by variable', args: ['login'], env: { SWRCTL_REGISTRY: TEAM_CI }, host: undefined },
    { what: 'login --temporary', args: ['login', TEAM_CI, '--temporary'], env: {}, host: undefined },
    { what: 'login --no-verify', args: ['login', TEAM_CI, '--no-verify', '--print', 'json'], env: {}, host: undefined },
    { what: 'a raw call', args: ['api', 'GET', `https://${TEAM_CI}/v2/`], env: {}, host: undefined },
    { what: 'auth token', args: ['auth', 'token', '--registry', TEAM_CI], env: {}, host: undefined },
  ])('gets only a credential of its own: $what', async ({ args, env, host }) => {
    const { run, seen } = await open({ challenge });
    const result = await run(args, env);
    expect(strays(seen)).toEqual([]);
    expect(result.stderr).not.toContain(CANARY);
    if (host !== undefined) expect(asked(seen, host), result.stderr).toBeGreaterThan(0);
  });

  it.each([
    { from: SHARED, to: TEAM_CI },
    { from: TEAM_CI, to: SHARED },
    { from: TEAM_CI, to: OTHER },
    { from: OTHER, to: TEAM_CI },
  ])('copy from $from to $to', async ({ from, to }) => {
    for (const env of [{}, IN_USE]) {
      const { run, seen, registries } = await open({ challenge });
      const { stderr, exitCode } = await run(['copy', `${from}/web/shop:v1`, `${to}/web/copied:v1`], env);
      expect(strays(seen)).toEqual([]);
      expect(exitCode, stderr).toBe(0);
      expect(registries.get(to)?.manifests.has('web/copied:v1')).toBe(true);
    }
  });
});

describe('login to the host of an instance', () => {
  it.each([[[]], [['--no-verify', '--print', 'json']], [['--temporary']]])('takes no key: %j', async (more) => {
    const { run, home } = await open({ challenge: 'swr' });
    const { stdout, stderr, exitCode } = await run(['login', TEAM_CI, ...more]);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain('swrctl login --instance NAME');
    expect((await home.files()).size).toBe(0);
  });

  it('takes a docker login line of the console', async () => {
    const { run, home, seen } = await open();
    const line = `docker login -u user-of-team-ci -p ${CANARY}-team-ci-9 ${TEAM_CI}`;
    const { stderr, exitCode } = await run(['login', '--sk-stdin'], {}, line);
    expect(exitCode, stderr).toBe(0);
    expect((await home.dockerConfig())?.auths?.[TEAM_CI]).toBeDefined();
    expect(strays(seen)).toEqual([]);
    expect(asked(seen, TEAM_CI)).toBeGreaterThan(0);
  });
});

describe('what leads elsewhere', () => {
  it('a redirect takes no credential along', async () => {
    const { run, seen } = await open({ blobsAt: STORE });
    const { stderr, exitCode } = await run(['pull', 'web/shop:v1', '-o', 'out.tar'], IN_USE);
    expect(exitCode, stderr).toBe(0);
    expect(seen.some(({ headers }) => headers.host === STORE)).toBe(true);
    expect(strays(seen)).toEqual([]);
  });

  it.each([OTHER, SHARED, STORE])('a redirect to %s does not, either', async (blobsAt) => {
    const { run, seen } = await open({ blobsAt });
    await run(['pull', 'web/shop:v1', '-o', 'out.tar'], IN_USE);
    expect(strays(seen)).toEqual([]);
  });
});

describe('a profile', () => {
  const account = {
    name: 'one',
    region: 'cn-north-4',
    project: 'cn-north-4',
    accessKey: KEY.ak,
    secretPlace: 'file' as const,
  };
  const ofTeamCi = { ...account, registry: TEAM_CI, instance: 'team-ci', instanceId: 'id-of-team-ci' };
  const noKey = { SWRCTL_AK: '', SWRCTL_SK: '' }; // as if they were not set

  it.each([
    { what: 'of an instance, in use', saved: ofTeamCi, active: true },
    { what: 'of an instance, not in use', saved: ofTeamCi, active: false },
    { what: 'that names the host alone, in use', saved: { ...account, registry: TEAM_CI }, active: true },
    { what: 'that names the host alone, not in use', saved: { ...account, registry: TEAM_CI }, active: false },
    { what: 'of another instance, in use', saved: { ...ofTeamCi, registry: OTHER, instance: 'other' }, active: true },
    { what: 'of the shared edition', saved: { ...account, registry: SHARED }, active: true },
  ])('never makes a login for an instance from its key: $what', async ({ saved, active }) => {
    for (const challenge of ['harbor', 'swr'] as const) {
      const { run, seen, home } = await open({ challenge });
      await saveProfile(home, saved, active);
      for (const key of [{}, noKey]) {
        await run(['tag', 'list', `${TEAM_CI}/web/shop`], key);
        await run(['inspect', `${TEAM_CI}/web/shop:v1`], key);
        await run(['copy', `${TEAM_CI}/web/shop:v1`, `${SHARED}/web/copied:v1`], key);
      }
      expect(strays(seen)).toEqual([]);
    }
  });
});

describe('a password that the service made', () => {
  it.each([
    { what: 'login', runs: [['login', '--instance', 'team-ci']], keepers: /^docker\/config\.json$/ },
    {
      what: 'login that lasts',
      runs: [['login', '--instance', 'team-ci', '--long-term', 'a']],
      keepers: /^docker\/config\.json$/,
    },
    {
      what: 'work without a login',
      runs: [
        ['inspect', 'web/shop:v1', '--instance', 'team-ci'],
        ['pull', 'web/shop:v1', '--instance', 'team-ci', '-o', 'out.tar'],
        ['copy', `${TEAM_CI}/web/shop:v1`, `${OTHER}/web/copied:v1`],
      ],
      keepers: /^cache\/logins\//,
    },
    {
      what: 'looks',
      runs: [
        ['login', '--instance', 'team-ci'],
        ['auth', 'status'],
        ['doctor'],
        ['config', 'list'],
        ['logout', '--revoke'],
      ],
      keepers: /^docker\/config\.json$|^cache\/logins\//,
    },
    { what: 'a new credential', runs: [['credential', 'add', 'a', '--instance', 'team-ci']], keepers: /^$/, lines: 1 },
    { what: 'a temporary one', runs: [['credential', 'temporary', '--instance', 'team-ci']], keepers: /^$/, lines: 1 },
  ])('is found only where it belongs: $what', async ({ runs, keepers, lines = 0 }) => {
    for (const debug of ['', 'api', 'http']) {
      const { run, home } = await open();
      for (const args of runs) {
        const { stdout, stderr } = await run(args, debug === '' ? {} : { SWRCTL_DEBUG: debug });
        const encoded = Buffer.from(`user-of-team-ci:${CANARY}`).toString('base64').slice(0, -4);
        expect(stderr).not.toContain(CANARY);
        expect(stderr).not.toContain(encoded);
        expect(stdout.split('\n').filter((line) => line.includes(CANARY) || line.includes(encoded))).toHaveLength(
          lines,
        );
      }
      for (const [name, text] of await home.files()) {
        const plain = text + Buffer.from(/"auth":\s*"([^"]+)"/.exec(text)?.[1] ?? '', 'base64').toString();
        if (!plain.includes(CANARY)) continue;
        expect(name).toMatch(keepers);
        expect((await stat(join(home.dir, name))).mode & 0o077, name).toBe(0);
      }
    }
  });
});
