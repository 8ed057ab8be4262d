import { array, object, optional, parseJson, unknown } from '../decode.ts';
import type { RegistryHost } from './host.ts';
import { nextLink } from './link.ts';
import { registryProblem } from './problem.ts';

const MAX_LIST_SIZE = 32 * 1024 * 1024;
const decodeTags = object({ tags: optional(array(unknown)) });

/**
 * All tags of a repository, following `Link`. SWR answers `null` for a repository that does not exist and may mix in
 * empty strings: both come out as what they mean, nothing. Source: registry-behaviour.md §3.1.
 *
 * @throws {SwrctlError} NOT_FOUND where the registry says so, AUTH_DENIED …
 */
export async function listTags(host: RegistryHost, repository: string, signal?: AbortSignal): Promise<string[]> {
  const tags = new Set<string>();
  let next: string | URL | undefined = `/v2/${repository}/tags/list`;
  while (next !== undefined) {
    const response = await host.send({
      method: 'GET',
      url: next,
      repository,
      access: 'pull',
      readWhole: MAX_LIST_SIZE,
      ...(signal ? { signal } : {}),
    });
    if (response.status !== 200) {
      const what = `Cannot list the tags of ${host.host}/${repository}`;
      throw await registryProblem(response, { login: await host.login(), repository, what });
    }
    const at = `the tag list of ${repository}`;
    const page = decodeTags(parseJson((await response.bytes(MAX_LIST_SIZE)).toString('utf8'), at), at);
    const names = (page.tags ?? []).filter((tag): tag is string => typeof tag === 'string' && tag !== '');
    const before = tags.size;
    for (const name of names) tags.add(name);
    // A page that brings nothing new ends the list, whatever its Link says.
    next = tags.size > before ? nextPage(response.headers['link'], response.url) : undefined;
  }
  return [...tags];
}

function nextPage(link: string | undefined, base: URL): URL | undefined {
  const target = nextLink(link);
  return target !== undefined && URL.canParse(target, base.href) ? new URL(target, base) : undefined;
}
