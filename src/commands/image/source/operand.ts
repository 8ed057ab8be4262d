import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Archive } from '../../../archive/read/archive.ts';
import type { ArchiveImage } from '../../../archive/read/archive-image.ts';
import { choicesOf, listChoices, selectImage as selectArchiveImage } from '../../../archive/read/select.ts';
import { SwrctlError } from '../../../base/errors.ts';
import type { ContentNode } from '../../../model/content.ts';
import type { Platform } from '../../../model/platform.ts';
import { formatReference, manifestKey, parseReference, type Reference } from '../../../model/reference.ts';
import { openRepository } from '../../../registry/repository.ts';
import { selectPlatforms } from '../../../transfer/select.ts';
import type { Context } from '../../../app/world.ts';
import { openSource } from './open.ts';
import { refuseTransport } from './transports.ts';

/** What SOURCE|REF stands for. */
export type Operand =
  { readonly kind: 'source'; readonly source: string } | { readonly kind: 'reference'; readonly reference: Reference };

/** Ways to write a path that no reference has, so that a typing error in one is not looked up in a registry. */
export const PATH_LIKE = /^(?:\/|\.\.?(?:\/|$)|~)|\/$|\.(?:tar(?:\.(?:gz|zst|xz|bz2))?|tgz|tzst|txz|tbz2?)$/i;

/**
 * Tells an archive from a reference: what exists as a path is an archive, as is `-`; anything else is a reference
 * unless it is written like a path.
 *
 * @throws {SwrctlError} USAGE for a source of skopeo's, SOURCE_MISSING, REFERENCE_INVALID
 */
export async function parseOperand(context: Context, text: string): Promise<Operand> {
  if (text === '-' || (await exists(resolve(context.world.cwd, text)))) return { kind: 'source', source: text };
  await refuseTransport(context.world, text, false);
  if (PATH_LIKE.test(text)) {
    throw new SwrctlError('SOURCE_MISSING', `"${text}" does not exist`, {
      hint: 'Check the path; a reference is written [registry/]org/repo[:tag]',
    });
  }
  const partial = parseReference(text);
  return { kind: 'reference', reference: await (await context.services()).complete(partial) };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** An image or index of an archive or a registry. */
export interface OpenedImage {
  /** The path as given, or the whole reference. */
  readonly label: string;
  readonly node: ContentNode;
  /** Where it comes from an archive. */
  readonly archive?: Pick<Archive, 'format' | 'notes'> & { readonly names: readonly string[] };
}

export interface OperandOptions {
  /** NAME or @N: which image of an archive with several. */
  readonly image?: string | undefined;
  /** True: an archive with one image has no choice to make. Default: it has to be the one that `image` says. */
  readonly isChoiceOptional?: boolean;
  /** Only this platform is read from a registry. Default: all. */
  readonly platform?: Platform | undefined;
}

/** One of the images that an operand stands for; it can be loaded while `withImages` runs. */
export interface OperandImage {
  /** What `--image` takes for it: a name, a bare tag or `@N`. Of a reference the reference itself. */
  readonly choice: string;
  /** Names to know it by elsewhere, full names first. */
  readonly names: readonly string[];
  /** @throws {SwrctlError} SOURCE_INVALID, NOT_FOUND … */
  readonly load: () => Promise<OpenedImage>;
}

/**
 * Opens what an operand stands for while `use` runs: one image, or all of an archive when none is chosen.
 *
 * @throws {SwrctlError} SOURCE_MISSING, SOURCE_INVALID, IMAGE_AMBIGUOUS …
 */
export async function withImages<T>(
  context: Context,
  operand: Operand,
  options: OperandOptions,
  use: (images: readonly OperandImage[]) => Promise<T>,
): Promise<T> {
  if (operand.kind === 'reference') {
    const label = formatReference(operand.reference);
    return use([{ choice: label, names: [label], load: () => loadReference(context, operand.reference, options) }]);
  }
  const archive = await openSource(operand.source, context.world);
  try {
    return await use(chooseImages(archive, operand.source, options));
  } finally {
    await archive.close();
  }
}

function chooseImages(
  archive: Archive,
  label: string,
  { image: choice, isChoiceOptional = false }: OperandOptions,
): readonly OperandImage[] {
  const { images, parts, format, notes } = archive;
  const choices = choicesOf(images);
  const operandImage = (image: ArchiveImage): OperandImage => {
    const names = [...image.names, ...image.bareTags];
    return {
      choice: choices.get(image) ?? choice ?? '',
      names,
      load: async () => ({ label, node: await image.load(), archive: { format, notes, names } }),
    };
  };
  const takesAll = choice === undefined || (isChoiceOptional && images.length === 1);
  return (takesAll ? images : [selectArchiveImage(images, choice, parts)]).map(operandImage);
}

/**
 * Opens the one image that an operand stands for while `use` runs.
 *
 * @throws {SwrctlError} IMAGE_AMBIGUOUS for an archive with several and no choice; and as `withImages`.
 */
export function withImage<T>(
  context: Context,
  operand: Operand,
  options: OperandOptions,
  use: (image: OpenedImage) => Promise<T>,
): Promise<T> {
  return withImages(context, operand, options, async (images) => {
    const [image, ...others] = images;
    if (image !== undefined && others.length === 0) return use(await image.load());
    throw new SwrctlError('IMAGE_AMBIGUOUS', `the archive holds ${images.length} images`, {
      hint: `Choose one with --image: ${listChoices(images.map(({ choice }) => choice))}`,
    });
  });
}

async function loadReference(
  context: Context,
  reference: Reference,
  { platform }: OperandOptions,
): Promise<OpenedImage> {
  const services = await context.services();
  const repository = openRepository(services.registry(reference.registry), reference.repository, {
    signal: context.world.signal,
    retries: services.settings.retries,
  });
  const node = await repository.load(
    manifestKey(reference),
    platform === undefined ? {} : { select: selectPlatforms([platform]) },
  );
  return { label: formatReference(reference), node };
}
