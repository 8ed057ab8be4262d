import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** One request that a scripted server got. */
export interface SeenRequest {
  readonly method: string;
  /** Path with query, as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface ScriptedServer {
  /** `http://127.0.0.1:PORT`, or `https://localhost:PORT`. */
  readonly origin: string;
  readonly host: string;
  readonly seen: readonly SeenRequest[];
  /** Connections that were made so far; over TLS, those whose handshake came to its end. */
  readonly connections: () => number;
}

export type Script = (request: SeenRequest, response: ServerResponse) => void | Promise<void>;

export interface ServerOptions {
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Calls the script before the body has come, with an empty one. */
  readonly early?: boolean;
}

/** A server for the answers that real registries and the emulator must not give. Closes with the test. */
export async function startServer(script: Script, { tls, early = false }: ServerOptions = {}): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const listener: RequestListener = (incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const chunks: Buffer[] = [];
    const answer = (): void => {
      const request = { method, url, headers, body: Buffer.concat(chunks) };
      seen.push(request);
      void script(request, outgoing);
    };
    incoming.on('error', () => undefined); // a client that goes away is part of many scripts
    if (early) answer();
    else incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', answer);
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  let connections = 0;
  server.on(tls ? 'secureConnection' : 'connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const host = tls ? `localhost:${port}` : `127.0.0.1:${port}`;
  return { origin: `${tls ? 'https' : 'http'}://${host}`, host, seen, connections: () => connections };
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

/** Answers in turn; the last answer is given again and again. */
export function inTurn(...answers: readonly Script[]): Script {
  let turn = 0;
  return (request, response) => {
    const answer = answers[Math.min(turn, answers.length - 1)];
    turn += 1;
    return answer?.(request, response);
  };
}

/** Answers with a status and nothing else. */
export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}, body = ''): Script =>
  (_request, response) => {
    response.writeHead(code, headers).end(body);
  };

/** Hangs up without an answer. */
export const hangUp: Script = (_request, response) => {
  response.destroy();
};
