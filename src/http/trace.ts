import type { HttpRequest, Send } from './message.ts';

/** Query parameters that may be shown; all others are signed, secret or personal. */
const OPEN_PARAMETERS = new Set([
  'n',
  'last',
  'digest',
  'mount',
  'from',
  'scope',
  'service',
  'limit',
  'offset',
  'marker',
]);

/** Headers whose values may be shown. */
const OPEN_HEADERS = new Set([
  ...['accept', 'content-type', 'content-length', 'content-range', 'range', 'docker-content-digest', 'retry-after'],
  ...['docker-upload-uuid', 'docker-distribution-api-version', 'x-request-id', 'x-sdk-date', 'date', 'server'],
]);

/** A URL as the log may show it. */
export function traceUrl(url: URL): string {
  const query = [...url.searchParams].map(([name, value]) => `${name}=${OPEN_PARAMETERS.has(name) ? value : '…'}`);
  return `${url.origin}${url.pathname}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

function traceHeaders(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `  ${name}: ${OPEN_HEADERS.has(name.toLowerCase()) ? value : '…'}`)
    .join('\n');
}

function bodyNote({ body }: HttpRequest): string {
  if (body === undefined) return '';
  const size = Buffer.isBuffer(body) ? body.length : body.size;
  return size === undefined ? ' (body of unknown length)' : ` (${size} bytes)`;
}

/** Writes each exchange to `log`, without secrets: method, URL, status, milliseconds, harmless headers. */
export function traced(send: Send, log: (line: string) => void, now: () => number): Send {
  return async (request) => {
    const start = now();
    log(
      `> ${request.method} ${traceUrl(request.url)}${bodyNote(request)}\n${traceHeaders(request.headers ?? {})}`.trimEnd(),
    );
    try {
      const response = await send(request);
      const took = Math.round(now() - start);
      log(
        `< ${response.status} ${request.method} ${traceUrl(request.url)} ${took} ms\n${traceHeaders(response.headers)}`,
      );
      return response;
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      log(`! ${request.method} ${traceUrl(request.url)} ${Math.round(now() - start)} ms: ${text}`);
      throw error;
    }
  };
}
