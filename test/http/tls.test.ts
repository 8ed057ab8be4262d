import { describe, expect, it } from 'vitest';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { isNotTls } from '../../src/http/failure.ts';
import { makeCertificate } from '../support/certificate.ts';
import { startServer, status } from '../support/scripted-server.ts';
import { createTestHttp } from '../support/test-http.ts';

async function startSecure(host?: string) {
  const certificate = await makeCertificate(host);
  const server = await startServer(status(200, {}, 'fine'), { tls: certificate });
  return { url: new URL(server.origin), server, cert: certificate.cert };
}

describe('a server with a self-signed certificate', () => {
  it('is refused at the first try, with both ways out', async () => {
    const { url } = await startSecure();
    const http = createTestHttp();
    await expect(http.send({ method: 'GET', url })).rejects.toMatchObject({
      code: 'TLS',
      hint: expect.stringMatching(/--ca-file.*--insecure localhost:\d+/) as string,
    });
    expect(http.waits).toEqual([]);
  });

  it('is accepted with its CA', async () => {
    const { url, cert } = await startSecure();
    const http = createTestHttp({ extraCa: [cert] });
    expect(await (await http.send({ method: 'GET', url })).text()).toBe('fine');
  });

  it('is refused with its CA when it is for another host', async () => {
    const { url, cert } = await startSecure('h.example');
    const sent = createTestHttp({ extraCa: [cert] }).send({ method: 'GET', url });
    await expect(sent).rejects.toMatchObject({ code: 'TLS' });
  });

  it('is accepted when the check is off for its host, with or without port', async () => {
    const { url } = await startSecure();
    for (const insecureHosts of [[url.host], [url.hostname]]) {
      expect((await createTestHttp({ insecureHosts }).send({ method: 'GET', url })).status).toBe(200);
    }
  });

  it.each(['h.example', 'localhost:1', 'host', '127.0.0.1'])(
    'is refused when the check is off for %s',
    async (insecure) => {
      const { url } = await startSecure();
      const sent = createTestHttp({ insecureHosts: [insecure] }).send({ method: 'GET', url });
      await expect(sent).rejects.toMatchObject({ code: 'TLS' });
    },
  );
});

describe('a server without TLS', () => {
  it('is told from one with a bad certificate', async () => {
    const server = await startServer(status(200));
    const sent = createTestHttp().send({ method: 'GET', url: new URL(`https://${server.host}/`) });
    const error: unknown = await sent.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'TLS', message: expect.stringContaining('does not speak TLS') as string });
    expect(isNotTls(error)).toBe(true);
    const secure = await startSecure();
    const refused: unknown = await createTestHttp()
      .send({ method: 'GET', url: secure.url })
      .catch((reason: unknown) => reason);
    expect(isNotTls(refused)).toBe(false);
  });

  it('is told from one that speaks TLS and refuses the handshake', async () => {
    const alert = Buffer.from([21, 3, 3, 0, 2, 2, 40]); // handshake_failure
    const server = createServer((socket) => socket.on('error', () => undefined).once('data', () => socket.end(alert)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const url = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const error: unknown = await createTestHttp()
      .send({ method: 'GET', url })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'TLS', message: expect.stringContaining('refuses') as string });
    expect(isNotTls(error)).toBe(false);
  });
});
