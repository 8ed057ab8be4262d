import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What the client gets in place of the answer; undefined lets that through. */
export type Replace = (incoming: IncomingMessage, status: number, body: Buffer) => Replacement | undefined;

export interface Replacement {
  readonly status: number;
  /** Sent as JSON. */
  readonly body: unknown;
}

/**
 * Stands before a server and hands requests on as they come, so that the server does its work, whatever the client is
 * told about it. Closes with the test.
 *
 * @returns the origin to talk to.
 */
export async function startAnsweringFront(target: string, replace: Replace): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    const upstream = request(new URL(incoming.url ?? '/', target), {
      method: incoming.method,
      headers: incoming.headers,
    });
    incoming.pipe(upstream);
    upstream.on('error', () => outgoing.destroy());
    upstream.on('response', (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => {
        const body = Buffer.concat(chunks);
        const other = replace(incoming, reply.statusCode ?? 0, body);
        if (other === undefined) outgoing.writeHead(reply.statusCode ?? 500, reply.rawHeaders).end(body);
        else outgoing.writeHead(other.status, { 'content-type': 'application/json' }).end(JSON.stringify(other.body));
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
