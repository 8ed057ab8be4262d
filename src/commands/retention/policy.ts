import { SwrctlError } from '../../errors.ts';
import type { RepositoryName } from '../../model/reference.ts';
import type { SwrClient } from '../../swr/client.ts';
import { listRetentions, type RetentionPolicy } from '../../swr/endpoints/retentions.ts';
import { formatName } from '../names.ts';

/** The one rule that a repository may have. */
export async function findPolicy(swr: SwrClient, name: RepositoryName): Promise<RetentionPolicy | undefined> {
  const [policy] = await swr.call(listRetentions, { ...name });
  return policy;
}

/** @throws {SwrctlError} NOT_FOUND */
export async function readPolicy(swr: SwrClient, name: RepositoryName): Promise<RetentionPolicy> {
  const policy = await findPolicy(swr, name);
  if (policy !== undefined) return policy;
  throw new SwrctlError('NOT_FOUND', `${formatName(name)} has no retention rule`, {
    hint: `Add one with: swrctl retention add ${formatName(name)} --keep-days 90`,
  });
}
