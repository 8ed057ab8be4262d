import { createServer, request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** One request for a blob's bytes. */
export interface BlobRequest {
  /** Without the algorithm. */
  readonly hex: string;
  /** First byte asked for. */
  readonly from: number;
  /** Bytes that went out so far. */
  sent: number;
}

export interface SlowFront {
  readonly host: string;
  /** Requests for blobs since the start or the last `forget`, oldest first. */
  readonly requests: () => readonly BlobRequest[];
  /** Requests that brought bytes of a blob, in the same time. */
  readonly uploads: () => number;
  readonly forget: () => void;
}

export interface Speed {
  /** Bytes at a time. */
  readonly piece: number;
  /** Milliseconds between two pieces of one blob. */
  readonly everyMs: number;
}

const pace = ({ piece, everyMs }: Speed, onPiece: (size: number) => void): Transform =>
  new Transform({
    highWaterMark: piece,
    transform(chunk: Buffer, _encoding, done) {
      const send = async () => {
        for (let at = 0; at < chunk.length; at += piece) {
          const part = chunk.subarray(at, at + piece);
          this.push(part);
          onPiece(part.length);
          await delay(everyMs);
        }
      };
      send().then(() => done(), done);
    },
  });

/** A slow line to a registry: bodies of blobs and uploads pass at this speed, everything else at once. Closes with the test. */
export async function startSlowFront(target: string, speed: Speed): Promise<SlowFront> {
  let requests: BlobRequest[] = [];
  let uploads = 0;
  const note = (incoming: IncomingMessage): BlobRequest | undefined => {
    const hex = /\/blobs\/sha256:([0-9a-f]{64})$/.exec(incoming.url ?? '')?.[1];
    if (incoming.method !== 'GET' || hex === undefined) return undefined;
    const from = Number(/^bytes=(\d+)-$/.exec(incoming.headers.range ?? '')?.[1] ?? 0);
    const noted = { hex, from, sent: 0 };
    requests.push(noted);
    return noted;
  };
  const server = createServer({ keepAliveTimeout: 10 }, (incoming, outgoing) => {
    const noted = note(incoming);
    const upstream = request(new URL(incoming.url ?? '/', target), {
      method: incoming.method,
      headers: incoming.headers,
    });
    const isUpload = ['PATCH', 'PUT'].includes(incoming.method ?? '') && /\/blobs\/uploads\//.test(incoming.url ?? '');
    if (isUpload) uploads += 1;
    pipeline([incoming, ...(isUpload ? [pace(speed, () => undefined)] : []), upstream]).catch(() => upstream.destroy());
    upstream.on('error', () => outgoing.destroy());
    upstream.on('response', (reply) => {
      outgoing.writeHead(reply.statusCode ?? 500, reply.rawHeaders);
      const stages = noted === undefined ? [] : [pace(speed, (size) => (noted.sent += size))];
      pipeline([reply, ...stages, outgoing]).catch(() => outgoing.destroy());
    });
    outgoing.on('close', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    uploads: () => uploads,
    forget: () => {
      requests = [];
      uploads = 0;
    },
  };
}
