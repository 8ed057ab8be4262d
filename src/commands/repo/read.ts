import { hasCode } from '../../base/errors.ts';
import type { RepositoryName } from '../../model/reference.ts';
import type { RepositoryInfo } from '../../model/repository.ts';
import type { SwrClient } from '../../swr/client.ts';
import { getRepository } from '../../swr/endpoints/repositories.ts';

/** One repository as lists have it. */
export async function readRepository(swr: SwrClient, name: RepositoryName): Promise<RepositoryInfo> {
  const { namespace } = name;
  const { repository, ...facts } = await swr.call(getRepository, { ...name });
  return { name: `${namespace}/${repository}`, organization: namespace, ...facts };
}

/** The same, undefined where there is none. */
export async function findRepository(swr: SwrClient, name: RepositoryName): Promise<RepositoryInfo | undefined> {
  try {
    return await readRepository(swr, name);
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) return undefined;
    throw error;
  }
}
