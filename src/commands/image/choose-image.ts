import type { Archive } from '../../archive/archive.ts';
import type { ArchiveImage } from '../../archive/archive-image.ts';
import { SwrctlError } from '../../errors.ts';

/** How a person can choose each image: its names, or its place. */
export function imageChoices({ images }: Archive): string[] {
  return images.map(({ names, bareTags }, index) => {
    const known = [...names, ...bareTags];
    return known.length > 0 ? `@${index + 1} ${known.join(', ')}` : `@${index + 1} (no name)`;
  });
}

function ambiguous(archive: Archive, message: string): SwrctlError {
  return new SwrctlError('IMAGE_AMBIGUOUS', message, {
    hint: `Choose one with --image NAME or --image @N: ${imageChoices(archive).join('; ')}`,
  });
}

/**
 * The one image that `--image NAME|@N` names, or the only one there is.
 *
 * @throws {SwrctlError} IMAGE_AMBIGUOUS listing the choices.
 */
export function chooseImage(archive: Archive, choice: string | undefined): ArchiveImage {
  const { images } = archive;
  if (choice === undefined) {
    const [only] = images;
    if (only !== undefined && images.length === 1) return only;
    throw ambiguous(archive, `The archive holds ${images.length} images`);
  }
  const place = /^@(\d+)$/.exec(choice)?.[1];
  const found = place === undefined ? images.filter((image) => hasName(image, choice)) : [images[Number(place) - 1]];
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first;
  throw ambiguous(
    archive,
    first === undefined ? `The archive has no image "${choice}"` : `"${choice}" fits several images`,
  );
}

/** A name fits as written, and `app` stands for `app:latest`. */
function hasName({ names, bareTags }: ArchiveImage, choice: string): boolean {
  return names.includes(choice) || names.includes(`${choice}:latest`) || bareTags.includes(choice);
}
