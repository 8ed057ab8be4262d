import { SwrctlError, hasCode } from '../../base/errors.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';
import { listLongTermCredentials, type LongTermCredential } from '../../swr/enterprise/credentials.ts';
import { readAlignedPages } from '../../swr/paging.ts';

/** Long-term credentials of the caller, or of everybody. */
export function listCredentials(
  client: InstanceClient,
  { isAll, max }: { readonly isAll: boolean; readonly max?: number | undefined },
): Promise<LongTermCredential[]> {
  const whose = isAll ? { self_only: false } : {};
  return readAlignedPages((page) => client.call(listLongTermCredentials, { ...page, ...whose }), max);
}

/**
 * The credential of this name or id: one's own, else, where the caller may see them, somebody else's.
 *
 * @throws {SwrctlError} NOT_FOUND; USAGE where several people have one of the name.
 */
export async function findCredential(client: InstanceClient, wanted: string): Promise<LongTermCredential> {
  const own = pick(await listCredentials(client, { isAll: false }), wanted);
  const found = own ?? pick(await othersOf(client), wanted);
  if (found !== undefined) return found;
  throw new SwrctlError('NOT_FOUND', `There is no credential "${wanted}" in ${client.place.name}`, {
    hint: 'See which there are with: swrctl credential list',
  });
}

async function othersOf(client: InstanceClient): Promise<readonly LongTermCredential[]> {
  try {
    return await listCredentials(client, { isAll: true });
  } catch (error) {
    if (hasCode(error, 'AUTH_DENIED')) return []; // only administrators may
    throw error;
  }
}

function pick(credentials: readonly LongTermCredential[], wanted: string): LongTermCredential | undefined {
  const byId = credentials.find(({ id }) => id === wanted);
  const named = credentials.filter(({ name }) => name === wanted);
  if (byId !== undefined || named.length < 2) return byId ?? named[0];
  throw new SwrctlError(
    'USAGE',
    `Several credentials are called "${wanted}": ${named.map(({ id }) => id).join(', ')}`,
    {
      hint: 'Give the id in place of the name; whose they are shows: swrctl credential list --all -o wide',
    },
  );
}
