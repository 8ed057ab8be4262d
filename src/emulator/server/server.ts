import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { SwrctlError, systemCode } from '../../base/errors.ts';
import type { Reply, Request } from './handler.ts';

/** Answers one call. What it throws hangs up. */
export type Answer = (request: Request) => Promise<Reply>;

export interface Listener {
  readonly port: number;
  /** The address behind the name that it was told to listen on. */
  readonly address: string;
  /** Hangs up on everybody. */
  readonly close: () => Promise<void>;
}

/** How long an idle connection is kept, in milliseconds. */
const KEEP_ALIVE_MS = 5_000;

/**
 * Listens for HTTP. The only file of the emulator that speaks HTTP over sockets.
 *
 * @throws {SwrctlError} NETWORK when the address is taken or not ours.
 */
export async function listen(answer: Answer, host: string, port: number): Promise<Listener> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }, (incoming, outgoing) => {
    respond(answer, incoming, outgoing).catch(() => {
      outgoing.destroy();
      incoming.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const code = systemCode(cause);
      const why = code === 'EADDRINUSE' ? 'is in use' : 'cannot be listened on';
      const hint =
        code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND'
          ? 'Choose an address of this machine, or leave --host out: swrctl emulator start'
          : 'Choose another port, or 0 for a free one: swrctl emulator start --port 0';
      reject(new SwrctlError('NETWORK', `${host}:${port} ${why}`, { cause, hint }));
    });
    server.listen(port, host, resolve);
  });
  const { address, port: taken } = server.address() as AddressInfo;
  return {
    address,
    port: taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function respond(answer: Answer, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { status, headers, body } = await answer(requestOf(incoming));
  incoming.resume(); // what nobody read must not block the next request
  outgoing.writeHead(status, { ...lengthHeader(status, body), ...headers });
  if (body !== undefined && !Buffer.isBuffer(body) && incoming.method !== 'HEAD') {
    await pipeline(body, outgoing);
    return;
  }
  if (Buffer.isBuffer(body) && incoming.method !== 'HEAD') outgoing.end(body);
  else outgoing.end();
  if (body !== undefined && !Buffer.isBuffer(body)) body.destroy();
}

function lengthHeader(status: number, body: Reply['body']): Record<string, string> {
  if (status === 204 || status === 304) return {};
  return body === undefined || Buffer.isBuffer(body) ? { 'content-length': String(body?.length ?? 0) } : {};
}

function requestOf(incoming: IncomingMessage): Request {
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  const headers = Object.entries(incoming.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]);
  return {
    method: incoming.method ?? 'GET',
    rawPath: mark === -1 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1)),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: incoming,
    remoteAddress: incoming.socket.remoteAddress ?? '',
    localAddress: incoming.socket.localAddress ?? '',
    localPort: incoming.socket.localPort ?? 0,
  };
}
