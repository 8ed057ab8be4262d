import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { SwrctlError } from '../../src/base/errors.ts';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import { runCli } from '../support/run.ts';
import { signedCall } from '../support/signed-call.ts';

interface Call {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A call with any header, `Host` and `Origin` too, which fetch would not send. */
async function call({ url }: TestEmulator, { method = 'GET', path, headers = {}, body }: Call) {
  const sent = httpRequest(`${url}${path}`, { method, headers, agent: false });
  sent.end(body);
  const [reply] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: reply.statusCode ?? 0, headers: reply.headers, text: await text(reply) };
}

const JSON_TYPE = { 'content-type': 'application/json' };
const RESET: Call = { method: 'POST', path: '/_emulator/reset' };
const EVIL = 'https://evil.example';

/** A world that a reset would change. */
async function emulatorWithMore(): Promise<TestEmulator & { names: () => Promise<string[]> }> {
  const emulator = await startTestEmulator({ organizations: ['team'] });
  await signedCall(emulator, { method: 'POST', path: '/v2/manage/namespaces', body: { namespace: 'more' } });
  const names = async (): Promise<string[]> => {
    const { body } = await signedCall(emulator, { path: '/v2/manage/namespaces' });
    return (body as { namespaces: { name: string }[] }).namespaces.map(({ name }) => name);
  };
  return { ...emulator, names };
}

/** What browsers send for a page, by the ways in which a page can make them send anything. */
const PAGES: readonly { name: string; headers: Record<string, string> }[] = [
  { name: 'another site', headers: { origin: EVIL } },
  { name: 'a page without an address', headers: { origin: 'null' } },
  { name: 'an empty origin', headers: { origin: '' } },
  { name: 'a page of another port of this machine', headers: { origin: 'http://localhost:3000' } },
  { name: 'an image of another site', headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } },
  { name: 'a link of another site', headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' } },
  { name: 'an image of another port', headers: { 'sec-fetch-site': 'same-site' } },
  { name: 'a word of tomorrow', headers: { 'sec-fetch-site': 'related-site' } },
];

const CONTROLS: readonly Call[] = [
  { path: '/_emulator/info' },
  { path: '/_emulator/log' },
  { method: 'DELETE', path: '/_emulator/log' },
  { method: 'POST', path: '/_emulator/faults', body: '{"faults":["503"]}', headers: JSON_TYPE },
  { method: 'POST', path: '/_emulator/clock', body: '{"advanceSeconds":86400}', headers: JSON_TYPE },
  RESET,
];

describe('a web page and the controls of the emulator', () => {
  it.each(PAGES)('hears nothing and changes nothing from $name', async ({ headers }) => {
    const emulator = await emulatorWithMore();
    const replies = await Promise.all(
      CONTROLS.map((one) => call(emulator, { ...one, headers: { ...one.headers, ...headers } })),
    );
    expect(replies.map(({ status }) => status)).toEqual(CONTROLS.map(() => 403));
    expect(replies.map(({ text: body }) => body).join('')).not.toContain(emulator.info.sk);
    expect(replies.every((reply) => reply.headers['access-control-allow-origin'] === undefined)).toBe(true);
    expect(await emulator.names()).toEqual(['team', 'more']);
    expect((await emulator.calls()).length).toBeGreaterThan(0);
  });

  it.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain;charset=UTF-8',
    'TEXT/PLAIN',
    'text/plain; application/json',
    'application/jsonp',
    'nonsense',
  ])('cannot be a form: %s is refused', async (type) => {
    const emulator = await emulatorWithMore();
    const headers = { 'content-type': type };
    const reset = await call(emulator, { ...RESET, headers, body: '{}' });
    const faults = await call(emulator, { ...CONTROLS[3], path: '/_emulator/faults', headers });
    expect([reset.status, faults.status]).toEqual([403, 403]);
    expect(reset.text).toContain('content-type: application/json');
    expect(await emulator.names()).toEqual(['team', 'more']);
  });

  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'evil-localhost:PORT',
    '127.0.0.1@evil.example',
    'evil.example@127.0.0.1',
    'evil.example#127.0.0.1',
    '127.0.0.1,evil.example',
    '192.168.1.5:PORT',
    '0.0.0.0:PORT',
    '[::]:PORT',
    '[::ffff:192.168.1.5]:PORT',
  ])('cannot have the name %j point here', async (template) => {
    const emulator = await emulatorWithMore();
    const host = template.replace('PORT', new URL(emulator.url).port);
    const replies = await Promise.all(
      CONTROLS.map((one) => call(emulator, { ...one, headers: { ...one.headers, host } })),
    );
    expect(replies.every(({ status }) => status === 403 || status === 400)).toBe(true);
    expect(replies.map(({ text: body }) => body).join('')).not.toContain(emulator.info.sk);
    expect(await emulator.names()).toEqual(['team', 'more']);
  });
});

describe('a program and the controls of the emulator', () => {
  it.each([
    ...['127.0.0.1', '127.0.0.1:PORT', '127.0.0.1:80', '127.8.9.10:PORT', '127.1', 'localhost', 'localhost:PORT'],
    ...['localhost.', 'localhost.:PORT', 'LOCALHOST:PORT', '[::1]', '[::1]:PORT', '[0:0:0:0:0:0:0:1]:PORT'],
    '[::ffff:127.0.0.1]:PORT',
  ])('may call it %s', async (template) => {
    const emulator = await emulatorWithMore();
    const host = template.replace('PORT', new URL(emulator.url).port);
    expect((await call(emulator, { path: '/_emulator/info', headers: { host } })).status).toBe(200);
    expect((await call(emulator, { ...RESET, headers: { host } })).status).toBe(204);
    expect(await emulator.names()).toEqual(['team']);
  });

  it('may call it by the name that --host says, if that is this machine', async () => {
    const emulator = await startTestEmulator({ host: 'localhost' });
    const info = (host: string) => call(emulator, { path: '/_emulator/info', headers: { host } });
    expect((await info('localhost:1')).status).toBe(200);
    expect((await info('elsewhere:1')).status).toBe(403);
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON'])('sends %s', async (type) => {
    const emulator = await startTestEmulator();
    const body = '{"faults":["503:GET:/v2/"]}';
    const headers = { 'content-type': type };
    expect((await call(emulator, { method: 'POST', path: '/_emulator/faults', headers, body })).status).toBe(204);
    expect((await call(emulator, { path: '/v2/' })).status).toBe(503);
  });

  it.each(['none', 'same-origin'])('is not taken for a page when a person looks (sec-fetch-site: %s)', async (site) => {
    const emulator = await startTestEmulator();
    const headers = { 'sec-fetch-site': site };
    expect((await call(emulator, { path: '/_emulator/info', headers })).status).toBe(200);
  });
});

describe('a web page and the rest of the emulator', () => {
  const body = (info: TestEmulator['info']) => {
    const user = { name: info.user, password: info.password, domain: { name: info.account } };
    return JSON.stringify({ auth: { identity: { methods: ['password'], password: { user } } } });
  };

  it('gets no token of the identity service with the passwords of the manual', async () => {
    const emulator = await startTestEmulator();
    const login: Call = { method: 'POST', path: '/v3/auth/tokens', body: body(emulator.info) };
    expect((await call(emulator, { ...login, headers: JSON_TYPE })).status).toBe(201);
    const form = await call(emulator, { ...login, headers: { 'content-type': 'text/plain', origin: EVIL } });
    expect([form.status, form.headers['x-subject-token']]).toEqual([403, undefined]);
  });

  it('makes no organization with a login in the address', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const { user, password } = emulator.login();
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const create: Call = { method: 'POST', path: '/dockyard/v2/namespaces', body: '{"namespace":"more"}' };
    const headers = { authorization, 'content-type': 'text/plain' };
    expect((await call(emulator, { ...create, headers: { ...headers, origin: 'null' } })).status).toBe(403);
    expect((await call(emulator, { ...create, headers: { ...headers, 'sec-fetch-site': 'cross-site' } })).status).toBe(
      403,
    );
    const { body: list } = await signedCall(emulator, { path: '/v2/manage/namespaces' });
    expect(list).toMatchObject({ namespaces: [{ name: 'team' }] });
  });

  it.each([
    { name: 'an anonymous token', path: '/swr/auth/v2/registry/auth/?scope=repository:team/app:pull' },
    { name: 'a token by a form', method: 'POST', path: '/swr/auth/v2/registry/auth/' },
    { name: 'a preflight', method: 'OPTIONS', path: '/v2/manage/namespaces' },
    { name: 'an upload', method: 'POST', path: '/v2/team/app/blobs/uploads/' },
    { name: 'the versions', path: '/' },
  ])('gets no answer to $name', async ({ method, path }) => {
    const emulator = await startTestEmulator({ organizations: ['team'], quirks: { 'token-post-404': false } });
    const reply = await call(emulator, { path, ...(method && { method }), headers: { origin: EVIL } });
    expect(reply.status).toBe(403);
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('uses up no fault, no rate and no line of the log', async () => {
    const emulator = await startTestEmulator({ faults: ['500:GET:/v2/@1'], quirks: { 'throttle-503': true } });
    for (let count = 0; count < 30; count++) {
      await call(emulator, { path: '/v2/', headers: { 'sec-fetch-site': 'cross-site' } });
    }
    expect(await emulator.calls()).toEqual([]);
    expect((await call(emulator, { path: '/v2/' })).status).toBe(500);
    expect((await call(emulator, { path: '/v2/' })).status).toBe(401);
  });
});

describe('emulator start --host', () => {
  /** Starts it, and stops it when it is ready. */
  async function start(...args: string[]): Promise<string> {
    const stop = new AbortController();
    const stdout = new Writable({
      write(_chunk, _encoding, done) {
        stop.abort(new SwrctlError('INTERRUPTED', 'stopped'));
        done();
      },
    });
    return (await runCli(['emulator', 'start', '--port', '0', ...args], { signal: stop.signal, stdout })).stderr;
  }

  it.each(['0.0.0.0', '::'])('warns loudly that %s lets other machines in', async (host) => {
    expect(await start('--host', host)).toMatch(/Warning: --host \S+ LETS OTHER MACHINES IN.*\n.*everything in it/);
  });

  it.each(['', '--host 127.0.0.1', '--host ::1', '--host localhost'])('says nothing with "%s"', async (args) => {
    expect(await start(...args.split(' ').filter(Boolean))).toBe('');
  });
});
