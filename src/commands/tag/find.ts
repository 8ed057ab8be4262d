import { hasCode } from '../../base/errors.ts';
import type { TagInfo } from '../../model/tag.ts';
import type { SwrClient } from '../../swr/client.ts';
import { getTag } from '../../swr/endpoints/tags.ts';
import type { TaggedName } from '../shared/names.ts';

/** Undefined where there is none. */
export async function findTag(swr: SwrClient, name: TaggedName): Promise<TagInfo | undefined> {
  try {
    return await swr.call(getTag, { ...name });
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) return undefined;
    throw error;
  }
}
