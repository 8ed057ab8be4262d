import { SwrctlError, hasCode } from '../../../base/errors.ts';
import type { ImageIndex, ImageManifest } from '../../../model/manifest.ts';
import type { Platform } from '../../../model/platform.ts';
import { formatReference, manifestKey, type Reference } from '../../../model/reference.ts';
import type { View } from '../../../output/output.ts';
import { escapeControlsAsUnicode } from '../../../output/safe-text.ts';
import { getManifest, headManifest, type ManifestAddress } from '../../../registry/manifest.ts';
import { narrowToPlatforms, type SelectOptions } from '../../../transfer/select.ts';
import type { Context } from '../../../app/world.ts';
import type { ManifestChoice } from './digest.ts';
import { parseOperand, withImage, withImages, type OpenedImage, type Operand } from '../source/operand.ts';

/** The digest of one image, as JSON shows it. */
interface DigestRow {
  /** What `--image` takes for it in an archive; the whole reference in a registry. */
  readonly image: string;
  /** Null for one of several that has none. */
  readonly digest: string | null;
}

const DIGEST_VIEW: View<DigestRow> = {
  columns: [
    { header: 'Image', value: ({ image }) => image },
    { header: 'Digest', value: ({ digest }) => digest },
  ],
  name: ({ digest }) => digest ?? '',
};

/** `swrctl digest`: one HEAD where the registry tells, else the hash of the bytes; a row each of several images. */
export async function runDigest(context: Context, choice: ManifestChoice): Promise<void> {
  const output = context.output();
  const operand = await parseOperand(context, choice.operand);
  const rows =
    operand.kind === 'reference'
      ? [await digestAt(context, operand, choice)]
      : await digestsIn(context, operand, choice);
  const [row] = rows;
  if (row === undefined || rows.length > 1) return output.list(rows, DIGEST_VIEW);
  return output.isFormatAsked ? output.show(row, DIGEST_VIEW) : output.text(`${row.digest ?? ''}\n`);
}

async function digestAt(
  context: Context,
  operand: Operand & { kind: 'reference' },
  choice: ManifestChoice,
): Promise<DigestRow> {
  const image = formatReference(operand.reference);
  if (choice.platform === undefined) {
    const told = await headManifest(await addressOf(context, operand.reference));
    if (told !== undefined) return { image, digest: told.digest };
  }
  return { image, digest: (await findManifest(context, operand, choice)).descriptor.digest };
}

/** @throws {SwrctlError} what is wrong with the first, when none has a digest. */
async function digestsIn(
  context: Context,
  operand: Operand,
  { image, platform }: ManifestChoice,
): Promise<DigestRow[]> {
  return withImages(context, operand, { image }, async (images) => {
    const rows: DigestRow[] = [];
    const errors: SwrctlError[] = [];
    const { note } = context.output();
    for (const { choice, load } of images) {
      try {
        rows.push({ image: choice, digest: manifestOf(await load(), platform, note).descriptor.digest });
      } catch (error) {
        if (!hasCode(error, 'SOURCE_INVALID', 'NOT_FOUND', 'IMAGE_AMBIGUOUS')) throw error;
        errors.push(error);
        rows.push({ image: choice, digest: null });
      }
    }
    if (errors[0] !== undefined && errors.length === rows.length) throw errors[0];
    for (const { message } of errors) context.output().warn(message);
    return rows;
  });
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
  const { note } = context.output();
  return withImage(context, operand, { image, platform }, (opened) =>
    Promise.resolve(manifestOf(opened, platform, note)),
  );
}

function manifestOf(
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

async function addressOf(context: Context, reference: Reference): Promise<ManifestAddress> {
  const services = await context.services();
  return {
    host: services.registry(reference.registry),
    repository: reference.repository,
    key: manifestKey(reference),
    signal: context.world.signal,
  };
}
