import { SwrctlError } from '../../base/errors.ts';
import { formatReference, parseReference } from '../../model/reference.ts';
import type { FoundManifest } from '../../registry/manifest.ts';
import type { View } from '../../output/output.ts';
import type { Elsewhere } from '../../app/elsewhere.ts';
import type { Services } from '../../app/services.ts';

/** A tag of a registry that is no SWR, with the fields of SWR's; null is what such a registry does not tell. */
export interface TagRowElsewhere {
  readonly name: string;
  readonly digest: string | null;
  readonly size: null;
  readonly mediaType: string | null;
  readonly createdAt: null;
  readonly updatedAt: null;
}

export function tagRowElsewhere(name: string, found: FoundManifest | undefined): TagRowElsewhere {
  const { digest = null, mediaType = null } = found ?? {};
  return { name, digest, size: null, mediaType, createdAt: null, updatedAt: null };
}

/** Names are whole references: without the registry they would be taken for tags of the account. */
export function tagViewElsewhere(registry: string, repository: string): View<TagRowElsewhere> {
  const name = ({ name: tag }: TagRowElsewhere): string => formatReference({ registry, repository, tag });
  return {
    columns: [
      { header: 'Name', value: name },
      { header: 'Digest', value: ({ digest }) => digest, kind: 'digest' },
      { header: 'Media type', value: ({ mediaType }) => mediaType, drop: 1 },
    ],
    name,
    empty: 'The repository has no tags',
  };
}

/** The repository of an operand that names no tag. @throws {SwrctlError} REFERENCE_INVALID */
export async function repositoryElsewhere(services: Services, text: string): Promise<string> {
  const partial = parseReference(text);
  const { registry, repository } = await services.complete(partial);
  if (partial.tag === undefined && partial.digest === undefined) return repository;
  throw new SwrctlError('REFERENCE_INVALID', `"${text}" names one image, not a repository`, {
    hint: `Leave the tag out: swrctl tag list ${registry}/${repository}`,
  });
}

/** One tag of a registry that is no SWR. */
export interface TagElsewhere extends Elsewhere {
  readonly repository: string;
  readonly tag: string;
  /** The whole reference. */
  readonly label: string;
}

/** @throws {SwrctlError} REFERENCE_INVALID, also without a tag. */
export async function tagElsewhere(services: Services, place: Elsewhere, text: string): Promise<TagElsewhere> {
  const { tag, digest, ...partial } = parseReference(text);
  if (tag === undefined || digest !== undefined) {
    throw new SwrctlError(
      'REFERENCE_INVALID',
      `"${text}" ${digest === undefined ? 'names no tag' : 'names a digest'}`,
      {
        hint: `Write it as HOST/REPO:TAG, for example ${place.name}/team/web:v1`,
      },
    );
  }
  const { repository } = await services.complete({ ...partial, tag });
  return { ...place, repository, tag, label: formatReference({ registry: place.name, repository, tag }) };
}
