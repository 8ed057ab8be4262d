import type { Finding } from '../../../model/finding.ts';
import { checkContent } from '../../../transfer/check-content.ts';
import type { CheckedImage } from '../../../transfer/check-subject.ts';
import type { Context } from '../../../app/world.ts';

/** Reads every layer of the images, with a progress display; a blocker for each that is damaged. */
export async function readLayers(context: Context, images: readonly CheckedImage[]): Promise<Finding[]> {
  const progress = context.output().progress();
  try {
    return await checkContent(images, {
      signal: context.world.signal,
      onLayer: (label, size) => {
        const item = progress.begin(label, size);
        item.setState('reading');
        return { onBytes: item.add, onEnd: (isGood) => item.setState(isGood ? 'done' : 'failed') };
      },
    });
  } finally {
    progress.stop();
  }
}
