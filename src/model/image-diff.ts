import { imageFacts } from './image-facts.ts';
import type { ConfigNode } from './content.ts';
import type { HistoryEntry } from './image-config.ts';

/** One image, as far as two are compared. */
export interface ComparedImage {
  readonly config: ConfigNode;
  readonly layers: readonly ComparedLayer[];
}

export interface ComparedLayer {
  /** What the layer is, however it is packed: its diffID. For artifacts the digest. */
  readonly identity: string;
  /** Bytes as stored. */
  readonly size: number;
}

export type Change = 'added' | 'removed' | 'changed';

/** Something that is in only one of two images, or not the same in both. */
export interface Difference {
  /** `env.PATH`, `labels.version`, `layers[2]`, `history[3]` … */
  readonly field: string;
  /** From the first image to the second. */
  readonly change: Change;
  /** In the first image; null when it has none. */
  readonly a: string | null;
  readonly b: string | null;
  /** Stored bytes, for layers. */
  readonly sizeA: number | null;
  readonly sizeB: number | null;
}

/** Compares what two images are, not how they are packed. Images without a difference run alike. */
export function compareImages(a: ComparedImage, b: ComparedImage): Difference[] {
  const historyA = a.config.image?.history ?? [];
  const historyB = b.config.image?.history ?? [];
  return [
    ...compareFacts(imageFacts(a.config), imageFacts(b.config)),
    ...compareLayers(a.layers, b.layers),
    ...compareHistory(historyA, historyB),
  ];
}

function difference(field: string, a: string | undefined, b: string | undefined): Difference {
  const change = a === undefined ? 'added' : b === undefined ? 'removed' : 'changed';
  return { field, change, a: a ?? null, b: b ?? null, sizeA: null, sizeB: null };
}

function compareFacts(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): Difference[] {
  const fields = [...new Set([...a.keys(), ...b.keys()])];
  return fields
    .filter((field) => a.get(field) !== b.get(field))
    .map((field) => difference(field, a.get(field), b.get(field)));
}

function compareLayers(a: readonly ComparedLayer[], b: readonly ComparedLayer[]): Difference[] {
  return unequalPairs(a, b, ({ identity }) => identity).map(({ index, left, right }) => ({
    ...difference(`layers[${index}]`, left?.identity, right?.identity),
    sizeA: left?.size ?? null,
    sizeB: right?.size ?? null,
  }));
}

const stepText = ({ createdBy, comment, emptyLayer }: HistoryEntry): string =>
  `${createdBy}${comment === undefined ? '' : ` # ${comment}`}${emptyLayer ? ' (no layer)' : ''}`;

function compareHistory(a: readonly HistoryEntry[], b: readonly HistoryEntry[]): Difference[] {
  const steps = unequalPairs(a, b, stepText).map(({ index, left, right }) =>
    difference(`history[${index}]`, left && stepText(left), right && stepText(right)),
  );
  if (steps.length > 0) return steps;
  // The same steps at another time: one line says it, not one for each step.
  const later = a.findIndex(({ created }, index) => created !== b[index]?.created);
  return later === -1 ? [] : [difference(`history[${later}].created`, a[later]?.created, b[later]?.created)];
}

interface Pair<T> {
  readonly index: number;
  readonly left: T | undefined;
  readonly right: T | undefined;
}

/** What stands between the common start and the common end of two lists, side by side. */
function unequalPairs<T>(a: readonly T[], b: readonly T[], keyOf: (item: T) => string): Pair<T>[] {
  const [keysA, keysB] = [a.map(keyOf), b.map(keyOf)];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && keysA[start] === keysB[start]) start += 1;
  let end = 0;
  while (end < shorter - start && keysA[a.length - 1 - end] === keysB[b.length - 1 - end]) end += 1;
  const [middleA, middleB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const pairs = Array.from({ length: Math.max(middleA.length, middleB.length) }, (_, offset) => ({
    index: start + offset,
    left: middleA[offset],
    right: middleB[offset],
  }));
  return pairs.filter(({ left, right }) => !left || !right || keyOf(left) !== keyOf(right));
}
