import { describe, expect, it } from 'vitest';
import { createSwrClient } from '../../src/swr/client.ts';
import { fetchTemporaryLogin, type TemporaryLoginRequest } from '../../src/swr/temporary-login.ts';
import { sendJson, startServer, status, type Script } from '../support/scripted-server.ts';
import { createTestHttp } from '../support/test-http.ts';

const REGISTRY = 'swr.cn-north-4.myhuaweicloud.com';
const auth = Buffer.from('cn-north-4@AK:the-password').toString('base64');
const body = (host: string) => ({ auths: { [host]: { auth } } });

async function fetchLogin(script: Script, request: Partial<TemporaryLoginRequest> = {}) {
  const server = await startServer(script);
  const credential = { kind: 'access-key', accessKey: 'AK', secretKey: 'SK' } as const;
  const swr = createSwrClient({ http: createTestHttp(), endpoint: server.origin, credential });
  const wanted: TemporaryLoginRequest = { registry: REGISTRY, project: 'cn-north-4', kind: 'temporary', ...request };
  return { server, login: await fetchTemporaryLogin(swr, wanted) };
}

describe('a temporary login', () => {
  it('is the one of the registry, with its end to the millisecond', async () => {
    const { login, server } = await fetchLogin(
      (_request, response) =>
        sendJson(response, 200, body(REGISTRY), { 'x-swr-expireat': '2026-12-01T08:00:00.123456Z' }),
      { seconds: 3600 },
    );
    expect(login).toEqual({
      username: 'cn-north-4@AK',
      password: 'the-password',
      expiresAt: new Date('2026-12-01T08:00:00.123Z'),
    });
    expect(server.seen[0]?.url).toBe('/v2/manage/utils/secret?projectname=cn-north-4&duration_seconds=3600');
  });

  it('is the only one, whatever the service calls itself', async () => {
    const { login } = await fetchLogin((_request, response) => sendJson(response, 200, body('100.125.0.1:20202')));
    expect(login).toEqual({ username: 'cn-north-4@AK', password: 'the-password', expiresAt: undefined });
  });

  it('is none of several others', async () => {
    const auths = { ...body('a.example').auths, ...body('b.example').auths };
    const script: Script = (_request, response) => sendJson(response, 200, { auths });
    await expect(fetchLogin(script)).rejects.toMatchObject({ code: 'API_SHAPE' });
  });

  it('is read from the docker line of the header where the body has none', async () => {
    const line = `docker login -u cn-north-4@AK -p line-password ${REGISTRY}`;
    const { login } = await fetchLogin(status(200, { 'x-swr-dockerlogin': line }, '{"auths": {}}'));
    expect(login).toMatchObject({ username: 'cn-north-4@AK', password: 'line-password' });
  });

  it.each([
    ['no header', {}],
    ['a header that is no docker line', { 'x-swr-dockerlogin': 'see the console' }],
  ])('is API_SHAPE with an empty body and %s', async (_what, headers) => {
    const script = status(200, headers, '{"auths": {}}');
    await expect(fetchLogin(script)).rejects.toMatchObject({ code: 'API_SHAPE' });
  });

  it('of the enhanced kind that an account is not offered says what to take instead', async () => {
    const error = { errors: [{ errorCode: 'SVCSTG.SWR.4030170', errorMessage: 'not supported' }] };
    const script: Script = (_request, response) => sendJson(response, 403, error);
    await expect(fetchLogin(script, { kind: 'enhanced' })).rejects.toMatchObject({
      code: 'AUTH_DENIED',
      hint: 'Take the usual one: swrctl login --temporary',
    });
  });
});
