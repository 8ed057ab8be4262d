import type { SwrctlError } from '../../../base/errors.ts';
import { hasCode } from '../../../base/errors.ts';
import { formatReference } from '../../../model/reference.ts';
import type { View } from '../../../output/output.ts';
import { headManifest } from '../../../registry/manifest.ts';
import type { Context } from '../../../app/world.ts';
import type { ManifestChoice } from './manifest-choice.ts';
import { parseOperand, withImages, type Operand } from '../source/operand.ts';
import { findManifest, manifestOf, addressOf } from './find-manifest.ts';

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
