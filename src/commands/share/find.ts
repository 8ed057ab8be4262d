import { SwrctlError, hasCode } from '../../base/errors.ts';
import type { RepositoryName } from '../../model/reference.ts';
import type { Share } from '../../model/share.ts';
import type { SwrClient } from '../../swr/client.ts';
import { getShare } from '../../swr/endpoints/shares.ts';
import { formatName } from '../shared/names.ts';

/** The service answers 400 or "exist: false" for an account that nothing is shared with: both are undefined here. */
export async function findShare(swr: SwrClient, name: RepositoryName, account: string): Promise<Share | undefined> {
  try {
    return await swr.call(getShare, { ...name, account });
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND') && error.service?.status === 400) return undefined;
    throw error;
  }
}

/** @throws {SwrctlError} NOT_FOUND */
export async function readShare(swr: SwrClient, name: RepositoryName, account: string): Promise<Share> {
  const share = await findShare(swr, name, account);
  if (share !== undefined) return share;
  throw new SwrctlError('NOT_FOUND', `${formatName(name)} is not shared with ${account}`, {
    hint: `List its shares with: swrctl share list ${formatName(name)}`,
  });
}
