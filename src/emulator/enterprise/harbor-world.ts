import type { QuirkName } from '../domain/quirks.ts';
import type { World } from '../domain/world.ts';

/** Quirks of the shared edition's registry that an instance is not known to have. */
const OF_DOCKYARD: readonly QuirkName[] = [
  'token-post-404',
  'empty-action-scope',
  'no-expires-in',
  'tags-null',
  'catalog-404',
  'oci-index-refused',
  'oci-manifest-refused',
  'attestation-refused',
  'zstd-refused',
  'mount-ignored',
  'org-level-push',
];

/** The world as the registry of an instance sees it. */
export function harborWorld(world: World): World {
  const quirks = { ...world.quirks, ...Object.fromEntries(OF_DOCKYARD.map((name) => [name, false])) };
  const { namespace, layer, ee } = world.quotas; // those of repositories and tags are the shared edition's
  return { ...world, quirks, quotas: { namespace, layer, ee } };
}
