import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Archive } from '../../archive/archive.ts';
import { selectImage as selectArchiveImage } from '../../archive/select.ts';
import { SwrctlError } from '../../errors.ts';
import type { ContentNode } from '../../model/content.ts';
import type { Platform } from '../../model/platform.ts';
import { formatReference, manifestKey, parseReference, type Reference } from '../../model/reference.ts';
import { openRepository } from '../../registry/repository.ts';
import { selectPlatforms } from '../../transfer/select.ts';
import type { Context } from '../context.ts';
import { openSource } from './open-source.ts';

/** What SOURCE|REF stands for. */
export type Operand =
  { readonly kind: 'source'; readonly source: string } | { readonly kind: 'reference'; readonly reference: Reference };

/** Ways to write a path that no reference has, so that a typing error in one is not looked up in a registry. */
const PATH_LIKE = /^(?:\/|\.\.?(?:\/|$)|~)|\/$|\.(?:tar(?:\.(?:gz|zst|xz|bz2))?|tgz|tzst|txz|tbz2?)$/i;

/**
 * Tells an archive from a reference: what exists as a path is an archive, as is `-`; anything else is a reference
 * unless it is written like a path.
 *
 * @throws {SwrctlError} SOURCE_MISSING, REFERENCE_INVALID
 */
export async function parseOperand(context: Context, text: string): Promise<Operand> {
  if (text === '-' || (await exists(resolve(context.world.cwd, text)))) return { kind: 'source', source: text };
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
  /** NAME or @N: which image of an archive with several; an archive with one image has no choice to make. */
  readonly image?: string;
  /** Only this platform is read from a registry. Default: all. */
  readonly platform?: Platform;
}

/**
 * Opens what an operand stands for while `use` runs.
 *
 * @throws {SwrctlError} SOURCE_MISSING, SOURCE_INVALID, IMAGE_AMBIGUOUS, NOT_FOUND …
 */
export async function withImage<T>(
  context: Context,
  operand: Operand,
  options: OperandOptions,
  use: (image: OpenedImage) => Promise<T>,
): Promise<T> {
  if (operand.kind === 'reference') return use(await loadReference(context, operand.reference, options));
  const archive = await openSource(operand.source, context.world);
  try {
    const choice = archive.images.length > 1 ? options.image : undefined;
    const image = selectArchiveImage(archive.images, choice, archive.parts);
    const names = [...image.names, ...image.bareTags];
    const { format, notes } = archive;
    return await use({ label: operand.source, node: await image.load(), archive: { format, notes, names } });
  } finally {
    await archive.close();
  }
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
