import { SwrctlError } from '../../errors.ts';
import type { View } from '../../output/output.ts';
import { compareNodes, type PlatformDifference } from '../../transfer/compare.ts';
import { narrowToPlatforms } from '../../transfer/select.ts';
import type { Context } from '../context.ts';
import type { DiffOptions } from './diff.ts';
import { parseOperand, withImage } from './operand.ts';

const VIEW: View<PlatformDifference> = {
  columns: [
    { header: 'Field', value: ({ field }) => field },
    { header: 'Change', value: ({ change }) => change },
    { header: 'A', value: ({ a }) => a, kind: 'digest' },
    { header: 'B', value: ({ b }) => b, kind: 'digest' },
    { header: 'Size A', value: ({ sizeA }) => sizeA, kind: 'bytes' },
    { header: 'Size B', value: ({ sizeB }) => sizeB, kind: 'bytes' },
    { header: 'Platform', value: ({ platform }) => platform },
  ],
  name: ({ field }) => field,
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
  const options = { ...(image === undefined ? {} : { image }), ...(platform === undefined ? {} : { platform }) };
  const platforms = platform === undefined ? [] : [platform];
  const [left, right] = [await parseOperand(context, a), await parseOperand(context, b)];
  const { differences, isPackedAlike } = await withImage(context, left, options, (one) =>
    withImage(context, right, options, (other) =>
      output.waitFor('Comparing', () =>
        compareNodes(
          narrowToPlatforms(one.node, platforms, output.note),
          narrowToPlatforms(other.node, platforms, output.note),
          context.world.signal,
        ),
      ),
    ),
  );
  await output.list(differences, VIEW);
  if (differences.length > 0) {
    const points = differences.length === 1 ? '1 point' : `${differences.length} points`;
    throw new SwrctlError('DIFFERENT', `The images differ in ${points}`);
  }
  output.note(isPackedAlike ? 'The same image' : 'The same image, packed differently');
}
