import { hasCode } from '../../base/errors.ts';
import type { RepositoryName } from '../../model/reference.ts';
import { isCode } from '../../problem/codes.ts';
import type { SwrClient } from '../../swr/client.ts';
import { getTrigger, type TriggerDetails } from '../../swr/endpoints/triggers.ts';

/** Undefined where there is none. */
export async function findTrigger(
  swr: SwrClient,
  repository: RepositoryName,
  trigger: string,
): Promise<TriggerDetails | undefined> {
  try {
    return await swr.call(getTrigger, { ...repository, trigger });
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND') && isCode(error, 'TRIGGER_NOT_FOUND')) return undefined;
    throw error;
  }
}
