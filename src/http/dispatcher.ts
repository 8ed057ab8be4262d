import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici';
import { rootCertificates } from 'node:tls';
import { SwrctlError } from '../base/errors.ts';
import { invalidProxy, isExcludedFromProxy, parseProxyAddress } from './proxy-address.ts';
import { rememberUserinfo } from './request-secrets.ts';
import { connectInBlocks } from './sockets.ts';
import type { TimeLimits } from './time-limits.ts';

export interface ConnectionOptions extends TimeLimits {
  /** Milliseconds without a byte of the body. Default 60,000. */
  readonly bodyIdleTimeoutMs?: number;
  /** PEM text of further certificate authorities. */
  readonly extraCa?: readonly string[];
  /** Hosts (`host` or `host:port`) whose certificate is not checked. */
  readonly insecureHosts?: readonly string[];
  readonly proxy?: { readonly http?: string; readonly https?: string; readonly no?: string };
  /** Milliseconds an idle connection is kept. Default 4,000. */
  readonly keepAliveMs?: number;
}

/** Picks the connection pool for an origin, made on first use. */
export interface Dispatchers {
  readonly for: (url: URL) => Dispatcher;
  /** The proxy that a request may go through, unless NO_PROXY has its host. */
  readonly proxyFor: (url: URL) => URL | undefined;
  readonly close: () => Promise<void>;
}

/** True for 127/8, ::1 and localhost: never proxied, and trusted to speak plain HTTP. */
export function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1' || /^127(?:\.\d{1,3}){3}$/.test(bare);
}

export function createDispatchers(options: ConnectionOptions): Dispatchers {
  const pools = new Map<string, Dispatcher>();
  const proxyFor = ({ protocol, hostname }: URL): URL | undefined => {
    const text = proxyUrl(protocol === 'https:' ? options.proxy?.https : options.proxy?.http);
    return isLoopback(hostname) || !URL.canParse(text) ? undefined : new URL(text);
  };
  const isInsecure = (url: URL) => {
    const withPort = `${url.hostname}:${url.port || '443'}`;
    return options.insecureHosts?.some((host) => host === withPort || host === url.hostname) ?? false;
  };
  return {
    for: (url) => {
      refuseInvalidProxy(url, options.proxy);
      const proxied = proxyFor(url) !== undefined;
      const checked = !isInsecure(url);
      const key = `${proxied} ${checked}`;
      const pool = pools.get(key) ?? createPool(options, proxied, checked);
      pools.set(key, pool);
      return pool;
    },
    proxyFor,
    close: async () => {
      // Not pool.close(): it waits for answers that nobody reads any more.
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

/** A proxy that cannot be used must not be passed by in silence. @throws {SwrctlError} USAGE */
function refuseInvalidProxy(url: URL, { http, https, no = '' }: ConnectionOptions['proxy'] = {}): void {
  const isHttps = url.protocol === 'https:';
  const text = ((isHttps ? https : http) ?? '').trim();
  if (text === '' || isLoopback(url.hostname) || isExcludedFromProxy(url, no)) return;
  if (parseProxyAddress(text) !== undefined) return;
  const { fact, hint } = invalidProxy(isHttps ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  throw new SwrctlError('USAGE', fact, { hint });
}

/** @param checked false: the certificate of the host is not checked. */
function createPool(options: ConnectionOptions, proxied: boolean, checked: boolean): Dispatcher {
  const common = poolOptions(options, checked);
  if (!proxied) return new Agent(common);
  const { http, https, no } = options.proxy ?? {};
  return new EnvHttpProxyAgent({
    ...common,
    // Plain HTTP is asked for by its whole address: many proxies open tunnels to port 443 alone.
    proxyTunnel: false,
    // An address that is wrong was refused before, unless nothing goes through it.
    httpProxy: usableProxy(http),
    httpsProxy: usableProxy(https),
    noProxy: no ?? '',
  });
}

function poolOptions(options: ConnectionOptions, checked: boolean) {
  const { connectTimeoutMs = 10_000, headersTimeoutMs = 60_000, bodyIdleTimeoutMs = 60_000 } = options;
  const tls = {
    timeout: connectTimeoutMs,
    lookup: findAddress,
    rejectUnauthorized: checked,
    ...(options.extraCa?.length ? { ca: [...rootCertificates, ...options.extraCa] } : {}),
  };
  return {
    headersTimeout: headersTimeoutMs,
    bodyTimeout: bodyIdleTimeoutMs,
    keepAliveTimeout: options.keepAliveMs ?? 4_000,
    connect: connectInBlocks(tls),
    requestTls: tls,
    // The proxy's own certificate is checked even where the check is off for the host behind it.
    proxyTls: { ...tls, rejectUnauthorized: true },
  };
}

/** Not every resolver knows that names below `localhost` are this machine. Source: RFC 6761, 6.3. */
const findAddress: LookupFunction = (name, options, done) => {
  if (!/\.localhost\.?$/i.test(name)) lookup(name, options, done);
  else if (options.all === true) done(null, [{ address: '127.0.0.1', family: 4 }]);
  else done(null, '127.0.0.1', 4);
};

const usableProxy = (text = ''): string => (parseProxyAddress(text) === undefined ? '' : proxyUrl(text));

/** A proxy is often given as `host:port` alone. */
function proxyUrl(text = ''): string {
  const url = text === '' || text.includes('://') ? text : `http://${text}`;
  if (URL.canParse(url)) rememberUserinfo(new URL(url));
  return url;
}
