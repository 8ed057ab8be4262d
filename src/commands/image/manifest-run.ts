import { SwrctlError } from '../../errors.ts';
import type { ContentNode } from '../../model/content.ts';
import type { ImageIndex, ImageManifest } from '../../model/manifest.ts';
import { manifestKey, type Reference } from '../../model/reference.ts';
import { escapeControlsAsUnicode } from '../../output/safe-text.ts';
import { getManifest, headManifest, type ManifestAddress } from '../../registry/manifest.ts';
import { selectImage } from '../../transfer/select.ts';
import type { Context } from '../context.ts';
import type { ManifestChoice } from './digest.ts';
import { parseOperand, withImage, type Operand } from './operand.ts';

/** `swrctl digest`: one HEAD where the registry tells, else the hash of the bytes. */
export async function runDigest(context: Context, choice: ManifestChoice): Promise<void> {
  const operand = await parseOperand(context, choice.operand);
  await context.output().text(`${await findDigest(context, operand, choice)}\n`);
}

async function findDigest(context: Context, operand: Operand, choice: ManifestChoice): Promise<string> {
  if (operand.kind === 'reference' && choice.platform === undefined) {
    const told = await headManifest(await addressOf(context, operand.reference));
    if (told?.digest !== undefined) return told.digest;
  }
  return (await findManifest(context, operand, choice)).descriptor.digest;
}

/** `swrctl manifest`. */
export async function runManifest(context: Context, choice: ManifestChoice): Promise<void> {
  const { bytes } = await findManifest(context, await parseOperand(context, choice.operand), choice);
  const isTerminal = context.world.stdout.isTTY === true;
  await context.output().text(isTerminal ? `${escapeControlsAsUnicode(bytes.toString('utf8'))}\n` : bytes);
}

/** @throws {SwrctlError} NOT_FOUND for what has no manifest, IMAGE_AMBIGUOUS when there is none for the platform. */
async function findManifest(
  context: Context,
  operand: Operand,
  { image, platform }: ManifestChoice,
): Promise<ImageManifest | ImageIndex> {
  if (operand.kind === 'reference' && platform === undefined) {
    return getManifest(await addressOf(context, operand.reference));
  }
  const options = { ...(image === undefined ? {} : { image }), ...(platform === undefined ? {} : { platform }) };
  const choice = { isStrict: true, note: context.output().note };
  return withImage(context, operand, options, ({ node, label }) =>
    Promise.resolve(manifestOf(platform === undefined ? node : selectImage(node, platform, choice), label)),
  );
}

function manifestOf(node: ContentNode, label: string): ImageManifest | ImageIndex {
  const found = node.kind === 'index' ? node.index : node.manifest;
  if (found !== undefined) return found;
  throw new SwrctlError('NOT_FOUND', `${label} is a docker-archive, which has no manifest and so no digest`, {
    hint: `A push makes one; see what is in the archive with: swrctl inspect ${label}`,
  });
}

async function addressOf(context: Context, reference: Reference): Promise<ManifestAddress> {
  const services = await context.services();
  return {
    host: services.registry(reference.registry),
    repository: reference.repository,
    key: manifestKey(reference),
    signal: context.world.signal,
  };
}
