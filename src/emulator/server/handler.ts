import type { Readable } from 'node:stream';

/** One call, free of sockets, so that a route is a plain function. */
export interface Request {
  readonly method: string;
  /** Path as sent: percent-encoded, without the query. */
  readonly rawPath: string;
  readonly query: URLSearchParams;
  /** Lower-case names; repeated headers joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
  readonly remoteAddress: string;
  /** The address and port of this machine that were called. */
  readonly localAddress: string;
  readonly localPort: number;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream must come with a content-length header. */
  readonly body?: Buffer | Readable;
}

/** Path parameters, percent-decoded. */
export type Params = Readonly<Record<string, string>>;

export interface Route {
  readonly method: string;
  /** `/a/{one}/b/{rest*}`: `{x}` is one segment, `{x*}` one or more. */
  readonly path: string;
  readonly handle: (request: Request, params: Params) => Reply | Promise<Reply>;
}

/** Thrown by a route that cannot go on: the reply says why. */
export class Refusal extends Error {
  readonly reply: Reply;
  /** The same with more to go by, for the quirk helpful-errors. */
  readonly helpfulReply: Reply;

  constructor(reply: Reply, helpfulReply = reply) {
    super(`refused with status ${reply.status}`);
    this.name = 'Refusal';
    this.reply = reply;
    this.helpfulReply = helpfulReply;
  }
}

/** Thrown to hang up without an answer. */
export class HangUp extends Error {
  constructor() {
    super('the connection is cut on purpose');
    this.name = 'HangUp';
  }
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: Buffer.from(JSON.stringify(value)),
  };
}

export function empty(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers };
}

/** The chunks of a body. Who stops early leaves the connection alone, so that an answer can still be sent over it. */
export function chunksOf(body: Readable): AsyncIterable<Buffer> {
  return body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
}

/** Reads a body that has to fit in memory. @throws {Refusal} with `tooLarge` above `limit` bytes. */
export async function readBody(body: Readable, limit: number, tooLarge: Reply): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunksOf(body)) {
    size += chunk.length;
    if (size > limit) throw new Refusal(tooLarge);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The client's own word for this server, for links that lead back: the Host header. */
export function hostOf(request: Request): string {
  return request.headers['host'] ?? 'localhost';
}
