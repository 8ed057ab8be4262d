import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** When to cut a connection: after so many bytes from the client, or before this text from the server gets through. */
export interface Cut {
  /** Only the connection whose first request line matches; default: the next one that reaches the limit. */
  readonly when?: RegExp;
  /** Bytes towards the server after which the connection is cut. */
  readonly afterSent?: number;
  /** Bytes towards the client after which the connection is cut. 0 loses the whole answer. */
  readonly afterReceived?: number;
}

export interface CuttingProxy {
  readonly host: string;
  /** Cuts still to come. */
  readonly pending: Cut[];
  /** Cuts that happened. */
  readonly cuts: () => number;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  request: string;
  sent: number;
  received: number;
  isCut: boolean;
}

/** A TCP proxy before a real server that breaks connections at chosen bytes. Closes with the test. */
export async function startCuttingProxy(target: string, ...pending: Cut[]): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let cuts = 0;
  const cut = (link: Link, one: Cut): void => {
    pending.splice(pending.indexOf(one), 1);
    cuts += 1;
    // The server gets all that was sent and sees the end first, so that what it holds does not change any more.
    link.server.once('close', () => link.client.resetAndDestroy());
    link.server.end();
  };
  const applies = (link: Link, one: Cut): boolean => one.when === undefined || one.when.test(link.request);
  const pass = (link: Link, chunk: Buffer, direction: 'sent' | 'received', to: Socket): void => {
    const limitOf = (one: Cut) => (direction === 'sent' ? one.afterSent : one.afterReceived);
    const due = pending.find((one) => {
      const limit = limitOf(one);
      return limit !== undefined && applies(link, one) && link[direction] + chunk.length > limit;
    });
    const room = due ? Math.max(0, (limitOf(due) ?? 0) - link[direction]) : chunk.length;
    link[direction] += chunk.length;
    if (link.isCut) return;
    link.isCut = due !== undefined;
    if (due === undefined) to.write(chunk);
    else if (room === 0) cut(link, due);
    else to.write(chunk.subarray(0, room), () => cut(link, due));
  };
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const link: Link = { client, server: upstream, request: '', sent: 0, received: 0, isCut: false };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    client.on('data', (chunk: Buffer) => {
      const line = /^(?:[A-Z]+) \S+ HTTP\/1\.1\r\n/.exec(chunk.toString('latin1', 0, 4096))?.[0];
      if (line !== undefined) Object.assign(link, { request: line, sent: 0, received: 0 });
      pass(link, chunk, 'sent', upstream);
    });
    upstream.on('data', (chunk: Buffer) => pass(link, chunk, 'received', client));
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, pending, cuts: () => cuts };
}
