import { CLOUDS } from './clouds.ts';

/** One registry of the enterprise edition, as far as calls need to know it. */
export interface InstancePlace {
  readonly id: string;
  readonly name: string;
  /** Registry host, with port where it has one. */
  readonly host: string;
}

/** What `--instance` says where the shared edition is meant. */
export const NO_INSTANCE = 'none';

/** `NAME-XXXXXX.swr-pro.DOMAIN`: no region is in it. Source: docs/reference/enterprise.md#how-it-differs. */
export function isInstanceHost(host: string): boolean {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  return CLOUDS.some(({ domain }) => /^[a-z0-9-]+$/.test(withoutSuffix(name, `.swr-pro.${domain}`)));
}

const withoutSuffix = (name: string, suffix: string): string =>
  name.endsWith(suffix) ? name.slice(0, -suffix.length) : '';
