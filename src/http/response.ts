import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { SwrctlError } from '../base/errors.ts';
import { networkError } from './failure.ts';
import { MAX_ERROR_BODY } from '../problem/parse.ts';
import { describeRequest } from '../secrets/address.ts';
import type { HttpResponse } from './message.ts';

type Head = Pick<HttpResponse, 'status' | 'headers' | 'url' | 'method'>;

/**
 * Wraps a raw answer.
 *
 * @param onWhole called before the body is read to its end: that may not take as long as the server likes.
 */
export function createResponse(head: Head, body: Readable, onWhole: () => void = () => undefined): HttpResponse {
  return {
    ...head,
    body,
    bytes: async (limit) => {
      onWhole();
      try {
        const bytes = await readAll(body, limit, describeRequest(head));
        await nextTurn(); // see `discard`
        return bytes;
      } catch (error) {
        throw networkError(error, head);
      }
    },
    text: async (limit = MAX_ERROR_BODY) => {
      onWhole();
      return (await readSome(body, limit)).toString('utf8');
    },
    discard: async () => {
      onWhole();
      await readSome(body, MAX_ERROR_BODY);
      // undici lets go of the connection one turn later: whoever asks before that pays for a second one, and its TLS.
      await nextTurn();
    },
  };
}

/**
 * Reads the (small) body of an error answer and puts it back, so that it can be looked at by the retry rules and
 * again by the caller.
 */
export async function buffered(response: HttpResponse): Promise<{ response: HttpResponse; text: string }> {
  const bytes = await readSome(response.body, MAX_ERROR_BODY);
  return { response: withBody(response, bytes), text: bytes.toString('utf8') };
}

/** The same answer with a body that was read already. */
export function withBody(head: Head, bytes: Buffer): HttpResponse {
  return createResponse(head, Readable.from([bytes]));
}

async function readAll(body: Readable, limit: number, label: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new SwrctlError('API_SHAPE', `${label} answered with more than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** At most `limit` bytes; the rest is dropped with the connection. A broken body gives what came. */
async function readSome(body: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, limit - size));
      size += chunk.length;
      if (size >= limit) break;
    }
  } catch {
    // The status line already says what happened; half an explanation is better than a second error.
  }
  return Buffer.concat(chunks);
}
