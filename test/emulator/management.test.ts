import { describe, expect, it } from 'vitest';
import { OUTSIDER } from '../../src/emulator/iam/accounts.ts';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import { DOCKER_MANIFEST, digestOf, imageManifest, registryCalls } from '../support/registry-calls.ts';
import { signedCall, type SignedCall } from '../support/signed-call.ts';

const NAMESPACES = '/v2/manage/namespaces';
const SEED = 'organizations: [{ name: team, repositories: [{ name: a/b }] }]';

const code = (answer: { body: unknown }): string | undefined => {
  const { error_code: found } = answer.body as { error_code?: string };
  return found;
};

async function pushTags(emulator: TestEmulator, tags: readonly string[]): Promise<string> {
  const calls = registryCalls(emulator.url, await emulator.token(['repository:team/app:pull,push']));
  await calls.upload('team/app', '{}');
  await calls.upload('team/app', 'a layer');
  const manifest = imageManifest(DOCKER_MANIFEST, '{}', 'a layer');
  for (const tag of tags) await calls.putManifest('team/app', tag, DOCKER_MANIFEST, manifest);
  return digestOf(JSON.stringify(manifest));
}

describe('errors of the service', () => {
  const post = (path: string, body: unknown): SignedCall => ({ method: 'POST', path, body });
  const repo = `${NAMESPACES}/team/repos/a$b`;

  it.each<{ name: string; call: SignedCall; status: number; number: number }>([
    { name: 'an upper-case organization', call: post(NAMESPACES, { namespace: 'Team' }), status: 400, number: 4001028 },
    {
      name: 'an organization named manage',
      call: post(NAMESPACES, { namespace: 'manage' }),
      status: 400,
      number: 4001028,
    },
    {
      name: 'an organization of 65 characters',
      call: post(NAMESPACES, { namespace: 'a'.repeat(65) }),
      status: 400,
      number: 4001028,
    },
    { name: 'a taken organization', call: post(NAMESPACES, { namespace: 'team' }), status: 409, number: 4090060 },
    { name: 'a body that is not JSON', call: post(NAMESPACES, 'x'), status: 400, number: 4001018 },
    { name: 'a missing organization', call: { path: `${NAMESPACES}/nope` }, status: 404, number: 4040058 },
    {
      name: 'deleting what holds images',
      call: { method: 'DELETE', path: `${NAMESPACES}/team` },
      status: 406,
      number: 4060074,
    },
    {
      name: 'a bad repository name',
      call: post(`${NAMESPACES}/team/repos`, { repository: 'A', is_public: false }),
      status: 400,
      number: 4001029,
    },
    {
      name: 'a missing is_public',
      call: post(`${NAMESPACES}/team/repos`, { repository: 'x' }),
      status: 400,
      number: 4001009,
    },
    {
      name: 'a taken repository',
      call: post(`${NAMESPACES}/team/repos`, { repository: 'a$b', is_public: true }),
      status: 409,
      number: 4090006,
    },
    {
      name: 'a long description',
      call: post(`${NAMESPACES}/team/repos`, { repository: 'x', is_public: true, description: 'x'.repeat(30001) }),
      status: 413,
      number: 4131012,
    },
    { name: 'a missing repository', call: { path: `${NAMESPACES}/team/repos/nope` }, status: 404, number: 4040113 },
    {
      name: 'the enhanced login command',
      call: post('/v2/manage/utils/authorizationtoken', {}),
      status: 403,
      number: 4030170,
    },
    { name: 'a missing tag', call: { path: `${repo}/tags/v1` }, status: 404, number: 4040115 },
    {
      name: 'tagging a missing tag',
      call: post(`${repo}/tags`, { source_tag: 'x', destination_tag: 'y' }),
      status: 404,
      number: 4040115,
    },
    {
      name: 'a limit above 1000',
      call: { path: '/v2/manage/repos', query: { limit: '1001', offset: '0' } },
      status: 400,
      number: 4001025,
    },
    {
      name: 'an unknown sort column',
      call: { path: '/v2/manage/repos', query: { order_column: 'num_images' } },
      status: 400,
      number: 4001096,
    },
    {
      name: 'a bad filter',
      call: { path: '/v2/manage/repos', query: { filter: 'namespace:team' } },
      status: 400,
      number: 4001035,
    },
    {
      name: 'a level of 5',
      call: post(`${NAMESPACES}/team/access`, [{ user_id: 'ALICE', user_name: 'alice', auth: 5 }]),
      status: 400,
      number: 4001065,
    },
    {
      name: 'a grant to nobody',
      call: post(`${NAMESPACES}/team/access`, [{ user_id: 'x', user_name: 'x', auth: 1 }]),
      status: 400,
      number: 4001067,
    },
    {
      name: 'changing no grant',
      call: { method: 'PATCH', path: `${repo}/access`, body: [{ user_id: 'ALICE', user_name: 'alice', auth: 1 }] },
      status: 404,
      number: 4040091,
    },
    {
      name: 'withdrawing no grant',
      call: { method: 'DELETE', path: `${NAMESPACES}/team/access`, body: ['ALICE'] },
      status: 404,
      number: 4040078,
    },
  ])('$number for $name', async ({ call, status, number }) => {
    const emulator = await startTestEmulator({ seed: SEED });
    const text = JSON.stringify(call).replaceAll('ALICE', emulator.info.users[0]?.id ?? '');
    const answer = await signedCall(emulator, JSON.parse(text) as SignedCall);
    expect(answer.status).toBe(status);
    expect(code(answer)).toBe(`SVCSTG.SWR.${number}`);
    expect(answer.body).toHaveProperty('errors.0.errorCode', `SVCSTG.SWR.${number}`);
  });

  it('4000097 for the sixth organization', async () => {
    const emulator = await startTestEmulator({ organizations: ['a', 'b', 'c', 'd', 'e'] });
    const answer = await signedCall(emulator, { method: 'POST', path: NAMESPACES, body: { namespace: 'f' } });
    expect([answer.status, code(answer)]).toEqual([400, 'SVCSTG.SWR.4000097']);
  });

  it('4090060 for a name that another account has', async () => {
    const emulator = await startTestEmulator({ seed: 'organizations: [{ name: theirs, owner: carol }]' });
    const answer = await signedCall(emulator, { method: 'POST', path: NAMESPACES, body: { namespace: 'theirs' } });
    expect(code(answer)).toBe('SVCSTG.SWR.4090060');
    expect((await signedCall(emulator, { path: NAMESPACES })).body).toEqual({ namespaces: [] });
    const theirs = await signedCall(emulator, { path: NAMESPACES, keys: OUTSIDER });
    expect(theirs.body).toMatchObject({ namespaces: [{ name: 'theirs', auth: 7 }] });
  });

  it('4039002 for a user who may not', async () => {
    const emulator = await startTestEmulator({
      seed: 'organizations: [{ name: team, grants: [{ user: alice, level: read }] }]',
    });
    const [alice, bob] = emulator.info.users;
    const create = { method: 'POST', path: `${NAMESPACES}/team/repos`, body: { repository: 'x', is_public: false } };
    for (const keys of [alice, bob]) {
      const answer = await signedCall(emulator, { ...create, ...(keys && { keys }) });
      expect([answer.status, code(answer)]).toEqual([403, 'SVCSTG.SWR.4039002']);
    }
    const list = await signedCall(emulator, { path: NAMESPACES, ...(alice && { keys: alice }) });
    expect(list.body).toMatchObject({ namespaces: [{ name: 'team', auth: 1 }] });
  });
});

describe('the gateway', () => {
  const unauthorized = { status: 401, body: { error_code: 'APIGW.0301' } };

  it('does not know other paths', async () => {
    const answer = await signedCall(await startTestEmulator(), { path: '/v2/manage/nothing' });
    expect(answer).toMatchObject({ status: 404, body: { error_code: 'APIGW.0101' } });
  });

  it('refuses unsigned calls', async () => {
    const { url } = await startTestEmulator();
    const reply = await fetch(`${url}${NAMESPACES}`);
    expect({ status: reply.status, body: await reply.json() }).toMatchObject(unauthorized);
  });

  it('refuses a signature for another body', async () => {
    const emulator = await startTestEmulator();
    const hash = digestOf('{"namespace":"other"}').slice('sha256:'.length);
    const call = { method: 'POST', path: NAMESPACES, body: { namespace: 'team' } };
    expect((await signedCall(emulator, call)).status).toBe(201);
    const forged = {
      'x-sdk-date': '20260115T083000Z',
      authorization: `SDK-HMAC-SHA256 Access=${emulator.info.ak}, SignedHeaders=host;x-sdk-date, Signature=${hash}`,
    };
    const reply = await fetch(`${emulator.url}${NAMESPACES}`, { method: 'POST', headers: forged, body: '{}' });
    expect(reply.status).toBe(401);
  });

  it.each([
    { seconds: 890, status: 200 },
    { seconds: 910, status: 401 },
    { seconds: -910, status: 401 },
  ])('answers $status when the clocks are $seconds s apart', async ({ seconds, status }) => {
    const emulator = await startTestEmulator();
    await emulator.control('clock', { skewSeconds: seconds });
    expect((await signedCall(emulator, { path: NAMESPACES })).status).toBe(status);
  });

  it('locks an AK for five minutes after five bad signatures in a row', async () => {
    const emulator = await startTestEmulator();
    const list = { path: NAMESPACES };
    const bad = { ...list, keys: { ak: emulator.info.ak, sk: 'wrong' } };
    for (let i = 0; i < 4; i += 1) await signedCall(emulator, bad);
    expect((await signedCall(emulator, list)).status).toBe(200);
    for (let i = 0; i < 5; i += 1) await signedCall(emulator, bad);
    expect(await signedCall(emulator, list)).toMatchObject({
      ...unauthorized,
      body: { error_msg: expect.stringContaining('AK access failed to reach the limit') as string },
    });
    await emulator.control('clock', { advanceSeconds: 301 });
    expect((await signedCall(emulator, list)).status).toBe(200);
  });

  it('picks the region by the signed project', async () => {
    const emulator = await startTestEmulator({ seed: 'organizations: [{ name: far, region: ap-southeast-3 }]' });
    const projects = await signedCall(emulator, { path: '/v3/projects', query: { name: 'ap-southeast-3' } });
    const { id } = (projects.body as { projects: { id: string }[] }).projects[0] ?? { id: '' };
    const far = await signedCall(emulator, { path: NAMESPACES, headers: { 'x-project-id': id } });
    expect(far.body).toMatchObject({ namespaces: [{ name: 'far' }] });
    expect((await signedCall(emulator, { path: NAMESPACES })).body).toEqual({ namespaces: [] });
    const wrong = await signedCall(emulator, { path: NAMESPACES, headers: { 'x-project-id': '0' } });
    expect(wrong.status).toBe(403);
  });
});

describe('lists of repositories', () => {
  const names = (answer: { body: unknown }): string[] => (answer.body as { name: string }[]).map(({ name }) => name);
  const repositories = Array.from({ length: 7 }, (_, index) => `{ name: app-${index}, public: ${index % 2 === 0} }`);
  const seed = `organizations: [{ name: team, repositories: [${repositories.join(', ')}] }, { name: other, repositories: [{ name: x }] }]`;

  it('page with limit and offset and tell the total', async () => {
    const emulator = await startTestEmulator({ seed });
    const query = { namespace: 'team', limit: '3', offset: '6', order_column: 'name', order_type: 'asc' };
    const answer = await signedCall(emulator, { path: '/v2/manage/repos', query });
    expect(names(answer)).toEqual(['app-6']);
    expect(answer.headers.get('content-range')).toBe('6-1/7');
    expect(answer.body).toMatchObject([{ total_range: 7, namespace: 'team', is_public: true }]);
  });

  it('take everything in a filter, which beats the plain parameters', async () => {
    const emulator = await startTestEmulator({ seed });
    const filter = 'name::app|is_public::false|limit::2|offset::0|order_column::name|order_type::asc';
    const answer = await signedCall(emulator, { path: '/v2/manage/repos', query: { filter, name: 'x' } });
    expect(names(answer)).toEqual(['app-1', 'app-3']);
    expect(answer.headers.get('content-range')).toBe('0-2/3');
  });

  it('have no Content-Range when nobody paged', async () => {
    const answer = await signedCall(await startTestEmulator({ seed }), { path: '/v2/manage/repos' });
    expect(names(answer)).toHaveLength(8);
    expect(answer.headers.has('content-range')).toBe(false);
  });

  it('go on after a marker in v3', async () => {
    const emulator = await startTestEmulator({ seed });
    const seen: string[] = [];
    let marker: number | undefined = 0;
    do {
      const answer = await signedCall(emulator, {
        path: '/v3/manage/repos',
        query: { limit: '3', marker: String(marker) },
      });
      const page = answer.body as { repos: { name: string }[]; nextMarker?: number };
      seen.push(...page.repos.map(({ name }) => name));
      marker = page.nextMarker;
    } while (marker !== undefined);
    expect(new Set(seen).size).toBe(8);
    expect(seen).toHaveLength(8);
  });
});

describe('tags', () => {
  const TAGS = `${NAMESPACES}/team/repos/app/tags`;

  it('list with the name under Tag, the newest first', async () => {
    let now = Date.now();
    const emulator = await startTestEmulator({ organizations: ['team'], now: () => new Date((now += 1)) });
    const digest = await pushTags(emulator, ['v1', 'v2', 'v3']);
    const answer = await signedCall(emulator, { path: TAGS });
    expect((answer.body as { Tag: string }[]).map(({ Tag }) => Tag)).toEqual(['v3', 'v2', 'v1']);
    expect(answer.body).toMatchObject([
      { digest, size: 9, tag_type: 0, schema: 2, image_id: digestOf('{}').slice(7) },
      {},
      {},
    ]);
  });

  it('page in v3 until has_more is false', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    await pushTags(emulator, ['v1', 'v2', 'v3']);
    const path = TAGS.replace('v2', 'v3');
    const first = await signedCall(emulator, { path, query: { limit: '2' } });
    const { nextMarker, has_more: more } = first.body as { nextMarker: string; has_more: boolean };
    expect(more).toBe(true);
    const second = await signedCall(emulator, { path, query: { limit: '2', marker: nextMarker } });
    expect(second.body).toMatchObject({ has_more: false, tags: [{ tag: expect.any(String) as unknown }] });
  });

  it('are added beside others, and over others only when asked', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    await pushTags(emulator, ['v1', 'v2']);
    const add = (destination: string, override?: boolean) =>
      signedCall(emulator, {
        method: 'POST',
        path: TAGS,
        body: { source_tag: 'v1', destination_tag: destination, override },
      });
    expect((await add('stable')).status).toBe(201);
    expect(code(await add('v2'))).toBe('SVCSTG.SWR.4090006');
    expect((await add('v2', true)).status).toBe(201);
    expect((await signedCall(emulator, { path: `${TAGS}/stable` })).body).toMatchObject({ tag: 'stable' });
  });

  it('are deleted, and the registry does not know them any more', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    await pushTags(emulator, ['v1']);
    expect((await signedCall(emulator, { method: 'DELETE', path: `${TAGS}/v1` })).status).toBe(204);
    const { call } = registryCalls(emulator.url, await emulator.token(['repository:team/app:pull']));
    expect((await call('GET', '/v2/team/app/manifests/v1')).status).toBe(404);
  });
});

describe('a deleted repository', () => {
  it('takes its tags and blobs with it', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    await pushTags(emulator, ['v1']);
    const path = `${NAMESPACES}/team/repos/app`;
    expect((await signedCall(emulator, { method: 'DELETE', path })).status).toBe(204);
    const { call } = registryCalls(emulator.url, await emulator.token(['repository:team/app:pull']));
    expect((await call('HEAD', `/v2/team/app/blobs/${digestOf('{}')}`)).status).toBe(404);
    expect((await signedCall(emulator, { method: 'DELETE', path: `${NAMESPACES}/team` })).status).toBe(204);
  });
});
