import { once } from 'node:events';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { makeCertificate } from './certificate.ts';

/** A request as somebody on the line sees it. */
export interface LineRequest {
  readonly scheme: 'http' | 'https';
  readonly path: string;
  readonly authorization: string | undefined;
}

export interface TwoSchemeRegistry {
  /** Leads to this machine, but is no name that is trusted as such. */
  readonly host: string;
  readonly seen: readonly LineRequest[];
  /** From now on TLS is spoken, too. */
  readonly startTls: () => void;
}

/** First byte of a TLS connection. */
const HANDSHAKE = 0x16;

/**
 * A registry with the handshake of SWR that takes every login, on one port: over plain HTTP always, over TLS (with a
 * certificate that nobody trusts) if asked for. Closes with the test.
 */
export async function startTwoSchemeRegistry({ tls }: { readonly tls: boolean }): Promise<TwoSchemeRegistry> {
  const seen: LineRequest[] = [];
  const answer =
    (scheme: LineRequest['scheme']): RequestListener =>
    ({ url = '', headers }, response) => {
      const { authorization, host = '' } = headers;
      seen.push({ scheme, path: url, authorization });
      if (url.startsWith('/swr/auth/')) return void response.end(JSON.stringify({ token: 'token' }));
      if (authorization !== undefined) return void response.end('{}');
      const challenge = `Bearer realm="${scheme}://${host}/swr/auth/v2/registry/auth",service="dockyard"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end('{}');
    };
  const plain = createHttp(answer('http'));
  const secure = createHttps(await makeCertificate(), answer('https'));
  let hasTls = tls;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket)).on('error', () => undefined); // clients hang up as they like
    socket.once('readable', () => {
      const first = socket.read(1) as Buffer | null;
      if (first === null) return;
      socket.unshift(first);
      (hasTls && first[0] === HANDSHAKE ? secure : plain).emit('connection', socket);
    });
  }).listen(0);
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { host: `0.0.0.0:${port}`, seen, startTls: () => (hasTls = true) };
}
