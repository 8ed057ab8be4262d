import { describe, expect, it } from 'vitest';
import { makeCertificate } from '../support/certificate.ts';
import { inTurn, startServer, status } from '../support/scripted-server.ts';
import { createTestHttp } from '../support/test-http.ts';

const secrets = { authorization: 'Bearer t', cookie: 'c=1', 'x-auth-token': 'x', 'x-security-token': 'y' };
const headers = { ...secrets, range: 'bytes=5-', accept: 'text/plain' };

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('of status %i is followed on the same server with every header', async (code) => {
    const server = await startServer(inTurn(status(code, { location: '../b?sig=1%2F' }), status(200, {}, 'fine')));
    const response = await createTestHttp().send({ method: 'GET', url: new URL('/a/x/y', server.origin), headers });
    expect(await response.text()).toBe('fine');
    expect(response.url.href).toBe(`${server.origin}/a/b?sig=1%2F`);
    expect(server.seen[1]).toMatchObject({ url: '/a/b?sig=1%2F', headers });
  });

  it('to another port takes no secret along, and still the range', async () => {
    const storage = await startServer(status(206, {}, 'data'));
    const server = await startServer(status(307, { location: `${storage.origin}/blob?sig=1` }));
    const response = await createTestHttp().send({ method: 'GET', url: new URL(server.origin), headers });
    expect(await response.text()).toBe('data');
    expect(storage.seen[0]?.headers).toMatchObject({ range: 'bytes=5-', accept: 'text/plain' });
    for (const name of Object.keys(secrets)) expect(storage.seen[0]?.headers).not.toHaveProperty(name);
  });

  it('to another host takes no secret along', async () => {
    const server = await startServer((request, response) => {
      const location = `http://localhost:${server.host.split(':')[1]}/blob`;
      return status(request.url === '/blob' ? 200 : 302, { location })(request, response);
    });
    await createTestHttp().send({ method: 'GET', url: new URL(server.origin), headers });
    expect(server.seen.map((request) => request.headers.authorization)).toEqual(['Bearer t', undefined]);
  });

  it('to another scheme takes no secret along', async () => {
    const certificate = await makeCertificate();
    const secure = await startServer(status(200), { tls: certificate });
    const server = await startServer(status(307, { location: `${secure.origin}/blob` }));
    const http = createTestHttp({ extraCa: [certificate.cert] });
    const response = await http.send({ method: 'GET', url: new URL(server.origin), headers });
    expect(response.status).toBe(200);
    expect(secure.seen[0]?.headers.authorization).toBeUndefined();
  });

  it('that comes back to the first host does not bring the secret back', async () => {
    const server = await startServer((request, response) => {
      return status(request.url === '/end' ? 200 : 302, { location: other.origin })(request, response);
    });
    const other = await startServer(status(302, { location: `${server.origin}/end` }));
    await createTestHttp().send({ method: 'GET', url: new URL(server.origin), headers });
    expect(server.seen.map((request) => request.headers.authorization)).toEqual(['Bearer t', undefined]);
  });

  it('from HTTPS to plain HTTP is refused', async () => {
    const certificate = await makeCertificate();
    const plain = await startServer(status(200));
    const secure = await startServer(status(302, { location: plain.origin }), { tls: certificate });
    const http = createTestHttp({ extraCa: [certificate.cert] });
    await expect(http.send({ method: 'GET', url: new URL(secure.origin) })).rejects.toMatchObject({ code: 'TLS' });
    expect(plain.seen).toHaveLength(0);
  });

  it.each(['ftp://h.example/x', 'file:///etc/passwd', 'http://[:::]/'])('to %s is refused', async (location) => {
    const server = await startServer(status(302, { location }));
    const sent = createTestHttp().send({ method: 'GET', url: new URL(server.origin) });
    await expect(sent).rejects.toMatchObject({ code: 'NETWORK' });
  });

  it('in a circle ends with an error', async () => {
    const server = await startServer(status(302, { location: '/again' }));
    const sent = createTestHttp().send({ method: 'GET', url: new URL(server.origin) });
    await expect(sent).rejects.toMatchObject({ code: 'NETWORK' });
    expect(server.seen).toHaveLength(6);
  });

  it('is given as it is to those who ask for that, and to writing requests', async () => {
    const server = await startServer(status(307, { location: '/other' }));
    const http = createTestHttp();
    const url = new URL(server.origin);
    expect((await http.send({ method: 'GET', url, redirect: 'manual' })).status).toBe(307);
    expect((await http.send({ method: 'PUT', url, body: Buffer.from('x') })).status).toBe(307);
    expect(server.seen).toHaveLength(2);
  });
});
