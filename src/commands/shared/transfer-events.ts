import type { CopyEvents } from '../../transfer/copy-session.ts';
import { formatReference, type Reference } from '../../model/reference.ts';
import type { Progress } from '../../output/output.ts';

/** Shows a transfer's blobs in the progress display. */
export function transferEvents(progress: Progress, moving: 'uploading' | 'downloading'): CopyEvents {
  return {
    onBlob: (label, size, unpackedSize) => {
      const item = progress.begin(label, size);
      if (unpackedSize !== undefined) item.setRead(0, unpackedSize);
      return {
        onBytes: item.add,
        onRead: (bytes) => {
          if (unpackedSize !== undefined) item.setRead(bytes, unpackedSize);
        },
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

/** Which image of several is on its way. @param index from 0. */
export function tellTopic(progress: Progress, index: number, count: number, reference: Reference | undefined): void {
  if (count < 2) return;
  const name = reference === undefined ? '' : `: ${formatReference(reference).slice(reference.registry.length + 1)}`;
  progress.setTopic(`Image ${index + 1} of ${count}${name}`);
}
