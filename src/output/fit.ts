/** What one column of a table asks for. */
export interface Wish {
  /** Columns of its longest cell, the header included. */
  readonly width: number;
  /** What it can do with, where its text may be shortened or wrapped. */
  readonly least?: number | undefined;
  /** Left out when there is no room; lower numbers go first. Absent: stays. */
  readonly drop?: number | undefined;
}

/** Columns between two columns. */
export const GAP = 2;
/**
 * The width of each column in a table that is `room` wide; undefined for one that is left out. Flowing text gives way
 * first, down to the width it can do with, then columns are dropped in their order. What cannot be made to
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

const leastOf = ({ width, least = width }: Wish): number => Math.min(width, least);

/** Columns of a table of such columns. */
export function tableWidth(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, 0) + GAP * Math.max(0, widths.length - 1);
}

function leastWidth(kept: readonly Wish[]): number {
  return tableWidth(kept.map(leastOf));
}

/** The narrow ones get what they want, the others the rest in equal parts. */
function shareOut(kept: readonly Wish[], room: number): ReadonlyMap<Wish, number> {
  const flowing = kept.filter(({ least }) => least !== undefined).sort((a, b) => a.width - b.width);
  const fixed = kept.filter(({ least }) => least === undefined).map(({ width }) => width);
  let rest = room - tableWidth([...fixed, ...flowing.map(() => 0)]);
  const shares = new Map<Wish, number>();
  for (const [index, wish] of flowing.entries()) {
    const share = Math.max(leastOf(wish), Math.min(wish.width, Math.floor(rest / (flowing.length - index))));
    shares.set(wish, share);
    rest -= share;
  }
  return shares;
}
