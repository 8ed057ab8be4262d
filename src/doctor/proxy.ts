import { isLoopback } from '../http/dispatcher.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy variable that applies to an address, as the connections of swrctl take it. */
export interface ProxyChoice {
  readonly variable: 'HTTP_PROXY' | 'HTTPS_PROXY';
  readonly url: URL;
}

const read = (env: Environment, name: string): string => (env[name] ?? env[name.toLowerCase()] ?? '').trim();

/**
 * The proxy for an address; undefined for none.
 *
 * @returns `invalid` with the variable's name when its value is no address.
 */
export function proxyFor(url: URL, env: Environment): ProxyChoice | { readonly invalid: string } | undefined {
  const variable = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const text = read(env, variable);
  if (text === '' || isLoopback(url.hostname) || isExcluded(url, read(env, 'NO_PROXY'))) return undefined;
  const full = text.includes('://') ? text : `http://${text}`;
  return URL.canParse(full) ? { variable, url: new URL(full) } : { invalid: variable };
}

/** `*`, exact names, and the ends of names behind a dot or a star; each with a port or without. */
function isExcluded({ hostname, protocol, port }: URL, list: string): boolean {
  const actualPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return list.split(/[\s,]+/).some((entry) => {
    const [, name = '', wantedPort] = /^(.+?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (name === '*') return true;
    if (name === '' || (wantedPort !== undefined && wantedPort !== actualPort)) return false;
    return /^[.*]/.test(name) ? hostname.endsWith(name.replace(/^\*/, '')) : hostname === name;
  });
}
