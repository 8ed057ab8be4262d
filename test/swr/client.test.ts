import { describe, expect, it } from 'vitest';
import type { Credential } from '../../src/auth/credential.ts';
import { createSwrClient, requireProjectId, type SwrClientOptions } from '../../src/swr/client.ts';
import { createNamespace, getNamespace } from '../../src/swr/endpoints/namespaces.ts';
import { getRepository } from '../../src/swr/endpoints/repositories.ts';
import { getTag } from '../../src/swr/endpoints/tags.ts';
import { inTurn, sendJson, startServer, status, type Script } from '../support/scripted-server.ts';
import { createTestHttp } from '../support/test-http.ts';

const SECRET = 'a-secret-key-of-forty-bytes';
const KEY = { kind: 'access-key', accessKey: 'HPUA0000000000000000', secretKey: SECRET } as const;

async function client(script: Script, options: Partial<SwrClientOptions> = {}) {
  const server = await startServer(script);
  const http = createTestHttp();
  return { server, http, swr: createSwrClient({ http, endpoint: server.origin, credential: KEY, ...options }) };
}

const team = { id: 7, name: 'team', creator_name: 'alice', auth: 7 };

describe('what a call sends', () => {
  it('is signed with the access key, over the project id, and never holds the secret key', async () => {
    const { server, swr } = await client((_request, response) => sendJson(response, 200, team), { projectId: '0f1e' });
    await swr.call(getNamespace, { namespace: 'team' });
    const [seen] = server.seen;
    expect(seen?.headers['x-project-id']).toBe('0f1e');
    expect(seen?.headers['authorization']).toMatch(
      /^SDK-HMAC-SHA256 Access=HPUA0000000000000000, ?SignedHeaders=[a-z;-]*x-project-id[a-z;-]*, ?Signature=[0-9a-f]{64}$/,
    );
    expect(JSON.stringify(seen?.headers)).not.toContain(SECRET);
  });

  it('carries the security token of a temporary key, under the signature', async () => {
    const credential: Credential = { ...KEY, securityToken: 'sts-token' };
    const { server, swr } = await client((_request, response) => sendJson(response, 200, team), { credential });
    await swr.call(getNamespace, { namespace: 'team' });
    expect(server.seen[0]?.headers['x-security-token']).toBe('sts-token');
    expect(server.seen[0]?.headers['authorization']).toContain('x-security-token');
  });

  it('carries an IAM token instead of a signature', async () => {
    const credential: Credential = { kind: 'iam-token', token: 'gAAAA-token' };
    const { server, swr } = await client((_request, response) => sendJson(response, 200, team), { credential });
    await swr.call(getNamespace, { namespace: 'team' });
    expect(server.seen[0]?.headers).toMatchObject({ 'x-auth-token': 'gAAAA-token' });
    expect(server.seen[0]?.headers).not.toHaveProperty('authorization');
  });

  it('writes a slash of a repository as "$", and a blank of a query as %20', async () => {
    const { server, swr } = await client((_request, response) => sendJson(response, 200, {}));
    await swr.call(getRepository, { namespace: 'team', repository: 'web/shop' }).catch(() => undefined);
    await swr.send({ method: 'GET', path: '/v2/manage/repos?name=a%20b' });
    expect(server.seen.map(({ url }) => url)).toEqual([
      '/v2/manage/namespaces/team/repos/web$shop',
      '/v2/manage/repos?name=a%20b',
    ]);
  });

  it.each(['..', '.', 'a/../b', '', 'x y'])('has no tag "%s" in its path', async (tag) => {
    const { server, swr } = await client((_request, response) => sendJson(response, 200, {}));
    await expect(swr.call(getTag, { namespace: 'team', repository: 'app', tag })).rejects.toMatchObject({
      code: 'REFERENCE_INVALID',
    });
    expect(server.seen).toEqual([]);
  });

  it.each(['//elsewhere.example/v2', 'https://elsewhere.example/', '/v2//repos', '/v2/../x', 'v2/manage', '/v2/./x'])(
    'goes to no other place by "%s"',
    async (path) => {
      const { server, swr } = await client((_request, response) => sendJson(response, 200, {}));
      await expect(swr.send({ method: 'GET', path })).rejects.toMatchObject({ code: 'USAGE' });
      expect(server.seen).toEqual([]);
    },
  );

  it('follows no redirect with its signature', async () => {
    const { server, swr } = await client(status(307, { location: 'http://127.0.0.1:1/elsewhere' }));
    await expect(swr.call(getNamespace, { namespace: 'team' })).rejects.toMatchObject({ service: { status: 307 } });
    expect(server.seen).toHaveLength(1);
  });
});

describe('what an answer becomes', () => {
  it('is the value, in our words', async () => {
    const { swr } = await client((_request, response) => sendJson(response, 200, team));
    expect(await swr.call(getNamespace, { namespace: 'team' })).toMatchObject({
      name: 'team',
      permission: 'manage',
      creator: 'alice',
    });
  });

  it.each([
    ['nothing', status(201)],
    ['an empty object', status(201, {}, '{}')],
  ])('of %s is fine where nothing is expected', async (_what, script) => {
    const { swr } = await client(script);
    await expect(swr.call(createNamespace, { body: { namespace: 'team' } })).resolves.toBeUndefined();
  });

  it.each([
    ['a page of HTML', status(200, {}, '<html><title>Welcome</title></html>'), 'GET /v2/manage/namespaces/team'],
    ['half a document', status(200, {}, '{"id": 7, "na'), 'GET /v2/manage/namespaces/team'],
    ['another shape', status(200, {}, '{"id": 7, "name": 5}'), 'GET /v2/manage/namespaces/team.name'],
  ])('of %s is API_SHAPE and says where', async (_what, script, place) => {
    const { swr } = await client(script);
    await expect(swr.call(getNamespace, { namespace: 'team' })).rejects.toMatchObject({
      code: 'API_SHAPE',
      message: expect.stringContaining(place) as string,
    });
  });

  it('that refuses says what could not be done, with code, status and request id of the service', async () => {
    const error = { errors: [{ errorCode: 'SVCSTG.SWR.4040058', errorMessage: 'Organization not found.' }] };
    const { swr } = await client((_request, response) => sendJson(response, 404, error, { 'x-request-id': 'r-1' }));
    await expect(swr.call(getNamespace, { namespace: 'team' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'Cannot show organization team',
      service: { serviceCode: 'SVCSTG.SWR.4040058', status: 404, requestId: 'r-1' },
    });
  });

  it('that comes after a failure that may pass is the answer', async () => {
    const script = inTurn(status(502), (_request, response) => sendJson(response, 200, team));
    const { server, http, swr } = await client(script);
    expect(await swr.call(getNamespace, { namespace: 'team' })).toMatchObject({ name: 'team' });
    expect(server.seen).toHaveLength(2);
    expect(http.waits).toHaveLength(1);
  });
});

describe('a refused key', () => {
  const refused = { error_code: 'APIGW.0301', error_msg: 'Incorrect IAM authentication information' };

  it('is named in short, and the clock is not blamed when it is right', async () => {
    const { swr } = await client((_request, response) => sendJson(response, 401, refused));
    await expect(swr.call(getNamespace, { namespace: 'team' })).rejects.toMatchObject({
      code: 'AUTH_DENIED',
      message: expect.stringMatching(/does not accept access key (?!HPUA0{16})HPUA\S*$/) as string,
      hint: expect.not.stringContaining('clock of this machine') as string,
    });
  });

  it('is blamed on a clock that is off', async () => {
    const date = new Date(Date.now() - 45 * 60_000).toUTCString();
    const { swr } = await client((_request, response) => sendJson(response, 401, refused, { date }));
    await expect(swr.call(getNamespace, { namespace: 'team' })).rejects.toMatchObject({
      hint: expect.stringContaining('45 minutes off') as string,
    });
  });
});

describe('the id of the project', () => {
  it('is asked for where a path needs it', () => {
    expect(requireProjectId({ projectId: '0f1e' })).toBe('0f1e');
    expect(() => requireProjectId({ projectId: undefined })).toThrow(
      expect.objectContaining({ code: 'USAGE', hint: expect.stringContaining('SWRCTL_PROJECT_ID') as string }),
    );
  });
});
