import { array, object, optional, unknown } from '../base/decode.ts';
import { SwrctlError } from '../base/errors.ts';
import { isTag } from '../model/reference.ts';
import type { RegistryHost } from './host-types.ts';
import { readListPages } from './list-pages.ts';
import { tagsPath } from './paths.ts';

/** More than any repository has, and few enough to hold. */
const MAX_TAGS = 1_000_000;
const decodeTags = object({ tags: optional(array(unknown)) });

export interface ListTagsOptions {
  readonly signal?: AbortSignal | undefined;
  /** Pages that are read before the list counts as endless. Default 1000. */
  readonly maxPages?: number;
  /** Gets each name that is no tag and so is left out; as the registry wrote it. */
  readonly onStranger?: (name: string) => void;
}

/**
 * All tags of a repository, each once. SWR answers `null` for a repository that does not exist and may mix in
 * empty strings: both come out as what they mean, nothing. Source: docs/reference/registry.md#tag-lists.
 *
 * @throws {SwrctlError} NOT_FOUND where the registry says so; API_SHAPE for a list without end; AUTH_DENIED …
 */
export async function listTags(
  host: RegistryHost,
  repository: string,
  { onStranger, ...options }: ListTagsOptions = {},
): Promise<string[]> {
  const tags = new Set<string>();
  const label = `the tags of ${host.host}/${repository}`;
  await readListPages({ host, repository, path: tagsPath(repository), label, ...options }, (page, at) => {
    const before = tags.size;
    for (const name of decodeTags(page, at).tags ?? []) {
      if (typeof name !== 'string' || name === '') continue;
      if (isTag(name)) tags.add(name);
      else onStranger?.(name);
    }
    if (tags.size > MAX_TAGS) throw new SwrctlError('API_SHAPE', `${at} has more than ${MAX_TAGS} entries`);
    return tags.size > before;
  });
  return [...tags];
}
