/** What one column of a table asks for. */
export interface Wish {
  /** Columns of its longest cell, the header included. */
  readonly width: number;
  /** True: can do with less, because its text may be shortened or wrapped. */
  readonly isFlowing: boolean;
  /** Left out when there is no room; lower numbers go first. Absent: stays. */
  readonly drop?: number | undefined;
}

/** Columns between two columns. */
export const GAP = 2;
/** Flowing text with less room than this is of no use. */
const LEAST = 20;

/**
 * The width of each column in a table that is `room` wide; undefined for one that is left out. Flowing text gives way
 * first, down to a width in which it can still be read, then columns are dropped in their order. What cannot be made to
 * fit is wider.
 */
export function fitColumns(wishes: readonly Wish[], room: number): (number | undefined)[] {
  const order = wishes.filter(({ drop }) => drop !== undefined).sort((a, b) => Number(a.drop) - Number(b.drop));
  const dropped = new Set<Wish>();
  for (const next of order) {
    if (leastWidth(wishes.filter((wish) => !dropped.has(wish))) <= room) break;
    dropped.add(next);
  }
  const kept = wishes.filter((wish) => !dropped.has(wish));
  const shares = shareOut(kept, room);
  return wishes.map((wish) => (dropped.has(wish) ? undefined : (shares.get(wish) ?? wish.width)));
}

const gaps = (count: number): number => GAP * Math.max(0, count - 1);
const least = ({ width, isFlowing }: Wish): number => (isFlowing ? Math.min(width, LEAST) : width);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function leastWidth(kept: readonly Wish[]): number {
  return sum(kept.map(least)) + gaps(kept.length);
}

/** The narrow ones get what they want, the others the rest in equal parts. */
function shareOut(kept: readonly Wish[], room: number): ReadonlyMap<Wish, number> {
  const flowing = kept.filter(({ isFlowing }) => isFlowing).sort((a, b) => a.width - b.width);
  const fixed = kept.filter(({ isFlowing }) => !isFlowing).map(({ width }) => width);
  let rest = room - sum(fixed) - gaps(kept.length);
  const shares = new Map<Wish, number>();
  for (const [index, wish] of flowing.entries()) {
    const share = Math.max(least(wish), Math.min(wish.width, Math.floor(rest / (flowing.length - index))));
    shares.set(wish, share);
    rest -= share;
  }
  return shares;
}
