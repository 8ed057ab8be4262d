import { canonicalName } from '../../../archive/read/archive-name.ts';
import type { OperandImage } from '../source/operand.ts';

/** What is compared with what; one side is missing for an image that the other source does not have. */
export interface OperandPair {
  readonly left?: OperandImage | undefined;
  readonly right?: OperandImage | undefined;
}

/** How well two names fit: the same name, then the same repository and tag somewhere else. */
const KEYS: readonly ((name: string) => string)[] = [
  canonicalName,
  (name) => canonicalName(name).split('/').at(-1) ?? name,
];

/**
 * Finds the pairs of two sources: two single images are one, whatever they are called; of several those with the same
 * name, and if as many are left on both sides, those at the same place.
 */
export function pairOperands(a: readonly OperandImage[], b: readonly OperandImage[]): readonly OperandPair[] {
  const [left, right] = [[...a], [...b]];
  const pairs: OperandPair[] = left.length === 1 && right.length === 1 ? takeInOrder(left, right) : [];
  for (const keyOf of KEYS) pairs.push(...takeNamesakes(left, right, keyOf));
  if (left.length === right.length) pairs.push(...takeInOrder(left, right));
  return [...pairs, ...left.map((image) => ({ left: image })), ...right.map((image) => ({ right: image }))];
}

function takeInOrder(left: OperandImage[], right: OperandImage[]): OperandPair[] {
  const others = right.splice(0);
  return left.splice(0).map((image, index) => ({ left: image, right: others[index] }));
}

/** Takes the images out of both lists that share a key with exactly one image of the other. */
function takeNamesakes(left: OperandImage[], right: OperandImage[], keyOf: (name: string) => string): OperandPair[] {
  const [ofLeft, ofRight] = [ownersOf(left, keyOf), ownersOf(right, keyOf)];
  const pairs: OperandPair[] = [];
  for (const [key, one] of ofLeft) {
    const other = ofRight.get(key);
    if (one === undefined || other === undefined || !left.includes(one) || !right.includes(other)) continue;
    left.splice(left.indexOf(one), 1);
    right.splice(right.indexOf(other), 1);
    pairs.push({ left: one, right: other });
  }
  return pairs;
}

/** Key → the one image that has it, undefined when several do. */
function ownersOf(
  images: readonly OperandImage[],
  keyOf: (name: string) => string,
): Map<string, OperandImage | undefined> {
  const owners = new Map<string, OperandImage | undefined>();
  for (const image of images) {
    for (const key of new Set(image.names.map(keyOf))) owners.set(key, owners.has(key) ? undefined : image);
  }
  return owners;
}
