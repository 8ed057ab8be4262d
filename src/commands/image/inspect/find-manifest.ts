import { SwrctlError } from '../../../base/errors.ts';
import type { ImageIndex, ImageManifest } from '../../../model/manifest.ts';
import type { Platform } from '../../../model/platform.ts';
import { manifestKey, type Reference } from '../../../model/reference.ts';
import { getManifest, type ManifestAddress } from '../../../registry/manifest.ts';
import { narrowToPlatforms, type SelectOptions } from '../../../transfer/select.ts';
import type { Context } from '../../../app/world.ts';
import type { ManifestChoice } from './manifest-choice.ts';
import { withImage, type OpenedImage, type Operand } from '../source/operand.ts';

/** @throws {SwrctlError} NOT_FOUND for what has no manifest, IMAGE_AMBIGUOUS when there is none for the platform. */
export async function findManifest(
  context: Context,
  operand: Operand,
  { image, platform }: ManifestChoice,
): Promise<ImageManifest | ImageIndex> {
  if (operand.kind === 'reference' && platform === undefined) {
    return getManifest(await addressOf(context, operand.reference));
  }
  const { note } = context.output();
  return withImage(context, operand, { image, platform }, (opened) =>
    Promise.resolve(manifestOf(opened, platform, note)),
  );
}

export function manifestOf(
  { node: whole, label }: OpenedImage,
  platform: Platform | undefined,
  note: SelectOptions['note'],
): ImageManifest | ImageIndex {
  const node = narrowToPlatforms(whole, platform === undefined ? [] : [platform], note);
  const found = node.kind === 'index' ? node.index : node.manifest;
  if (found !== undefined) return found;
  throw new SwrctlError('NOT_FOUND', `${label} is a docker-archive, which has no manifest and so no digest`, {
    hint: `A push makes one; see what is in the archive with: swrctl inspect ${label}`,
  });
}

export async function addressOf(context: Context, reference: Reference): Promise<ManifestAddress> {
  const services = await context.services();
  return {
    host: services.registry(reference.registry),
    repository: reference.repository,
    key: manifestKey(reference),
    signal: context.world.signal,
  };
}
