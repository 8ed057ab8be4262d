export type ProgressState =
  'waiting' | 'comparing' | 'uploading' | 'downloading' | 'reading' | 'exists' | 'mounted' | 'done' | 'failed';

/** One blob on its way. Begins as `waiting`. */
export interface ProgressItem {
  /** Bytes that went over the wire since the last call. */
  readonly add: (bytes: number) => void;
  /** A new try: the bytes of this item count from 0 again. */
  readonly restart: () => void;
  /** Bytes in all, when that is known only later. */
  readonly setTotal: (bytes: number) => void;
  readonly setState: (state: ProgressState) => void;
}

/** What is known about one item at a moment. */
export interface Transfer {
  readonly label: string;
  readonly state: ProgressState;
  /** Bytes so far in this try. */
  readonly bytes: number;
  readonly total: number | undefined;
  /** Bytes per second, smoothed. */
  readonly rate: number;
}

export interface Transfers {
  readonly begin: (label: string, total?: number) => ProgressItem;
  /** Takes the time and tells what goes on; items that ended since the last call come once, in `ended`. */
  readonly look: () => { active: readonly Transfer[]; ended: readonly Transfer[]; sum: Sum };
}

/** All items together. */
export interface Sum {
  readonly items: number;
  readonly finished: number;
  readonly waiting: number;
  readonly bytes: number;
  /** Absent while the size of an item is unknown. */
  readonly total: number | undefined;
  readonly rate: number;
}

const ENDED: readonly ProgressState[] = ['exists', 'mounted', 'done', 'failed'];

/** Milliseconds after which an old rate counts for a third. */
const SMOOTHING_MS = 3000;

interface Meter {
  readonly rate: (bytes: number) => number;
}

function createMeter(now: () => number): Meter {
  let before = { at: now(), bytes: 0 };
  let rate: number | undefined;
  return {
    rate: (bytes) => {
      const elapsed = now() - before.at;
      if (elapsed <= 0) return rate ?? 0;
      const current = (Math.max(0, bytes - before.bytes) / elapsed) * 1000;
      const weight = rate === undefined ? 1 : 1 - Math.exp(-elapsed / SMOOTHING_MS);
      rate = (rate ?? 0) * (1 - weight) + current * weight;
      before = { at: now(), bytes };
      return rate;
    },
  };
}

interface Entry {
  readonly label: string;
  readonly meter: Meter;
  state: ProgressState;
  bytes: number;
  total: number | undefined;
}

/** Keeps count of what is sent and received. @param now milliseconds. */
export function createTransfers(now: () => number): Transfers {
  const entries = new Set<Entry>();
  const all = createMeter(now);
  let wire = 0; // every byte, tries that failed included: what the rate is made of
  const past = { items: 0, bytes: 0 };

  const begin = (label: string, total?: number): ProgressItem => {
    const entry: Entry = { label, meter: createMeter(now), state: 'waiting', bytes: 0, total };
    entries.add(entry);
    return {
      add: (bytes) => {
        entry.bytes += bytes;
        wire += bytes;
      },
      restart: () => void (entry.bytes = 0),
      setTotal: (bytes) => void (entry.total = bytes),
      setState: (state) => void (entry.state = state),
    };
  };

  const look: Transfers['look'] = () => {
    const seen = [...entries].map((entry) => ({ ...transferOf(entry), entry }));
    const ended = seen.filter(({ state }) => ENDED.includes(state));
    for (const { entry, bytes } of ended) {
      entries.delete(entry);
      past.items += 1;
      past.bytes += bytes;
    }
    const open = seen.filter(({ state }) => !ENDED.includes(state));
    const sum = { ...sumOf(open, past), rate: all.rate(wire) };
    return { active: open.filter(({ state }) => state !== 'waiting'), ended, sum };
  };
  return { begin, look };
}

function transferOf({ label, state, bytes, total, meter }: Entry): Transfer {
  return { label, state, bytes, total, rate: meter.rate(bytes) };
}

function sumOf(open: readonly Transfer[], past: { items: number; bytes: number }): Omit<Sum, 'rate'> {
  const isKnown = open.every(({ total }) => total !== undefined);
  const bytes = open.reduce((sum, transfer) => sum + transfer.bytes, past.bytes);
  return {
    items: past.items + open.length,
    finished: past.items,
    waiting: open.filter(({ state }) => state === 'waiting').length,
    bytes,
    total: isKnown ? open.reduce((sum, { total = 0 }) => sum + total, past.bytes) : undefined,
  };
}
