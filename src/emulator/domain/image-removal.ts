import type { Digest } from '../../model/digest.ts';
import { collectContent } from './content-collection.ts';
import { remove, type Change } from '../store/database.ts';
import { BLOBS, MANIFESTS, TAGS, type ManifestRecord } from './records.ts';
import type { World } from './world.ts';

/**
 * Removes tags, and of their images what nothing else in the repository leads to. What was pushed by digest and never
 * tagged stays.
 *
 * @param more changes for the same write, for example a history of the removal
 */
export async function removeTags(
  world: World,
  scope: string,
  names: readonly string[],
  more: readonly Change[] = [],
): Promise<void> {
  const tags = world.database.all(TAGS, scope);
  const leaving = tags.filter(({ name }) => names.includes(name)).map(({ digest }) => digest);
  const staying = tags.filter(({ name }) => !names.includes(name)).map(({ digest }) => digest);
  const gone = unreachable(manifestsOf(world, scope), leaving, staying);
  await world.database.write(
    ...names.map((name) => remove(TAGS, scope, name)),
    ...gone.flatMap((digest) => unlink(scope, digest)),
    ...more,
  );
  await collectContent(world, gone);
}

/** Removes one manifest, its tags, and the content that only it had. */
export async function removeImage(world: World, scope: string, digest: Digest): Promise<void> {
  const tags = world.database.all(TAGS, scope);
  const manifests = manifestsOf(world, scope);
  const parts = manifests.get(digest)?.parts ?? [];
  manifests.delete(digest);
  const staying = tags.filter((tag) => tag.digest !== digest).map((tag) => tag.digest);
  const gone = [digest, ...unreachable(manifests, parts, staying)];
  await world.database.write(
    ...tags.filter((tag) => tag.digest === digest).map(({ name }) => remove(TAGS, scope, name)),
    ...gone.flatMap((one) => unlink(scope, one)),
  );
  await collectContent(world, gone);
}

type Manifests = Map<Digest, ManifestRecord>;

function manifestsOf({ database }: World, scope: string): Manifests {
  return new Map(database.all(MANIFESTS, scope).map((manifest) => [manifest.digest, manifest]));
}

function unlink(scope: string, digest: Digest): Change[] {
  return [remove(MANIFESTS, scope, digest), remove(BLOBS, scope, digest)];
}

/** What `leaving` leads to and neither `staying` nor an untagged manifest does. */
function unreachable(manifests: Manifests, leaving: readonly Digest[], staying: readonly Digest[]): Digest[] {
  const candidates = reach(manifests, leaving);
  const others = [...manifests.keys()].filter((digest) => !candidates.has(digest));
  const kept = reach(manifests, [...staying, ...others]);
  return [...candidates].filter((digest) => !kept.has(digest));
}

/** The manifests of `roots`, and everything they refer to. */
function reach(manifests: Manifests, roots: readonly Digest[]): Set<Digest> {
  const reached = new Set(roots);
  for (const digest of reached) {
    for (const part of manifests.get(digest)?.parts ?? []) reached.add(part); // the loop goes on to what it adds
  }
  return reached;
}
