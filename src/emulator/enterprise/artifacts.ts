import { parseDigest, type Digest } from '../../model/digest.ts';
import { removeImage } from '../domain/image-removal.ts';
import { repositoryScope, type Place } from '../domain/place.ts';
import { byNewest, MANIFESTS, TAGS, type ManifestRecord, type Tag } from '../domain/records.ts';
import type { World } from '../domain/world.ts';

/** A manifest that was pushed to an instance. */
export type Version = ManifestRecord & Required<Pick<ManifestRecord, 'id' | 'pushedAt'>>;

/** The tag under which cosign puts the signature of a digest. */
const SIGNATURE_TAG = /^sha256-([0-9a-f]{64})\.sig$/;

/** Types by which a manifest says that it is a signature of cosign, or of its successor's format. */
const SIGNATURE_TYPE = /^application\/vnd\.dev\.(?:cosign\.artifact\.sig|sigstore\.bundle)\b/;

const versionOf = (manifest: ManifestRecord): Version => ({
  ...manifest,
  id: manifest.id ?? 0,
  pushedAt: manifest.pushedAt ?? '',
});

export function findVersion({ database }: World, scope: string, digest: string): Version | undefined {
  const manifest = database.get(MANIFESTS, scope, digest);
  return manifest === undefined ? undefined : versionOf(manifest);
}

/** What a version belongs to: what its manifest names, or what the tag of a signature says. */
export function subjectOf({ subject, digest }: ManifestRecord, tags: readonly Tag[]): Digest | undefined {
  return subject ?? signedBy(digest, tags);
}

function signedBy(digest: Digest, tags: readonly Tag[]): Digest | undefined {
  const own = tags.filter((tag) => tag.digest === digest);
  const hex = own.map(({ name }) => SIGNATURE_TAG.exec(name)?.[1]).find((found) => found !== undefined);
  return hex === undefined ? undefined : parseDigest(`sha256:${hex}`);
}

/** What lists show, newest first: neither accessories, nor the untagged parts of a list, as in Harbor. */
export function versionsOf({ database }: World, scope: string): readonly Version[] {
  const tags = database.all(TAGS, scope);
  const tagged = new Set(tags.map(({ digest }) => digest));
  const manifests = database.all(MANIFESTS, scope);
  const parts = new Set(manifests.flatMap((manifest) => manifest.parts));
  return manifests
    .filter((one) => subjectOf(one, tags) === undefined && (tagged.has(one.digest) || !parts.has(one.digest)))
    .map(versionOf)
    .sort(byNewest(({ pushedAt }) => pushedAt));
}

/** Everything that belongs to a version. */
export function accessoriesOf({ database }: World, scope: string, digest: Digest): readonly Version[] {
  const tags = database.all(TAGS, scope);
  return database
    .all(MANIFESTS, scope)
    .filter((one) => subjectOf(one, tags) === digest)
    .map(versionOf);
}

/** The only accessories that the service has a word for. */
export function isSignature({ database }: World, scope: string, { artifactType, digest }: Version): boolean {
  return SIGNATURE_TYPE.test(artifactType ?? '') || signedBy(digest, database.all(TAGS, scope)) !== undefined;
}

/** Removes a version with its tags, its parts that nothing else needs, and all that belongs to them. */
export async function removeVersion(world: World, place: Place, digest: Digest): Promise<void> {
  const scope = repositoryScope(place);
  const before = world.database.all(MANIFESTS, scope).map((one) => one.digest);
  await removeImage(world, scope, digest);
  const gone = before.filter((one) => world.database.get(MANIFESTS, scope, one) === undefined);
  await removeAccessories(world, place, gone);
}

/** Removes what belonged to versions that are gone. */
export async function removeAccessories(world: World, place: Place, gone: readonly Digest[]): Promise<void> {
  const scope = repositoryScope(place);
  for (const { digest } of gone.flatMap((one) => accessoriesOf(world, scope, one))) {
    if (world.database.get(MANIFESTS, scope, digest) !== undefined) await removeVersion(world, place, digest);
  }
}

/** Bytes of a version: its manifest and all that this leads to. */
export function sizeOf({ database }: World, scope: string, { size, contentSize, parts }: ManifestRecord): number {
  const manifests = parts.map((part) => database.get(MANIFESTS, scope, part)?.size ?? 0);
  return manifests.reduce((sum, one) => sum + one, size + contentSize);
}

const HELM_CONFIG = 'application/vnd.cncf.helm.config.v1+json';

export const VERSION_TYPES = ['IMAGE', 'CHART'] as const;

export const typeOf = ({ configType }: ManifestRecord): (typeof VERSION_TYPES)[number] =>
  configType === HELM_CONFIG ? 'CHART' : 'IMAGE';
