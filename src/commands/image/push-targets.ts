import type { Archive } from '../../archive/archive.ts';
import type { ArchiveImage } from '../../archive/archive-image.ts';
import { describeChoice, selectImage } from '../../archive/select.ts';
import { SwrctlError } from '../../errors.ts';
import { parseReference, type PartialReference, type Reference } from '../../model/reference.ts';
import type { Services } from '../services.ts';
import type { PushOptions } from './push.ts';

/** An image and the tags that it is to get. */
export interface PushTarget {
  readonly image: ArchiveImage;
  readonly references: readonly Reference[];
}

/**
 * Which image goes where. With references: one image under these names. Without: every image under its own.
 *
 * @throws {SwrctlError} USAGE, IMAGE_AMBIGUOUS, REFERENCE_INVALID.
 */
export async function pushTargets(archive: Archive, options: PushOptions, services: Services): Promise<PushTarget[]> {
  if (options.references.length > 0) {
    const image = selectImage(archive.images, options.image);
    return [{ image, references: await Promise.all(options.references.map((text) => explicit(text, services))) }];
  }
  const images = options.image === undefined ? archive.images : [selectImage(archive.images, options.image)];
  return Promise.all(
    images.map(async (image) => ({ image, references: await ownReferences(archive, image, services) })),
  );
}

async function explicit(text: string, { complete }: Services): Promise<Reference> {
  const reference = parseReference(text);
  if (reference.digest === undefined) return complete(reference);
  throw new SwrctlError('USAGE', `"${text}" has a digest: the digest of a pushed image follows from its content`, {
    hint: `Leave "@${reference.digest}" out`,
  });
}

async function ownReferences(archive: Archive, image: ArchiveImage, services: Services): Promise<Reference[]> {
  if (image.names.length === 0) {
    throw new SwrctlError('USAGE', 'An image in the archive has no name to be pushed under', {
      hint: `Give a reference: swrctl push SOURCE ORG/REPO:TAG --image @N (${archive.images.map(describeChoice).join(', ')})`,
    });
  }
  return Promise.all(image.names.map((name) => services.complete(renamed(parseReference(name), services))));
}

/**
 * The name in the archive as a name on our registry: the host goes, `--org` replaces the first path part, and the
 * default organization only fills a missing one. Source: product.md §2.
 */
export function renamed(
  { repository, tag }: PartialReference,
  { settings }: Pick<Services, 'settings'>,
): PartialReference {
  const rest = repository.includes('/') ? repository.slice(repository.indexOf('/') + 1) : repository;
  const replaces = settings.org !== undefined && settings.sources.org === 'flag';
  return { repository: replaces ? `${settings.org}/${rest}` : repository, ...(tag === undefined ? {} : { tag }) };
}
