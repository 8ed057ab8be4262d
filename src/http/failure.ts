import { SwrctlError, systemCode } from '../base/errors.ts';
import { describeRequest } from '../secrets/address.ts';
import type { HttpRequest } from './message.ts';

/** Node and undici codes of a connection that broke, with the words for it. */
const BROKEN: Record<string, string> = {
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed while sending',
  UND_ERR_SOCKET: 'the connection was closed before the answer was complete',
  UND_ERR_CONNECT_TIMEOUT: 'no connection within the time limit',
  UND_ERR_HEADERS_TIMEOUT: 'no answer within the time limit',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped coming',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'the body had another length than announced',
  ECONNREFUSED: 'the connection was refused',
  ETIMEDOUT: 'no connection within the time limit',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  EAI_AGAIN: 'the host name could not be looked up',
  ENOTFOUND: 'there is no host of that name',
};

const CERTIFICATE = /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** What OpenSSL says when the other side does not speak TLS: in the code, or with `EPROTO` in the message. */
const NOT_TLS = /wrong.version.number|packet.length.too.long|http.request/i;

/** Codes of a body that cannot be read from disk. */
const DISK = new Set(['ENOENT', 'EACCES', 'EPERM', 'EIO', 'EISDIR', 'EBADF', 'ENOSPC', 'EMFILE']);

/** The first error in the chain of causes (or in an AggregateError) that has a code. */
export function rootCode(error: unknown): string | undefined {
  if (error instanceof AggregateError) return error.errors.map(rootCode).find((code) => code !== undefined);
  // Our own errors wrap what the system said.
  const own = error instanceof SwrctlError ? undefined : systemCode(error);
  const inner = error instanceof Error && error.cause !== undefined ? rootCode(error.cause) : undefined;
  return own?.startsWith('UND_ERR_SOCKET') ? (inner ?? own) : (own ?? inner);
}

/** True when a TLS handshake met something that is not TLS. */
export function isNotTls(error: unknown): boolean {
  if (error instanceof SwrctlError) return isNotTls(error.cause);
  const code = rootCode(error) ?? '';
  return NOT_TLS.test(code) || (code === 'EPROTO' && error instanceof Error && NOT_TLS.test(error.message));
}

/** A request, and the proxy that it may have gone through. */
type Attempt = Pick<HttpRequest, 'method' | 'url' | 'signal'> & { readonly proxy?: URL | undefined };

/** Turns what undici or Node threw into our error. An aborted signal's own reason is passed on as it is. */
export function networkError(error: unknown, request: Attempt): Error {
  if (request.signal?.aborted && request.signal.reason instanceof Error) return request.signal.reason;
  if (error instanceof SwrctlError) return error;
  const code = rootCode(error) ?? '';
  if (request.proxy !== undefined && failedAt(error, request.proxy)) return proxyError(error, code, request.proxy);
  return /^ERR_SSL_|^EPROTO$/.test(code) || CERTIFICATE.test(code)
    ? tlsError(error, code, request.url.host)
    : connectionError(error, code, request);
}

function connectionError(error: unknown, code: string, request: Attempt): SwrctlError {
  const what = describeRequest(request);
  const text = error instanceof Error ? error.message : String(error);
  if (DISK.has(code)) {
    return new SwrctlError('DISK', `${what} failed: its body cannot be read (${text})`, { cause: error });
  }
  const why = isTimeout(error) ? 'no answer within the time limit' : (BROKEN[code] ?? text);
  return new SwrctlError('NETWORK', `${what} failed: ${why}`, { hint: networkHint(code, request.url), cause: error });
}

/** True when it was the way to the proxy, or the proxy itself, that failed. */
function failedAt(error: unknown, proxy: URL): boolean {
  const messages = chainOf(error).map(({ message }) => message);
  if (messages.some((message) => message.startsWith('Proxy response ('))) return true;
  const port = proxy.port || (proxy.protocol === 'https:' ? '443' : '80');
  const hostname = proxy.hostname.replace(/^\[|\]$/g, '');
  return chainOf(error).some((one) => {
    const { hostname: asked, address, port: askedPort } = one as { hostname?: string; address?: string; port?: number };
    const isThere = asked === hostname || (address !== undefined && String(askedPort) === port);
    return isThere || one.message.includes(`${hostname}:${port}`);
  });
}

/** An error, what an AggregateError gathers, and what caused them. */
function chainOf(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return [];
  const inner = error instanceof AggregateError ? error.errors : [];
  return [error, ...[...(inner as unknown[]), error.cause].flatMap(chainOf)];
}

/** What is wrong with a proxy, by what came back from it or from the way to it. */
export function proxyError(error: unknown, code: string, proxy: URL | undefined): SwrctlError {
  const name = proxy === undefined ? 'A proxy on the way' : `The proxy ${proxy.host}`;
  const text = error instanceof Error ? error.message : String(error);
  const answer = /^Proxy response \((\d+)\)/.exec(text)?.[1];
  const why = answer === undefined ? (BROKEN[code] ?? text) : `it answers with status ${answer}`;
  return new SwrctlError('NETWORK', `${name} cannot be used: ${why}`, {
    hint:
      answer === '407'
        ? 'Give user and password in HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT'
        : 'Check HTTPS_PROXY and HTTP_PROXY, or leave the host out with NO_PROXY',
    cause: error,
  });
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

function tlsError(error: unknown, code: string, host: string): SwrctlError {
  if (CERTIFICATE.test(code)) {
    return new SwrctlError('TLS', `The certificate of ${host} is not accepted (${code})`, {
      hint: `Give its CA with --ca-file FILE, or switch the check off for this host with --insecure ${host}`,
      cause: error,
    });
  }
  if (isNotTls(error)) {
    const hint = `If it is meant to be plain HTTP, add: --plain-http ${host}`;
    return new SwrctlError('TLS', `${host} does not speak TLS`, { hint, cause: error });
  }
  return new SwrctlError('TLS', `${host} refuses the TLS connection (${code})`, { cause: error });
}

function networkHint(code: string, url: URL): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `Check the spelling of "${url.hostname}" and your DNS`;
  if (code === 'ECONNREFUSED') return `Check that something listens on ${url.host}, and the proxy settings`;
  return 'Check the network and the proxy settings, then run the same command again';
}

/** A connection problem that another try may cure. Certificates, unknown hosts and requests that cannot be sent are final. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof SwrctlError) || error.code !== 'NETWORK') return false;
  const code = rootCode(error);
  return code !== 'ENOTFOUND' && code !== 'UND_ERR_INVALID_ARG';
}

/** True for a connection refused before anything was said. */
export function isRefused(error: unknown): boolean {
  return error instanceof SwrctlError && rootCode(error) === 'ECONNREFUSED';
}

/** True when nobody here knows the name of the host. */
export function isUnknownHost(error: unknown): boolean {
  return error instanceof SwrctlError && ['ENOTFOUND', 'EAI_AGAIN'].includes(rootCode(error) ?? '');
}
