import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AccessKey, Credential } from '../../src/auth/credential.ts';
import { createHttp } from '../../src/http/client.ts';
import { createIamClient, createToken } from '../../src/iam/client.ts';
import { startTestEmulator } from '../support/emulator.ts';

function openSend() {
  const http = createHttp({
    userAgent: 'test',
    retries: 0,
    keepAliveMs: 10,
    now: Date.now,
    random: () => 0,
    sleep: () => Promise.resolve(),
  });
  onTestFinished(() => http.close());
  return http.send;
}

const now = () => new Date();
const keyOf = ({ ak, sk }: { ak: string; sk: string }): AccessKey => ({
  kind: 'access-key',
  accessKey: ak,
  secretKey: sk,
});

async function start() {
  const { info } = await startTestEmulator();
  const send = openSend();
  const client = (credential: Credential) => createIamClient({ send, endpoint: info.iamEndpoint, credential, now });
  const request = { account: info.account, user: info.user, password: info.password, project: info.project };
  return { info, send, client, request };
}

describe('createIamClient', () => {
  it('finds the project of a name', async () => {
    const { info, client } = await start();
    const projects = await client(keyOf(info)).listProjects(info.project);
    expect(projects).toEqual([{ id: info.projectId, name: info.project, enabled: true }]);
  });

  it('lists all projects and users, and finds one of them', async () => {
    const { info, client } = await start();
    const iam = client(keyOf(info));
    expect((await iam.listProjects()).map(({ name }) => name)).toContain(info.project);
    const users = await iam.listUsers();
    expect(users).toEqual(
      expect.arrayContaining(info.users.map(({ id, name }) => ({ id, name, enabled: true }))) as unknown,
    );
    const [alice] = await iam.listUsers('alice');
    expect(await iam.getUser(alice?.id ?? '')).toEqual(alice);
    expect(await iam.listUsers('nobody here')).toEqual([]);
    expect(await iam.listAccounts()).toMatchObject([{ name: info.account }]);
  });

  it('says who is refused, without the secret', async () => {
    const { info, client } = await start();
    const failure = (await client({ ...keyOf(info), secretKey: 'wrong-s3cret' })
      .listProjects()
      .catch((error: unknown) => error)) as Error;
    expect(failure).toMatchObject({ code: 'AUTH_DENIED', service: { status: 401 } });
    expect(`${failure.stack}`).not.toContain('s3cret');
  });

  it('passes on that users are for administrators', async () => {
    const { info, client } = await start();
    const alice = info.users.find(({ name }) => name === 'alice');
    await expect(client(keyOf(alice ?? info)).listUsers()).rejects.toMatchObject({
      code: 'AUTH_DENIED',
      service: { status: 403 },
    });
  });
});

describe('createToken', () => {
  it('gives a token that the service takes', async () => {
    const { info, send, client, request } = await start();
    const created = await createToken({ send, endpoint: `${info.iamEndpoint}/` }, request);
    expect(created).toMatchObject({ projectId: info.projectId, userId: expect.any(String) as string });
    expect(created.expiresAt.getTime()).toBeGreaterThan(Date.now());
    expect(await client(created.credential).listProjects(info.project)).toHaveLength(1);
  });

  it.each([{ password: 'wrong-s3cret' }, { user: 'nobody' }, { account: 'other' }, { project: 'mars-1' }])(
    'is refused with %o',
    async (change) => {
      const { info, send, request } = await start();
      const failure = (await createToken({ send, endpoint: info.iamEndpoint }, { ...request, ...change }).catch(
        (error: unknown) => error,
      )) as Error;
      expect(failure).toMatchObject({ code: 'AUTH_DENIED' });
      expect(`${failure.stack}`).not.toContain('s3cret');
    },
  );

  it.each<{ name: string; answer: RequestListener; says: string }>([
    {
      name: 'no X-Subject-Token',
      answer: (_, reply) => reply.writeHead(201).end('{"token":{"expires_at":"2026-01-01T00:00:00.000000Z"}}'),
      says: 'X-Subject-Token',
    },
    {
      name: 'no expiry',
      answer: (_, reply) => reply.writeHead(201, { 'x-subject-token': 'T' }).end('{"token":{}}'),
      says: 'token.expires_at',
    },
    {
      name: 'a page instead of JSON',
      answer: (_, reply) => reply.writeHead(200, { 'x-subject-token': 'T' }).end('<html>'),
      says: 'is not JSON',
    },
  ])('reports an answer with $name', async ({ answer, says }) => {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const request = { account: 'a', user: 'u', password: 'p', project: 'x' };
    await expect(createToken({ send: openSend(), endpoint }, request)).rejects.toMatchObject({
      code: 'API_SHAPE',
      message: expect.stringContaining(says) as string,
    });
  });
});
