import { array, object, optional, unknown } from '../base/decode.ts';
import { SwrctlError } from '../base/errors.ts';
import { isRepositoryPath } from '../model/reference.ts';
import type { RegistryHost } from './host-types.ts';
import { readListPages } from './list-pages.ts';
import { writtenHost } from '../model/docker-hub.ts';
import { CATALOG_PATH } from './paths.ts';

/** More than can be looked through, and few enough to hold. */
const MAX_REPOSITORIES = 1_000_000;
const decodeCatalog = object({ repositories: optional(array(unknown)) });

export interface CatalogOptions {
  readonly signal?: AbortSignal | undefined;
  /** Only repositories below this path: `team` for `team/web`. Empty: all. */
  readonly below?: string;
  /** Stop after this many. */
  readonly limit?: number | undefined;
  /** Gets each name that is none and so is left out; as the registry wrote it. */
  readonly onStranger?: (name: string) => void;
}

/**
 * The repositories of a registry, each once, as far as it names them to whoever asks. Many large ones have no such list.
 *
 * @throws {SwrctlError} NOT_FOUND, AUTH_REQUIRED … where there is no list for us; API_SHAPE for a list without end.
 */
export async function listCatalog(host: RegistryHost, options: CatalogOptions = {}): Promise<string[]> {
  const { signal, below = '', limit = Infinity, onStranger } = options;
  const found = new Set<string>();
  const label = `the repositories of ${host.host}`;
  const list = { host, repository: '', path: CATALOG_PATH, label, access: 'catalog', signal } as const;
  let seen = 0;
  const take = (page: unknown, at: string): boolean => {
    const names = decodeCatalog(page, at).repositories ?? [];
    for (const name of names) {
      if (typeof name !== 'string' || name === '') continue;
      if (!isRepositoryPath(name)) onStranger?.(name);
      else if (below === '' || name === below || name.startsWith(`${below}/`)) found.add(name);
    }
    seen += names.length;
    if (seen > MAX_REPOSITORIES) throw new SwrctlError('API_SHAPE', `${at} has more than ${MAX_REPOSITORIES} entries`);
    return names.length > 0;
  };
  try {
    await readListPages({ ...list, isEnough: () => found.size >= limit }, take);
  } catch (error) {
    throw hasNoCatalog(error) ? noCatalog(error, host) : error;
  }
  return [...found].slice(0, limit);
}

const NO_LIST = new Set([401, 403, 404, 405, 501]);

function hasNoCatalog(error: unknown): error is SwrctlError {
  return error instanceof SwrctlError && NO_LIST.has(error.service?.status ?? 0);
}

function noCatalog({ code, service, hint = '' }: SwrctlError, { host }: RegistryHost): SwrctlError {
  const name = writtenHost(host);
  const isLogin = code === 'AUTH_REQUIRED' || code === 'AUTH_DENIED';
  const tags = `swrctl tag list ${name}/REPO`;
  return new SwrctlError(code, `${name} does not list its repositories${isLogin ? ' to everybody' : ''}`, {
    hint: isLogin ? `${hint}; the tags of one may be open: ${tags}` : `List the tags of one that you know: ${tags}`,
    service,
  });
}
