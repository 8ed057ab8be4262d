import type { Platform } from '../../../model/platform.ts';
import type { Context } from '../../../app/world.ts';
import { SwrctlError } from '../../../base/errors.ts';
import type { ContentNode } from '../../../model/content.ts';
import type { View } from '../../../output/output.ts';
import { compareNodes, type PlatformDifference } from '../../../transfer/compare.ts';
import { narrowToPlatforms } from '../../../transfer/select.ts';
import { pairOperands, type OperandPair } from './diff-pairs.ts';
import { parseOperand, withImages, type OperandImage } from '../source/operand.ts';

export interface DiffOptions {
  /** Archive or reference. */
  readonly a: string;
  readonly b: string;
  /** NAME or @N, in archives with several images. */
  readonly image?: string;
  readonly platform?: Platform;
}

/** A difference and the image it was found in: what `--image` takes for it, null where each source has only one. */
type DiffRow = PlatformDifference & { readonly image: string | null };

const VIEW: View<DiffRow> = {
  columns: [
    { header: 'Field', value: ({ field }) => field },
    { header: 'Change', value: ({ change }) => change },
    { header: 'A', value: ({ a }) => a, kind: 'digest', flow: 'shorten' },
    { header: 'B', value: ({ b }) => b, kind: 'digest', flow: 'shorten' },
    { header: 'Size A', value: ({ sizeA }) => sizeA, kind: 'bytes', drop: 2 },
    { header: 'Size B', value: ({ sizeB }) => sizeB, kind: 'bytes', drop: 3 },
    { header: 'Platform', value: ({ platform }) => platform, drop: 1 },
  ],
  name: ({ field }) => field,
};

const SEVERAL_VIEW: View<DiffRow> = {
  ...VIEW,
  columns: [{ header: 'Image', value: ({ image }) => image }, ...VIEW.columns],
};

/**
 * `swrctl diff`.
 *
 * @throws {SwrctlError} DIFFERENT when the images are not the same.
 */
export async function runDiff(context: Context, { a, b, image, platform }: DiffOptions): Promise<void> {
  if (a === '-' && b === '-') {
    throw new SwrctlError('USAGE', 'Standard input holds one archive, not two', { hint: 'Give one of them as a file' });
  }
  const output = context.output();
  const [left, right] = [await parseOperand(context, a), await parseOperand(context, b)];
  const options = { image, isChoiceOptional: true, platform };
  const narrow = (node: ContentNode) => narrowToPlatforms(node, platform === undefined ? [] : [platform], output.note);
  const { rows, pairs, isPackedAlike } = await withImages(context, left, options, (ones) =>
    withImages(context, right, options, (others) =>
      output.waitFor('Comparing', () => comparePairs(pairOperands(ones, others), narrow, context.world.signal)),
    ),
  );
  await output.list(rows, pairs === 1 ? VIEW : SEVERAL_VIEW);
  const images = pairs === 1 ? 'The same image' : 'The same images';
  if (rows.length > 0) {
    const points = rows.length === 1 ? '1 point' : `${rows.length} points`;
    throw new SwrctlError('DIFFERENT', `The images differ in ${points}`);
  }
  output.note(isPackedAlike ? images : `${images}, packed differently`);
}

interface Compared {
  readonly rows: readonly DiffRow[];
  readonly pairs: number;
  readonly isPackedAlike: boolean;
}

async function comparePairs(
  pairs: readonly OperandPair[],
  narrow: (node: ContentNode) => ContentNode,
  signal: AbortSignal,
): Promise<Compared> {
  const load = async ({ load: open }: OperandImage) => narrow((await open()).node);
  const rows: DiffRow[] = [];
  let isPackedAlike = true;
  for (const { left, right } of pairs) {
    const image = pairs.length === 1 ? null : ((left ?? right)?.choice ?? null);
    if (left === undefined || right === undefined) {
      rows.push({ image, ...onlyIn(left?.choice, right?.choice) });
      continue;
    }
    const found = await compareNodes(await load(left), await load(right), signal);
    rows.push(...found.differences.map((difference) => ({ image, ...difference })));
    isPackedAlike &&= found.isPackedAlike;
  }
  return { rows, pairs: pairs.length, isPackedAlike };
}

function onlyIn(a: string | undefined, b: string | undefined): PlatformDifference {
  return {
    field: 'image',
    change: a === undefined ? 'added' : 'removed',
    platform: null,
    a: a ?? null,
    b: b ?? null,
    sizeA: null,
    sizeB: null,
  };
}
