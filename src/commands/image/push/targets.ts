import type { Archive } from '../../../archive/read/archive.ts';
import type { ArchiveImage } from '../../../archive/read/archive-image.ts';
import { isDigestName } from '../../../archive/read/archive-name.ts';
import { printableName } from '../../../archive/entry-name.ts';
import { choicesOf, listChoices, selectImage } from '../../../archive/read/select.ts';
import { SwrctlError } from '../../../base/errors.ts';
import { parseReference, type PartialReference, type Reference } from '../../../model/reference.ts';
import type { Services } from '../../../app/services.ts';
import type { Complete } from './organization.ts';
import type { PushOptions } from './push-options.ts';
import type { PushRun } from '../send/run.ts';

/** An image and the tags that it is to get. */
export interface PushTarget {
  readonly image: ArchiveImage;
  readonly references: readonly Reference[];
  /** Names of the image that are digests, and so nothing to push it under. Empty where the user says under what. */
  readonly leftOut: readonly string[];
}

/**
 * Which image goes where. With references: one image under these names. Without: every image under its own.
 *
 * @throws {SwrctlError} USAGE, IMAGE_AMBIGUOUS, REFERENCE_INVALID.
 */
export async function pushTargets(
  { options, services }: Pick<PushRun<PushOptions>, 'options' | 'services'>,
  archive: Archive,
  complete: Complete,
): Promise<PushTarget[]> {
  if (options.references.length > 0) {
    const image = choose(archive, options.image);
    const references = await Promise.all(options.references.map((text) => explicit(text, complete)));
    return [{ image, references, leftOut: [] }];
  }
  const images = options.image === undefined ? archive.images : [choose(archive, options.image)];
  return Promise.all(images.map((image) => ownTarget(archive, image, services, complete)));
}

function choose({ images, parts }: Archive, choice: string | undefined): ArchiveImage {
  return selectImage(images, choice, parts);
}

async function explicit(text: string, complete: Complete): Promise<Reference> {
  const reference = parseReference(text);
  if (reference.digest === undefined) return complete(reference);
  throw new SwrctlError('USAGE', `"${text}" has a digest: the digest of a pushed image follows from its content`, {
    hint: `Leave "@${reference.digest}" out`,
  });
}

/** Under its own names; a tag is never made up. */
async function ownTarget(
  archive: Archive,
  image: ArchiveImage,
  services: Services,
  complete: Complete,
): Promise<PushTarget> {
  const { tags, digests } = sortNames(image.names);
  if (tags.length === 0) throw nameless(archive, digests[0]);
  const references = tags.map((name) => complete(renamed(parseReference(name), services)));
  return { image, references: await Promise.all(references), leftOut: digests };
}

function nameless({ images }: Archive, digest: string | undefined): SwrctlError {
  const message =
    digest === undefined
      ? 'An image in the archive has no name to be pushed under'
      : `An image in the archive has no tag to be pushed under: its only name is ${digest}`;
  return new SwrctlError('USAGE', message, {
    hint: `Give a reference: swrctl push SOURCE ORG/REPO:TAG --image @N (${listChoices([...choicesOf(images).values()])})`,
  });
}

/** Names that say a tag, or mean `latest`, and names that are digests. */
export function sortNames(names: readonly string[]): { tags: readonly string[]; digests: readonly string[] } {
  return { tags: names.filter((name) => !isDigestName(name)), digests: names.filter(isDigestName) };
}

/** What is said about the names that `sortNames` finds to be digests. */
export function describeLeftOut(digests: readonly string[]): readonly string[] {
  return digests.map((name) => `the name ${printableName(name)} is left out: it is a digest, not a tag`);
}

/**
 * The name in the archive as a name on our registry: the host goes, `--org` replaces the first path part, and the
 * default organization only fills a missing one. Source: docs/reference/contract.md#names-of-pushed-images.
 */
export function renamed(
  { repository, tag }: PartialReference,
  { settings }: Pick<Services, 'settings'>,
): PartialReference {
  const rest = repository.includes('/') ? repository.slice(repository.indexOf('/') + 1) : repository;
  const replaces = settings.org !== undefined && settings.sources.org === 'flag';
  return { repository: replaces ? `${settings.org}/${rest}` : repository, ...(tag === undefined ? {} : { tag }) };
}
