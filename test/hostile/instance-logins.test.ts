import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dockerSave, testImage } from '../support/archives.ts';
import {
  CI,
  INSTANCES,
  KEY,
  LOGIN_KEY,
  OTHER,
  SHARED,
  STRANGER,
  dockyard,
  hostOf,
  openInstanceCloud,
  type InstanceCloud,
  type InstanceManners,
} from '../support/instance-cloud.ts';
import { tarOf } from '../support/tar.ts';

const [ci, other] = INSTANCES;
const PROFILE_OF_CI = { registry: CI, region: 'cn-north-4', instance: 'ci', instanceId: ci.id, accessKey: KEY.ak };
const PROFILE_OF_SHARED = { registry: SHARED, region: 'cn-north-4', accessKey: KEY.ak };

/** How an instance may ask for a login, the last two being lies. */
const MANNERS: readonly (InstanceManners & { readonly manner: string })[] = [
  { manner: 'as Harbor does' },
  { manner: 'at the address of the shared edition', challenge: () => dockyard(SHARED) },
  { manner: 'at the address of somebody else', challenge: () => dockyard(STRANGER) },
];

async function open(manners: InstanceManners = {}): Promise<InstanceCloud> {
  const cloud = await openInstanceCloud(manners);
  await writeFile(join(cloud.home.dir, 'app.tar'), tarOf(dockerSave(testImage(), ['team/app:v1'])));
  return cloud;
}

/** Commands that ask the registry of an instance, by how the instance is named. */
const AT_CI: readonly { args: readonly string[]; env?: Readonly<Record<string, string>> }[] = [
  { args: ['auth', 'token', 'team/app'], env: { SWRCTL_INSTANCE: 'ci' } },
  { args: ['auth', 'token', 'team/app', '--push', '--instance', 'ci'] },
  { args: ['auth', 'token', 'team/app', '--instance', ci.id] },
  { args: ['auth', 'token', `${CI}/team/app`] },
  { args: ['auth', 'token', `${CI.toUpperCase()}/team/app`] },
  { args: ['auth', 'token', `${CI}:443/team/app`] },
  { args: ['auth', 'token', `${CI}/team/app`, '--instance', 'other'] },
  { args: ['auth', 'token', `${CI}/team/app`, '--instance', 'none'] },
  { args: ['auth', 'token', 'team/app', '--registry', CI] },
  { args: ['auth', 'token', 'team/app', '--registry', `https://${CI}`] },
  { args: ['auth', 'token', 'team/app', '--registry', `${CI}:443`] },
  { args: ['auth', 'token', 'team/app'], env: { SWRCTL_REGISTRY: CI } },
  { args: ['auth', 'token', 'team/app'], env: { SWRCTL_REGISTRY: CI, SWRCTL_INSTANCE: 'none' } },
  { args: ['auth', 'token', 'team/app'], env: { SWRCTL_REGISTRY: CI, SWRCTL_INSTANCE: 'ci' } },
  { args: ['pull', `${CI}/team/app:v1`] },
  { args: ['inspect', 'team/app:v1', '--instance', 'ci'] },
  { args: ['push', 'app.tar', '--instance', 'ci'] },
  { args: ['push', 'app.tar', `${CI}/team/app:v2`] },
  { args: ['push', 'app.tar', '--registry', CI] },
  { args: ['check', 'app.tar', '--instance', 'ci'] },
  { args: ['copy', `${CI}/team/app:v1`, `${SHARED}/team/app:v1`] },
  { args: ['copy', `${SHARED}/team/app:v1`, `${CI}/team/app:v1`] },
  { args: ['copy', `${CI}/team/app:v1`, `${OTHER}/team/app:v1`, '--instance', 'other'] },
  { args: ['tag', 'list', `${CI}/team/app`] },
  { args: ['tag', 'add', `${CI}/team/app:v1`, 'v2'] },
  { args: ['repo', 'list', CI] },
  { args: ['auth', 'status', '--instance', 'ci'] },
  { args: ['auth', 'status', '--registry', CI] },
  { args: ['doctor', '--instance', 'ci'] },
  { args: ['doctor', '--registry', CI] },
  { args: ['login', '--instance', 'ci'] },
  { args: ['login', '--instance', 'ci', '--long-term', 'build'] },
  { args: ['login', CI] },
  { args: ['login', CI, '--no-verify'] },
  { args: ['login', '--registry', CI] },
  { args: ['login', '--registry', CI, '--no-verify'] },
  { args: ['login', CI, '--temporary'] },
];

describe('an instance gets a credential of that instance, and of nothing else', () => {
  for (const { manner, ...manners } of MANNERS) {
    it.each(AT_CI)(`$args $env, when it asks ${manner}`, async ({ args, env }) => {
      const { run, astray, home } = await open(manners);
      await run(args, env);
      // What was written is what docker will send.
      const { auths = {} } = (await home.dockerConfig()) ?? {};
      const written = Object.entries(auths).filter(([, { auth = '' }]) =>
        Buffer.from(auth, 'base64').toString().includes(LOGIN_KEY),
      );
      expect({ astray: astray(), written: written.map(([host]) => host) }).toEqual({ astray: [], written: [] });
    });
  }

  it.each([
    { how: 'the profile in use', profiles: { ci: PROFILE_OF_CI } },
    { how: 'a profile that is not in use', profiles: { main: PROFILE_OF_SHARED, ci: PROFILE_OF_CI } },
    { how: 'a profile without an instance', profiles: { main: { ...PROFILE_OF_SHARED, registry: CI } } },
    {
      how: 'a profile without an instance that is not in use',
      profiles: { main: PROFILE_OF_SHARED, old: { ...PROFILE_OF_SHARED, registry: CI } },
    },
  ])('by $how', async ({ profiles }) => {
    const { run, astray, keepProfiles, seen } = await open({ challenge: dockyard });
    await keepProfiles(profiles);
    for (const secrets of Object.keys(profiles)) {
      await run(['auth', 'token', `${CI}/team/app`, '--profile', secrets]);
      await run(['auth', 'token', `${SHARED}/team/app`, '--profile', secrets]);
      await run(['auth', 'token', 'team/app', '--profile', secrets, '--instance', 'other']);
    }
    expect(astray()).toEqual([]);
    expect(seen.map(hostOf)).toContain(CI);
  });

  it('works at all: each host is asked with its own', async () => {
    const { run, seen } = await open();
    for (const host of [CI, OTHER, SHARED]) {
      expect((await run(['auth', 'token', `${host}/team/app`])).stdout).toBe(`bearer-of-${host}\n`);
    }
    const logins = seen.flatMap((request) => {
      const { authorization = '' } = request.headers;
      const [user] = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().split(':');
      return authorization.startsWith('Basic ') ? [`${hostOf(request)} ${user}`] : [];
    });
    expect([...new Set(logins)]).toEqual([
      `${CI} ${ci.user}`,
      `${OTHER} ${other.user}`,
      `${SHARED} cn-north-4@${KEY.ak}`,
    ]);
  });
});

describe('an instance that lets everybody in', () => {
  it('is asked without a login where there is no key, and the API is not asked at all', async () => {
    const { run, seen } = await open();
    const nobody = { SWRCTL_AK: '', SWRCTL_SK: '', SWRCTL_METADATA_ENDPOINT: 'off' };
    for (const args of [
      ['auth', 'token', `${CI}/team/app`],
      ['auth', 'token', 'team/app', '--registry', CI],
    ]) {
      expect(await run(args, nobody)).toMatchObject({ exitCode: 0, stdout: `bearer-of-${CI}\n` });
    }
    expect(seen.map(hostOf).filter((host) => /^(?:swr-api|iam)\./.test(host))).toEqual([]);
    expect(seen.filter(({ headers }) => headers.authorization?.startsWith('Basic'))).toEqual([]);
  });
});

describe('logins that were written', () => {
  it('of one host go to no other', async () => {
    const { run, astray, keepLogins } = await open({ challenge: () => dockyard(SHARED) });
    await keepLogins({
      [CI]: [ci.user, ci.token],
      [OTHER]: [other.user, other.token],
      [SHARED]: [`cn-north-4@${KEY.ak}`, LOGIN_KEY],
    });
    const env = { SWRCTL_AK: '', SWRCTL_SK: '', SWRCTL_METADATA_ENDPOINT: 'off' };
    for (const host of [CI, OTHER, SHARED]) await run(['auth', 'token', `${host}/team/app`], env);
    await run(['copy', `${CI}/team/app:v1`, `${OTHER}/team/app:v1`], env);
    expect(astray()).toEqual([]);
  });
});

describe('an instance that is named by the address of its registry', () => {
  it.each([
    [['org', 'list', '--registry', CI], {}],
    [['org', 'list'], { SWRCTL_REGISTRY: CI }],
  ])('is in use: %j %j', async (args, env) => {
    const { run, seen } = await open();
    expect(await run(args, env)).toMatchObject({ exitCode: 0 });
    expect(seen.map(({ url }) => url.split('?')[0])).toContain(`/v2/p/instances/${ci.id}/namespaces`);
  });
});

describe('after a redirect', () => {
  const LAYER = 'a layer';
  it.each([SHARED, OTHER, STRANGER, 'swr-api.cn-north-4.myhuaweicloud.com'])(
    'no credential goes along to %s',
    async (target) => {
      const { run, astray, seen } = await open({
        odd: ({ headers, url }, response) => {
          const isBlob = headers.host === CI && /\/(?:blobs|manifests)\//.test(url);
          if (!isBlob || headers.authorization === undefined) return false;
          response.writeHead(307, { location: `https://${target}/elsewhere/${LAYER.replace(' ', '-')}` }).end();
          return true;
        },
      });
      await run(['pull', `${CI}/team/app:v1`]);
      await run(['manifest', `${CI}/team/app:v1`]);
      const arrived = seen.filter(({ url }) => url.startsWith('/elsewhere/'));
      expect(arrived.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
      expect(astray()).toEqual([]);
    },
  );

  it('nor with an upload that goes on elsewhere', async () => {
    const { run, astray, seen } = await open({
      odd: ({ method, headers, url }, response) => {
        if (headers.host !== CI || method !== 'POST' || !url.includes('/blobs/uploads/')) return false;
        response.writeHead(202, { location: `https://${STRANGER}/upload/1` }).end();
        return true;
      },
    });
    await run(['push', 'app.tar', `${CI}/team/app:v1`]);
    expect(astray()).toEqual([]);
    expect(seen.filter((request) => hostOf(request) === STRANGER && request.headers.authorization)).toEqual([]);
  });
});

describe('a signature', () => {
  it.each([
    ['instance', 'list'],
    ['org', 'list', '--instance', 'ci'],
    ['repo', 'list', '--all-instances'],
    ['tag', 'list', `${CI}/team/app`],
    ['credential', 'list', '--instance', 'ci'],
    ['api', 'GET', `/v2/p/instances/${ci.id}`, '--instance', 'ci'],
    ['org', 'list', '--registry', CI],
  ])('goes to the hosts of API and IAM only: %s %s %s %s', async (...args) => {
    const { run, seen, astray } = await open();
    await run(args);
    const signed = seen.filter(({ headers }) => headers.authorization?.includes('SDK-HMAC') === true).map(hostOf);
    expect(
      [...new Set(signed)].filter((host) => !/^(?:swr-api|iam)\.cn-north-4\.myhuaweicloud\.com$/.test(host)),
    ).toEqual([]);
    expect(signed.length).toBeGreaterThan(0);
    expect(astray()).toEqual([]);
  });
});
