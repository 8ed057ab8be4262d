import { isLoopback } from '../http/dispatcher.ts';
import { isExcludedFromProxy, parseProxyAddress } from '../http/proxy-address.ts';

export { invalidProxy } from '../http/proxy-address.ts';

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
  if (text === '' || isLoopback(url.hostname) || isExcludedFromProxy(url, read(env, 'NO_PROXY'))) return undefined;
  const proxy = parseProxyAddress(text);
  return proxy === undefined ? { invalid: variable } : { variable, url: proxy };
}
