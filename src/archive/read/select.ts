import { SwrctlError } from '../../base/errors.ts';
import type { ArchiveImage } from './archive-image.ts';
import { canonicalName, isDigestName, sameName } from './archive-name.ts';

/** Choices that a message lists; an archive may hold thousands. */
const MAX_LISTED = 20;

/**
 * Chooses one image of an archive.
 *
 * @param choice a name as the archive has it or as docker would complete it, a bare tag, or `@N`: the N-th entry of the
 *   source, counting from 0 as skopeo does. Absent: the only image.
 * @param parts what is no image of its own but can be chosen by its place.
 * @throws {SwrctlError} IMAGE_AMBIGUOUS, listing the choices.
 */
export function selectImage(
  images: readonly ArchiveImage[],
  choice?: string,
  parts: readonly ArchiveImage[] = [],
): ArchiveImage {
  const [image, ...more] = candidates(images, choice, parts);
  if (image !== undefined && more.length === 0) return image;
  const found = choice === undefined ? `the archive holds ${images.length} images` : problem(choice, more.length + 1);
  throw new SwrctlError('IMAGE_AMBIGUOUS', image === undefined ? problem(choice ?? '', 0) : found, {
    hint: `Choose one with --image: ${listChoices([...choicesOf(images).values()])}`,
  });
}

function candidates(
  images: readonly ArchiveImage[],
  choice: string | undefined,
  parts: readonly ArchiveImage[],
): readonly ArchiveImage[] {
  if (choice === undefined) return images;
  const position = /^@([0-9]{1,7})$/.exec(choice)?.[1];
  if (position !== undefined) return atPlace(images, parts, Number(position));
  const exact = images.filter(({ names, bareTags }) => names.includes(choice) || bareTags.includes(choice));
  return exact.length > 0 ? exact : images.filter(({ names }) => names.some((name) => sameName(name, choice)));
}

function atPlace(
  images: readonly ArchiveImage[],
  parts: readonly ArchiveImage[],
  place: number,
): readonly ArchiveImage[] {
  const own = images.filter((image, index) => placesOf(image, index).includes(place));
  return own.length > 0 ? own : parts.filter(({ places }) => places?.includes(place));
}

function placesOf({ places }: ArchiveImage, index: number): readonly number[] {
  return places ?? [index];
}

function problem(choice: string, count: number): string {
  return count === 0 ? `the archive holds no image "${choice}"` : `"${choice}" fits ${count} images of the archive`;
}

/**
 * What `selectImage` takes for each image: its first tag (`app:v1`, `v1`) that no other one has, else its place (`@2`).
 */
export function choicesOf(images: readonly ArchiveImage[]): ReadonlyMap<ArchiveImage, string> {
  const keysOf = ({ names, bareTags }: ArchiveImage) => [...new Set([...names.map(canonicalName), ...bareTags])];
  const uses = new Map<string, number>();
  for (const key of images.flatMap(keysOf)) uses.set(key, (uses.get(key) ?? 0) + 1);
  const isOwn = (key: string): boolean => uses.get(key) === 1;
  const choiceOf = (image: ArchiveImage, index: number): string =>
    image.names.find((name) => !isDigestName(name) && isOwn(canonicalName(name))) ??
    image.bareTags.find(isOwn) ??
    `@${placesOf(image, index)[0] ?? index}`;
  return new Map(images.map((image, index) => [image, choiceOf(image, index)]));
}

/** The choices in one line, the first ones of very many. */
export function listChoices(choices: readonly string[]): string {
  const listed = choices.slice(0, MAX_LISTED).join(', ');
  return choices.length > MAX_LISTED ? `${listed} … @N` : listed;
}
