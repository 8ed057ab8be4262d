import type { HistoryEntry, ImageConfig } from './image-config.ts';

/**
 * The history line that made each layer, first layer first. Undefined throughout where the history does not fit the
 * layers, as some builders leave it out or shorten it.
 */
export function layerSteps({ diffIDs, history }: ImageConfig): readonly (HistoryEntry | undefined)[] {
  const steps = history.filter(({ emptyLayer }) => !emptyLayer);
  return diffIDs.map((_, position) => (steps.length === diffIDs.length ? steps[position] : undefined));
}
