import { describe, expect, it } from 'vitest';
import {
  listAllArtifacts,
  listInstanceTags,
  deleteInstanceTag,
  getArtifact,
} from '../../../src/swr/enterprise/artifacts.ts';
import { createInstanceClient, projectCaller } from '../../../src/swr/enterprise/client.ts';
import { createTemporaryCredential } from '../../../src/swr/enterprise/credentials.ts';
import { getInstanceNamespace, updateInstanceNamespace } from '../../../src/swr/enterprise/namespaces.ts';
import { getInstanceRepository, listAllRepositories } from '../../../src/swr/enterprise/repositories.ts';
import { maybeTime } from '../../../src/swr/enterprise/wire.ts';
import { createSwrClient } from '../../../src/swr/client.ts';
import { readMarkerPages } from '../../../src/swr/paging.ts';
import { inTurn, sendJson, startServer, status, type Script } from '../../support/scripted-server.ts';
import { createTestHttp } from '../../support/test-http.ts';

const PROJECT = '0123456789abcdef0123456789abcdef';
const PLACE = { id: 'i1', name: 'ci', host: 'ci-abc123.swr-pro.myhuaweicloud.com' };
const DIGEST = `sha256:${'a'.repeat(64)}` as const;
const BASE = `/v2/${PROJECT}/instances/i1`;

async function open(script: Script) {
  const server = await startServer(script);
  const swr = createSwrClient({
    http: createTestHttp(),
    endpoint: server.origin,
    credential: { kind: 'access-key', accessKey: 'HPUA0000000000000000', secretKey: 'secret' },
    projectId: PROJECT,
  });
  let forgotten = 0;
  const client = createInstanceClient(swr, PLACE, () => Promise.resolve(void (forgotten += 1)));
  return { server, swr, client, urls: () => server.seen.map(({ url }) => url), forgotten: () => forgotten };
}

const json =
  (value: unknown, code = 200): Script =>
  (_request, response) =>
    sendJson(response, code, value);

describe('paths of the enterprise edition', () => {
  it('write every slash of a repository as %252F, and have no project before tags', async () => {
    const { client, urls } = await open(json({}));
    const name = { namespace: 'team', repositoryPath: 'a/b/c' };
    for (const ask of [
      () => client.call(getInstanceRepository, name),
      () => client.call(getArtifact, { ...name, digest: DIGEST, with_scan_overview: true }),
      () => client.call(listInstanceTags, { ...name, limit: 100, offset: 0 }),
      () => client.call(deleteInstanceTag, { ...name, tag: 'v1' }),
    ]) {
      await ask().catch(() => undefined); // the answers say nothing
    }
    const path = 'namespaces/team/repositories/a%252Fb%252Fc';
    expect(urls().map((url) => url.replace('%3A', ':'))).toEqual([
      `${BASE}/${path}`,
      `${BASE}/${path}/artifacts/${DIGEST}?with_scan_overview=true`,
      `/v2/instances/i1/${path}/tags?limit=100&offset=0`,
      `/v2/instances/i1/${path}/tags/v1`,
    ]);
  });

  it.each(['..', '.', 'a/../b', 'a//b', '/a', 'a/', ''])('have no repository "%s" in them', async (repositoryPath) => {
    const { client, server } = await open(json({}));
    const asked = client.call(getInstanceRepository, { namespace: 'team', repositoryPath });
    await expect(asked).rejects.toMatchObject({ code: 'REFERENCE_INVALID' });
    expect(server.seen).toEqual([]);
  });

  it.each(['../x', 'a/b', '', '.', '..'])('have no namespace "%s" that leads elsewhere', async (namespace) => {
    const { client, urls } = await open(json({ name: 'x', metadata: { public: 'false' } }));
    await client.call(getInstanceNamespace, { namespace }).catch(() => undefined); // refused, or encoded
    for (const url of urls()) expect(url.split('/')).toHaveLength(`${BASE}/namespaces/x`.split('/').length);
    expect(urls().filter((url) => /\/(?:\.\.?)?$/.test(url))).toEqual([]);
  });
});

describe('lists of the enterprise edition', () => {
  it('of repositories are read by marker', async () => {
    const page = (name: string, next?: string): Script =>
      json({ repositories: [{ name, namespace_name: 'team' }], page_info: { next_marker: next } });
    const { swr, urls } = await open(inTurn(page('a', 'x/y+z='), page('b', ''), page('never')));
    const call = projectCaller(swr);
    const found = await readMarkerPages(
      (limit, marker) => call(listAllRepositories, { limit, ...(marker === undefined ? {} : { marker }) }),
      undefined,
      100,
    );
    expect(found.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(urls()).toEqual([
      `/v2/${PROJECT}/repositories?limit=100`,
      `/v2/${PROJECT}/repositories?limit=100&marker=x%2Fy%2Bz%3D`,
    ]);
  });

  it.each([0, '0', undefined, null])('of all artifacts end at the marker %s', async (end) => {
    const page = (next: unknown): Script => json({ artifacts: [{ digest: DIGEST, tags: null }], next_marker: next });
    const { client, urls } = await open(inTurn(page(2), page('3'), page(end), page(9)));
    const found = await readMarkerPages(
      (limit, marker = '1') => client.call(listAllArtifacts, { limit, marker }),
      undefined,
      100,
    );
    expect(found).toHaveLength(3);
    expect(urls().map((url) => url.slice(url.indexOf('?')))).toEqual([
      '?limit=100&marker=1',
      '?limit=100&marker=2',
      '?limit=100&marker=3',
    ]);
  });
});

describe('answers of the enterprise edition', () => {
  it.each([
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05.678Z', '2026-01-02T03:04:05.678Z'],
    ['2026-01-02T11:04:05+08:00', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02 03:04:05', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02 03:04:05.5', '2026-01-02T03:04:05.500Z'],
    ['2026-01-02 03:04:05 UTC', '2026-01-02T03:04:05.000Z'],
    [' 2026-01-02 03:04:05 ', '2026-01-02T03:04:05.000Z'],
    ['0001-01-01T00:00:00Z', undefined],
    ['0001-01-01 00:00:00', undefined],
    ['', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('say the time %s', (text, expected) => {
    expect(maybeTime(text, 'it')?.toISOString()).toBe(expected);
  });

  it.each(['tomorrow', '2026-13-45 00:00:00', '2026-01-02 25:00:00'])('say no time with %s', (text) => {
    expect(() => maybeTime(text, 'answer.created_at')).toThrow('answer.created_at is not a time');
  });

  it('take the end of a credential in both forms', async () => {
    const made = (end: string): Script => json({ user_id: 'u', auth_token: 'secret-of-it', expire_date: end }, 201);
    const { client } = await open(inTurn(made('2026-01-02 03:04:05'), made('2026-01-02T03:04:05Z')));
    const ends = [];
    for (let turn = 0; turn < 2; turn += 1) ends.push((await client.call(createTemporaryCredential, {})).expiresAt);
    expect(ends).toEqual([new Date('2026-01-02T03:04:05Z'), new Date('2026-01-02T03:04:05Z')]);
  });

  it.each([
    { what: '404', answer: json({ error_code: 'SWR.404001', error_msg: 'no such thing' }, 404) },
    { what: '400 of the short form', answer: json({ error_code: 'SWR.400003', error_msg: 'not found' }, 400) },
    {
      what: '400 of the wrapped form',
      answer: json(
        {
          errors: [{ errorCode: 'SWR.400003', errorMessage: 'not found' }],
          error_code: 'SWR.400003',
          error_msg: 'not found',
        },
        400,
      ),
    },
    { what: '404 without a word', answer: status(404) },
  ])('say that something is gone: $what', async ({ answer }) => {
    const { client, forgotten } = await open(answer);
    await expect(client.call(getInstanceNamespace, { namespace: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(forgotten()).toBe(1);
  });

  it.each([
    { code: 'SWR.400004', kind: 400 },
    { code: 'SVCSTG.SWR.4000014', kind: 400 },
  ])('another 400 is not "gone": $code', async ({ code, kind }) => {
    const { client, forgotten } = await open(json({ error_code: code, error_msg: 'no' }, kind));
    const asked = client.call(getInstanceNamespace, { namespace: 'x' });
    await expect(asked).rejects.not.toMatchObject({ code: 'NOT_FOUND' });
    expect(forgotten()).toBe(0);
  });

  it('the new code counts where the old list says another one', async () => {
    const body = {
      errors: [{ errorCode: 'SWR.500001', errorMessage: 'old words' }],
      error_code: 'SWR.400003',
      error_msg: 'new words',
      request_id: 'r-1',
    };
    const { client } = await open(json(body, 400));
    await expect(client.call(getInstanceNamespace, { namespace: 'x' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      service: { serviceCode: 'SWR.400003', text: 'new words', requestId: 'r-1' },
    });
  });

  it.each([200, 201, 202])('a write is taken with %i', async (code) => {
    const { client } = await open(status(code));
    const allowList = { cves: [] };
    const body = { isPublic: false, autoScan: false, block: 'off', allowList } as const;
    expect(await client.call(updateInstanceNamespace, { namespace: 'x', body })).toBeUndefined();
  });

  it.each([200, 202, 204])('a removal is taken with %i', async (code) => {
    const { client } = await open(status(code));
    const name = { namespace: 'team', repositoryPath: 'a', tag: 'v1' };
    expect(await client.call(deleteInstanceTag, name)).toBeUndefined();
  });
});
