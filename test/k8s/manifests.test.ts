import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { formatManifests, parseManifests } from '../../src/k8s/manifests.ts';
import { pullSecret } from '../../src/k8s/pull-secret.ts';
import { readPullSecrets } from '../../src/k8s/read-pull-secrets.ts';
import { parseKubeNamespace, parseObjectName } from '../../src/k8s/object-name.ts';
import { parseSchedule } from '../../src/k8s/schedule.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const secret = (more: object): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, ...more });

describe('formatManifests', () => {
  it('writes text that a YAML 1.1 reader, as kubectl is one, reads back as it was', async () => {
    const values = ['on', 'no', 'y', '0777', '1e3', '12:30', '2026-01-01', '1_000', '~', '', '*/2 * * * *'];
    const text = await formatManifests([{ values }], 'yaml');
    expect(parse(text, { version: '1.1' })).toEqual({ values });
    expect(parse(text)).toEqual({ values });
  });

  it('gives one object as it is in JSON, and several as a List', async () => {
    expect(JSON.parse(await formatManifests([{ kind: 'A' }], 'json'))).toEqual({ kind: 'A' });
    const list = { apiVersion: 'v1', kind: 'List', items: [{ kind: 'A' }, { kind: 'B' }] };
    expect(JSON.parse(await formatManifests([{ kind: 'A' }, { kind: 'B' }], 'json'))).toEqual(list);
  });
});

describe('parseManifests', () => {
  it.each(['yaml', 'json'] as const)('reads back what is written as %s', async (format) => {
    const login = { username: 'cn-north-4@AK', password: 'k:e:y' };
    const expiresAt = new Date('2026-11-21T20:00:00.000Z');
    const logins = new Map([
      ['swr.cn-north-4.myhuaweicloud.com', login],
      ['127.0.0.1:5050', login],
    ]);
    const objects = ['a', 'b'].map((namespace) => pullSecret({ name: 'pull', namespace, logins, expiresAt }));
    const read = readPullSecrets(await parseManifests(await formatManifests(objects, format), 'it'));
    const kept = new Map([...logins.keys()].map((host) => [host, { kind: 'password', ...login }]));
    expect(read).toEqual(['a', 'b'].map((namespace) => ({ name: 'pull', namespace, expiresAt, logins: kept })));
  });

  it.each([
    ['plain words', 'hello'],
    ['a list of words', '- a\n- b\n'],
    ['nothing', ''],
    ['an empty document', '---\n---\n'],
    ['an object without a kind', '{"a":1}'],
    ['broken YAML', 'a: [1\nSECRET: x'],
    ['aliases that multiply', `kind: a\na: &a [${'x,'.repeat(50)}]\nb: [${'*a,'.repeat(500)}]\n`],
  ])('refuses %s and does not quote it', async (_name, text) => {
    const error = await parseManifests(text, 'the file').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'SOURCE_INVALID', message: expect.stringContaining('the file ') as string });
    expect(String(error)).not.toContain('SECRET');
  });
});

describe('readPullSecrets', () => {
  const read = async (text: string) => readPullSecrets(await parseManifests(text, 'it'));

  it.each([
    'swrctl/expires-at',
    'swr-auth-may-expires-at', // Open Telekom Cloud and newer clusters
    'temporary-ak-sk-expires-at',
  ])('reads the end of a login in the annotation %s', async (name) => {
    const metadata = { name: 'one', annotations: { [name]: '2021-11-26 20:55:31.380909 +0000 UTC' } };
    const value = { ...(JSON.parse(secret({ type: 'kubernetes.io/dockerconfigjson' })) as object), metadata };
    expect((await read(JSON.stringify(value)))[0]?.expiresAt).toEqual(new Date('2021-11-26T20:55:31Z'));
  });

  it('takes the expiry of CCE, the legacy form, stringData and URLs for hosts', async () => {
    const cce = { annotations: { 'temporary-ak-sk-expires-at': '2021-11-26 20:55:31.380909 +0000 UTC' } };
    const auth = base64('ann:pass');
    const items = [
      {
        ...(JSON.parse(secret({})) as object),
        metadata: { name: 'cce', ...cce },
        type: 'kubernetes.io/dockerconfigjson',
        data: { '.dockerconfigjson': base64(JSON.stringify({ auths: { h: { auth } } })) },
      },
      JSON.parse(
        secret({ type: 'kubernetes.io/dockercfg', data: { '.dockercfg': base64(JSON.stringify({ h: { auth } })) } }),
      ) as object,
      JSON.parse(
        secret({
          type: 'kubernetes.io/dockerconfigjson',
          stringData: { '.dockerconfigjson': `{"auths":{"https://h:1/v1/":{"username":"ann","password":"pass"}}}` },
        }),
      ) as object,
    ];
    const found = await read(JSON.stringify({ kind: 'SecretList', items }));
    const login = { kind: 'password', username: 'ann', password: 'pass' };
    expect(found.map(({ logins }) => [...logins])).toEqual([[['h', login]], [['h', login]], [['h:1', login]]]);
    expect(found[0]?.expiresAt).toEqual(new Date('2021-11-26T20:55:31.000Z'));
  });

  it.each([
    { name: 'no data', more: { type: 'kubernetes.io/dockerconfigjson' }, problem: 'has no' },
    {
      name: 'no JSON',
      more: { type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': base64('no') } },
      problem: 'is not a docker config',
    },
    {
      name: 'a damaged auth',
      more: { data: { '.dockerconfigjson': base64('{"auths":{"h":{"auth":"%%"}}}') } },
      problem: 'is not a docker config',
    },
  ])('says what is wrong with a secret with $name', async ({ more, problem }) => {
    const [found] = await read(secret(more));
    expect(found).toMatchObject({ name: 's', problem: expect.stringContaining(problem) as string });
  });

  it('passes over other secrets and objects', async () => {
    expect(await read(`${secret({ type: 'Opaque', data: { a: 'Yg==' } })}\n---\nkind: Pod\n`)).toEqual([]);
  });
});

describe('names', () => {
  it.each(['A', '-a', 'a-', 'a.b', 'a_b', '', 'a b', "a';rm", 'a'.repeat(64)])('%s is no namespace', (text) => {
    expect(() => parseKubeNamespace(text, '--namespace')).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });

  it('takes dots in the names of objects, up to a length', () => {
    expect(parseObjectName('a.b-c', '--name')).toBe('a.b-c');
    expect(() => parseObjectName('a'.repeat(53), '--job-name', 52)).toThrow('at most 52');
    expect(() => parseObjectName('a..b', '--name')).toThrow('--name is "a..b"');
  });
});

describe('parseSchedule', () => {
  it.each(['17 */2 * * *', '0 0,12 1-15 JAN MON-FRI', '@hourly', ' 5  4 * * * '])('takes "%s"', (text) => {
    expect(parseSchedule(text, '--schedule')).toBe(text.trim().replace(/\s+/g, ' '));
  });

  it.each(['', '* * * *', '* * * * * *', 'a b c d e', '@reboot', '$(x) * * * *', '@every 2h'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseSchedule(text, '--schedule')).toThrow(expect.objectContaining({ code: 'USAGE' }));
    },
  );
});
