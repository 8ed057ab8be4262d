import type { CopyEvents } from '../../transfer/copy.ts';
import type { Progress } from '../../output/output.ts';
import { isDigest, shortHex } from '../../model/digest.ts';

/** Shows a transfer's blobs in the progress display. */
export function transferEvents(progress: Progress, moving: 'uploading' | 'downloading'): CopyEvents {
  return {
    onBlob: (label, size) => {
      const item = progress.begin(isDigest(label) ? shortHex(label) : label, size);
      return {
        onBytes: item.add,
        onResumed: (count) => {
          if (size !== undefined) item.setTotal(size - count);
        },
        onRestart: () => {
          item.restart();
          if (size !== undefined) item.setTotal(size);
        },
        onMounted: () => {
          item.setState('mounted');
        },
        onState: (state) => {
          item.setState(state === 'uploading' ? moving : state);
        },
      };
    },
  };
}
