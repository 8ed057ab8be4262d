import { hexOf } from '../../model/digest.ts';
import { present } from '../../base/decode.ts';
import type { Descriptor } from '../../model/descriptor.ts';
import type { ImageIndex, ImageManifest } from '../../model/manifest.ts';
import { collectContent } from './content-collection.ts';
import { put, type Change } from '../store/database.ts';
import { findUser } from '../iam/directory.ts';
import { isRepositoryQuotaUsed } from './repository-quota.ts';
import type { Reply } from '../server/handler.ts';
import {
  formatTime,
  MANIFESTS,
  REPOSITORIES,
  TAGS,
  type ManifestRecord,
  type Repository,
  type Tag,
} from './records.ts';
import { registryError } from '../registry/errors.ts';
import { namespaceScope, repositoryScope, type Place } from './place.ts';
import type { World } from './world.ts';

/** Stores a checked manifest, makes its repository when it is the first one, and tags it. A reply means no. */
export async function storeManifest(
  world: World,
  place: Place,
  userId: string | undefined,
  manifest: ImageManifest | ImageIndex,
  tagName: string | undefined,
): Promise<Reply | undefined> {
  const scope = repositoryScope(place);
  const { digest } = manifest.descriptor;
  const letGo = world.blobs.hold(digest);
  try {
    await world.blobs.add(manifest.bytes, digest);
    const refused = overQuota(world, place, tagName);
    if (refused !== undefined) return refused;
    await world.database.write(
      ...repositoryChange(world, place, userId),
      put(MANIFESTS, scope, digest, manifestRecord(world, scope, manifest)),
      ...(tagName === undefined ? [] : [put(TAGS, scope, tagName, tagRecord(world, scope, tagName, digest))]),
    );
    return undefined;
  } finally {
    letGo();
    await collectContent(world, [digest]);
  }
}

function manifestRecord({ database }: World, scope: string, manifest: ImageManifest | ImageIndex): ManifestRecord {
  const { digest, mediaType, size } = manifest.descriptor;
  const before = database.get(MANIFESTS, scope, digest); // pushing again makes it no other one
  const sizes =
    manifest.kind === 'image'
      ? partsOf(manifest).map((part) => part.size)
      : manifest.manifests.map((child) => database.get(MANIFESTS, scope, child.digest)?.contentSize ?? 0);
  const contentSize = sizes.reduce((sum, one) => sum + one, 0);
  return {
    digest,
    mediaType,
    size,
    contentSize,
    imageId: manifest.kind === 'image' ? hexOf(manifest.config.digest) : '',
    parts: partsOf(manifest).map((part) => part.digest),
    ...(manifest.kind === 'image' ? { configType: manifest.config.mediaType } : {}),
    ...referrerFields(manifest),
    ...present({ id: before?.id, pulledAt: before?.pulledAt }),
  };
}

/** What the list of referrers shows of it. */
function referrerFields(manifest: ImageManifest | ImageIndex): Partial<ManifestRecord> {
  if (manifest.subject === undefined) return {};
  const config = manifest.kind === 'image' ? manifest.config.mediaType : undefined;
  const artifactType = manifest.artifactType ?? config;
  return {
    subject: manifest.subject.digest,
    annotations: manifest.annotations,
    ...(artifactType === undefined ? {} : { artifactType }),
  };
}

function partsOf(manifest: ImageManifest | ImageIndex): readonly Descriptor[] {
  return manifest.kind === 'image' ? [manifest.config, ...manifest.layers] : manifest.manifests;
}

/** A tag as it is after (re-)tagging. */
export function tagRecord(world: World, scope: string, name: string, digest: Tag['digest']): Tag {
  const before = world.database.get(TAGS, scope, name);
  const now = formatTime(world.now());
  return {
    id: before?.id ?? world.database.nextId(),
    name,
    digest,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
}

function overQuota(world: World, place: Place, tagName: string | undefined): Reply | undefined {
  const { database, quotas } = world;
  const isNew = database.get(REPOSITORIES, namespaceScope(place), place.repository) === undefined;
  if (isNew && isRepositoryQuotaUsed(world, place)) {
    return registryError(403, 'DENIED', 'the image quota is used up');
  }
  const tags = database.all(TAGS, repositoryScope(place));
  const isNewTag = tagName !== undefined && !tags.some(({ name }) => name === tagName);
  if (isNewTag && quotas.tag !== undefined && tags.length >= quotas.tag) {
    return registryError(403, 'DENIED', 'the tag quota is used up');
  }
  return undefined;
}

/** The repository as it is after a push. It appears with its first one, private. */
export function repositoryChange(world: World, place: Place, userId: string | undefined): Change[] {
  const before = world.database.get(REPOSITORIES, namespaceScope(place), place.repository);
  const now = formatTime(world.now());
  const user = userId === undefined ? undefined : findUser(world, 'id', userId);
  const repository: Repository = before
    ? { ...before, updatedAt: now }
    : {
        id: world.database.nextId(),
        namespace: place.namespace,
        name: place.repository,
        isPublic: false,
        category: 'other',
        description: '',
        downloads: 0,
        creatorId: user?.id ?? '',
        creatorName: user?.name ?? '',
        createdAt: now,
        updatedAt: now,
      };
  return [put(REPOSITORIES, namespaceScope(place), place.repository, repository)];
}
