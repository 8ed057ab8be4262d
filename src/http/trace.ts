import { hideSecrets } from '../secrets/secrets.ts';
import type { HttpRequest, Send } from './message.ts';
import { openHeader, openUrl } from '../secrets/redact.ts';

function traceHeaders(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `  ${name}: ${openHeader(name, value).replace(/\s+/g, ' ')}`)
    .join('\n');
}

function bodyNote({ body }: HttpRequest): string {
  if (body === undefined) return '';
  const size = Buffer.isBuffer(body) ? body.length : body.size;
  return size === undefined ? ' (body of unknown length)' : ` (${size} bytes)`;
}

/** Writes each exchange to `write`, without secrets: method, URL, status, milliseconds, harmless headers. */
export function traced(send: Send, write: (line: string) => void, now: () => number): Send {
  // A harmless header too may quote what was sent.
  const log = (text: string): void => write(hideSecrets(text));
  return async (request) => {
    const start = now();
    log(
      `> ${request.method} ${openUrl(request.url)}${bodyNote(request)}\n${traceHeaders(request.headers ?? {})}`.trimEnd(),
    );
    try {
      const response = await send(request);
      const took = Math.round(now() - start);
      log(
        `< ${response.status} ${request.method} ${openUrl(request.url)} ${took} ms\n${traceHeaders(response.headers)}`,
      );
      return response;
    } catch (error) {
      const text = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ');
      log(`! ${request.method} ${openUrl(request.url)} ${Math.round(now() - start)} ms: ${text}`);
      throw error;
    }
  };
}
