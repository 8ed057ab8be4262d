import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/model/digest.ts';
import { hasBlob } from '../../src/registry/blob.ts';
import { beginUpload } from '../../src/registry/upload.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { itWith } from '../support/peers.ts';
import { startRegistryServer } from '../support/registry-server.ts';
import { sendJson, startServer, type ScriptedServer, type SeenRequest } from '../support/scripted-server.ts';
import { testHost, type TestHostOptions } from '../support/test-host.ts';
import { startTokenServer } from '../support/token-server.ts';

const blob = { digest: digestOf('x'), size: 1 };
const jwt = (claims: unknown) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

interface Scripted {
  readonly registry: ScriptedServer;
  /** Requests for tokens. */
  readonly asked: SeenRequest[];
}

/** A registry that takes the tokens t1, t2 …, of which `answer` tells the rest; `refuse` decides what it does not take. */
async function startTokenRegistry(
  answer: (turn: number) => unknown = () => ({}),
  refuse: (token: string) => boolean = () => false,
  realm = (origin: string) => `${origin}/auth/?account=own`,
): Promise<Scripted> {
  const asked: SeenRequest[] = [];
  const registry = await startServer((request, response) => {
    if (request.url.startsWith('/auth/')) {
      asked.push(request);
      sendJson(response, 200, { token: `t${asked.length}`, ...(answer(asked.length) as object) });
    } else if (!/^Bearer /.test(request.headers.authorization ?? '') || refuse(request.headers.authorization ?? '')) {
      const challenge = `Bearer realm="${realm(registry.origin)}",service="s",scope="repository:evil:"`;
      sendJson(response, 401, { errors: [{ code: 'UNAUTHORIZED' }] }, { 'www-authenticate': challenge });
    } else response.writeHead(404).end();
  });
  return { registry, asked };
}

const own: TestHostOptions = { login: { sameOriginOnly: true } };
const probe = (host: ReturnType<typeof testHost>, repository = 'team/app') => hasBlob(host, repository, blob);

describe('a token', () => {
  it('is asked for with GET and Basic, for our own scope, with the realm as it is', async () => {
    const { registry, asked } = await startTokenRegistry();
    await probe(testHost(registry.host, own));
    expect(asked).toHaveLength(1);
    const url = new URL(asked[0]?.url ?? '', registry.origin);
    expect(asked[0]?.method).toBe('GET');
    expect([...url.searchParams]).toEqual([
      ['account', 'own'],
      ['service', 's'],
      ['scope', 'repository:team/app:pull,push'],
    ]);
    expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('user:secret').toString('base64')}`);
  });

  it.each([{ expires_in: '300' }, { expires_in: 'soon' }, { expires_in: null }, { token: '', access_token: 'a1' }])(
    'is taken from an odd answer: %j',
    async (odd) => {
      const { registry, asked } = await startTokenRegistry(() => odd);
      const host = testHost(registry.host, own);
      expect(await host.token('team/app', 'pull')).toBe('access_token' in odd ? 'a1' : 't1');
      await host.token('team/app', 'pull');
      expect(asked).toHaveLength(1);
    },
  );

  it('is kept for its scope, and one request serves all who want it at once', async () => {
    const { registry, asked } = await startTokenRegistry();
    const host = testHost(registry.host, own);
    await Promise.all([probe(host), probe(host), probe(host)]);
    await probe(host);
    expect(asked).toHaveLength(1);
    await probe(host, 'team/other');
    expect(asked).toHaveLength(2);
  });

  const seconds = (from: number) => Math.floor(Date.now() / 1000) + from;
  it.each([
    { name: 'opaque and without expires_in', answer: () => ({}), lifeMs: 300_000 },
    { name: 'of expires_in 900', answer: () => ({ expires_in: 900 }), lifeMs: 900_000 },
    { name: 'of expires_in 0, which means nothing', answer: () => ({ expires_in: 0 }), lifeMs: 300_000 },
    { name: 'a JWT with exp', answer: () => ({ token: jwt({ exp: seconds(600) }) }), lifeMs: 600_000 },
    {
      name: 'a JWT that ends before its expires_in',
      answer: () => ({ token: jwt({ exp: seconds(60) }), expires_in: 900 }),
      lifeMs: 60_000,
    },
    { name: 'a JWT without exp', answer: () => ({ token: jwt({}) }), lifeMs: 300_000 },
    { name: 'with two dots and no JSON', answer: () => ({ token: 'a.%%%.c' }), lifeMs: 300_000 },
    { name: 'called access_token', answer: () => ({ token: undefined, access_token: 'a' }), lifeMs: 300_000 },
  ])('that is $name is renewed shortly before $lifeMs ms', async ({ answer, lifeMs }) => {
    const { registry, asked } = await startTokenRegistry(answer);
    const host = testHost(registry.host, own);
    await probe(host);
    await host.http.sleep(lifeMs - 25_000);
    await probe(host);
    expect(asked).toHaveLength(1);
    await host.http.sleep(10_000);
    await probe(host);
    expect(asked).toHaveLength(2);
  });

  it.each([{ minutes: 20 }, { minutes: -20 }])(
    'of a JWT lives as long with a clock that is $minutes minutes off',
    async ({ minutes }) => {
      const { registry, asked } = await startTokenRegistry(() => ({ token: jwt({ exp: seconds(900) }) }));
      let time = Date.now() + minutes * 60_000;
      const host = testHost(registry.host, { ...own, http: { now: () => time } });
      await probe(host);
      time += 870_000;
      await probe(host);
      expect(asked).toHaveLength(1);
      time += 20_000;
      await probe(host);
      expect(asked).toHaveLength(2);
    },
  );

  it('that the registry no longer takes is renewed once', async () => {
    const { registry, asked } = await startTokenRegistry(
      () => ({}),
      (token) => token === 'Bearer t1',
    );
    expect(await probe(testHost(registry.host, own))).toBe(false);
    expect(asked).toHaveLength(2);
  });

  it('that the registry never takes is an error after the second', async () => {
    const { registry, asked } = await startTokenRegistry(
      () => ({}),
      () => true,
    );
    await expect(probe(testHost(registry.host, own))).rejects.toMatchObject({ code: 'AUTH_DENIED' });
    expect(asked).toHaveLength(2);
  });

  it.each([
    { name: 'no token', answer: { token: undefined } },
    { name: 'an empty token', answer: { token: '' } },
    { name: 'a token that is no text', answer: { token: 5 } },
  ])('is API_SHAPE when the answer holds $name', async ({ answer }) => {
    const { registry } = await startTokenRegistry(() => answer);
    await expect(probe(testHost(registry.host, own))).rejects.toMatchObject({ code: 'API_SHAPE' });
  });

  it.each(['/relative', 'ftp://r.example/', 'no address'])('is not fetched from %s', async (realm) => {
    const { registry } = await startTokenRegistry(undefined, undefined, () => realm);
    await expect(probe(testHost(registry.host, own))).rejects.toMatchObject({ code: 'API_SHAPE' });
  });
});

describe('a realm on another origin', () => {
  it.each([
    { name: 'another port', change: (url: URL) => (url.port = '1') },
    { name: 'another host', change: (url: URL) => (url.hostname = 'localhost') },
    { name: 'another scheme', change: (url: URL) => (url.protocol = 'https:') },
  ])('with $name gets no login that was made from an access key', async ({ change }) => {
    const other = await startServer((_request, response) => {
      sendJson(response, 200, { token: 't' });
    });
    const { registry } = await startTokenRegistry(undefined, undefined, (origin) => {
      const url = new URL(origin);
      change(url);
      return url.href;
    });
    const host = testHost(registry.host, own);
    await expect(probe(host)).rejects.toMatchObject({ code: 'AUTH_DENIED' });
    expect(host.http.traces.join()).not.toContain('/auth/');
    expect(other.seen).toEqual([]);
  });

  it('gets the login that was meant for the registry by the docker config', async () => {
    const tokens = await startServer((_request, response) => {
      sendJson(response, 200, { token: 't' });
    });
    const { registry } = await startTokenRegistry(undefined, undefined, () => `${tokens.origin}/token`);
    await probe(testHost(registry.host, { login: {} }));
    expect(tokens.seen[0]?.headers.authorization).toMatch(/^Basic /);
  });

  it('that redirects the login elsewhere gets nothing for it', async () => {
    const thief = await startServer((_request, response) => {
      sendJson(response, 200, { token: 't' });
    });
    const tokens = await startServer((_request, response) => {
      response.writeHead(302, { location: thief.origin }).end();
    });
    const { registry } = await startTokenRegistry(undefined, undefined, () => tokens.origin);
    await expect(probe(testHost(registry.host, { login: {} }))).rejects.toMatchObject({ code: 'FAILED' });
    expect(thief.seen).toEqual([]);
  });
});

describe('a real registry with a token service', () => {
  itWith('docker-registry', 'openssl')('is pushed to with a login and read without', async () => {
    const tokens = await startTokenServer();
    const origin = await startRegistryServer({ auth: tokens.auth });
    const host = testHost(origin, { login: {} });
    await host.ping();
    expect(await probe(host)).toBe(false);
    expect(await probe(testHost(origin, { login: { identityToken: 'refresh' } }))).toBe(false);
    const wrong = testHost(origin, { login: { password: 'wrong' } });
    await expect(wrong.ping()).rejects.toMatchObject({
      code: 'AUTH_DENIED',
      service: { status: 401, text: 'incorrect username or password' },
    });
    const anonymous = testHost(origin);
    expect(await probe(anonymous)).toBe(false);
    const push = beginUpload({
      host: anonymous,
      repository: 'team/app',
      label: 'x',
      open: () => Promise.reject(new Error('unread')),
    });
    await expect(push).rejects.toMatchObject({ code: 'AUTH_REQUIRED' });
  });
});

describe('the token service of SWR', () => {
  it('gives a token for the login key', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const { user, password } = emulator.login();
    const host = testHost(emulator.url, { login: { username: user, password, sameOriginOnly: true } });
    await host.ping();
    expect(await probe(host)).toBe(false);
    const calls = await emulator.calls();
    expect(calls.filter(({ path }) => path.includes('/auth')).map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  it.each([
    {
      name: 'a wrong key',
      login: { password: 'wrong' },
      repository: 'team/app',
      code: 'AUTH_DENIED',
      words: 'does not accept the login',
    },
    { name: 'no organization', login: {}, repository: 'nobody/app', code: 'NOT_FOUND', words: 'does not exist' },
    { name: 'no right', login: { who: 'alice' }, repository: 'team/app', code: 'AUTH_DENIED', words: 'no right' },
    {
      name: 'no login',
      login: undefined,
      repository: 'team/app',
      code: 'AUTH_REQUIRED',
      words: 'not open to anonymous users',
    },
  ])('with $name is final and explained', async ({ login, repository, code, words }) => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const alice = emulator.info.users.find(({ name }) => name === 'alice');
    const { user, password } = login && 'who' in login ? emulator.login(alice?.ak, alice?.sk) : emulator.login();
    const options = login ? { login: { username: user, password, ...login } } : {};
    const error: unknown = await probe(testHost(emulator.url, options), repository).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) as string });
    expect(String(error)).not.toContain(password);
    const calls = await emulator.calls();
    expect(calls.filter(({ path }) => path.includes('/auth'))).toHaveLength(1);
  });
});
