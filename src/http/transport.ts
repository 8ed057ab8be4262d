import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { decoded } from './content-coding.ts';
import type { Dispatchers } from './dispatcher.ts';
import { networkError, proxyError } from './failure.ts';
import type { HttpRequest, HttpResponse, Send } from './message.ts';
import { createResponse } from './response.ts';
import { startClock, type ExchangeClock, type TimeLimits } from './time-limits.ts';

/** One exchange with a server: no redirects, no second try. `userAgent` names the client to servers. */
export function createTransport(dispatchers: Dispatchers, userAgent: string, limits: TimeLimits = {}): Send {
  return async (request) => {
    const body = await openBody(request);
    const clock = startClock(request, body, limits);
    try {
      request.signal?.throwIfAborted();
      const answer = await dispatchers.for(request.url).request({
        origin: request.url.origin,
        path: `${request.url.pathname}${request.url.search}`,
        method: request.method,
        headers: { 'user-agent': userAgent, 'accept-encoding': 'identity', ...lengthOf(request), ...request.headers },
        body: body ?? null,
        // undici would end the connection after each HEAD, for servers that send a body with it: the next request would
        // pay for another one and its TLS, and a body that nobody asked for ends the connection anyway.
        reset: false,
        signal: clock.signal,
        onInfo: clock.onInterim,
      });
      if (answer.statusCode === 407) throw refusedByProxy(answer.body, dispatchers.proxyFor(request.url));
      clock.onHeaders(answer.statusCode);
      answer.body.on('error', () => undefined); // an aborted answer that nobody reads must not crash the process
      answer.body.once('close', clock.end);
      return withErrors(request, answer, clock);
    } catch (error) {
      clock.end();
      if (body !== undefined && !Buffer.isBuffer(body)) body.destroy();
      throw networkError(error, { ...request, proxy: dispatchers.proxyFor(request.url) });
    }
  };
}

/** A proxy that wants a login says so in place of the server. */
function refusedByProxy(body: Readable, proxy: URL | undefined): Error {
  body.on('error', () => undefined).destroy();
  return proxyError(new Error('Proxy response (407)'), '', proxy);
}

async function openBody({ body }: HttpRequest): Promise<Buffer | Readable | undefined> {
  return body === undefined || Buffer.isBuffer(body) ? body : await body.open();
}

function lengthOf({ body }: HttpRequest): Record<string, string> {
  if (body === undefined || Buffer.isBuffer(body) || body.size === undefined) return {};
  return { 'content-length': String(body.size) };
}

function withErrors(request: HttpRequest, answer: Dispatcher.ResponseData, clock: ExchangeClock): HttpResponse {
  const headers = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  const head = { status: answer.statusCode, headers, url: request.url, method: request.method };
  // The headers of a HEAD are those of a body that does not come.
  const isPlain = request.coded === true || request.method === 'HEAD' || [204, 206].includes(answer.statusCode);
  const plain = isPlain ? { headers, body: answer.body } : decoded(headers, answer.body);
  return createResponse({ ...head, headers: plain.headers }, plain.body, clock.limitRest);
}
