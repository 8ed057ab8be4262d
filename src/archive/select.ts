import { SwrctlError } from '../errors.ts';
import type { ArchiveImage } from './archive-image.ts';

const DOCKER_HUB = /^(?:index\.|registry-1\.)?docker\.io\//;

/** `app`, `app:latest` and `docker.io/library/app:latest` are the same name. */
function canonicalName(name: string): string {
  const tagged = /(?::[^/]+|@.+)$/.test(name) ? name : `${name}:latest`;
  const short = tagged.replace(DOCKER_HUB, '');
  return short.startsWith('library/') ? short.slice('library/'.length) : short;
}

/** True when both names mean the same image, as docker completes them. */
export function sameName(a: string, b: string): boolean {
  return canonicalName(a) === canonicalName(b);
}

/**
 * Chooses one image of an archive.
 *
 * @param choice a name as the archive has it or as docker would complete it, a bare tag, or `@N`, counting from 0 as
 *   skopeo does. Absent: the only image.
 * @throws {SwrctlError} IMAGE_AMBIGUOUS, listing the choices.
 */
export function selectImage(images: readonly ArchiveImage[], choice?: string): ArchiveImage {
  const [image, ...more] = candidates(images, choice);
  if (image !== undefined && more.length === 0) return image;
  const found = choice === undefined ? `the archive holds ${images.length} images` : problem(choice, more.length + 1);
  throw new SwrctlError('IMAGE_AMBIGUOUS', image === undefined ? problem(choice ?? '', 0) : found, {
    hint: `Choose one with --image: ${choices(images)}`,
  });
}

/** An archive may hold thousands. */
const MAX_CHOICES = 50;

function choices(images: readonly ArchiveImage[]): string {
  const shown = images.slice(0, MAX_CHOICES).map(describeChoice).join(', ');
  return images.length > MAX_CHOICES ? `${shown} … and ${images.length - MAX_CHOICES} more` : shown;
}

function candidates(images: readonly ArchiveImage[], choice: string | undefined): readonly ArchiveImage[] {
  if (choice === undefined) return images;
  const position = /^@([0-9]{1,7})$/.exec(choice)?.[1];
  if (position !== undefined) return images.slice(Number(position), Number(position) + 1);
  const exact = images.filter(({ names, bareTags }) => names.includes(choice) || bareTags.includes(choice));
  return exact.length > 0 ? exact : images.filter(({ names }) => names.some((name) => sameName(name, choice)));
}

function problem(choice: string, count: number): string {
  return count === 0 ? `the archive holds no image "${choice}"` : `"${choice}" fits ${count} images of the archive`;
}

/** `app:v1` or, without a name, `@2`: what `selectImage` takes for this image. */
export function describeChoice(image: ArchiveImage, position: number): string {
  return image.names[0] ?? image.bareTags[0] ?? `@${position}`;
}
