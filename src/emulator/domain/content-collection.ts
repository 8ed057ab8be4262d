import type { Digest } from '../../model/digest.ts';
import { BLOBS, MANIFESTS } from './records.ts';
import type { World } from './world.ts';

/** Deletes the files of content that no repository of any region links to any more. Call it after the links went. */
export async function collectContent({ database, blobs }: World, digests: Iterable<Digest>): Promise<void> {
  const links = [BLOBS, MANIFESTS].flatMap((table) => database.scopes(table).map((scope) => ({ table, scope })));
  const isLinked = (digest: Digest): boolean =>
    links.some(({ table, scope }) => database.get<unknown>(table, scope, digest) !== undefined);
  for (const digest of new Set(digests)) {
    if (!isLinked(digest)) await blobs.remove(digest); // asked anew each time: uploads go on meanwhile
  }
}
