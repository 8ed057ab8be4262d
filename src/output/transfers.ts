import { createMeter, type Meter } from './meter.ts';
import type { ProgressItem, ProgressState } from './progress-item.ts';

/** What is known about one item at a moment. */
export interface Transfer {
  readonly label: string;
  readonly state: ProgressState;
  /** Bytes on the wire so far in this try. */
  readonly bytes: number;
  /** Bytes on the wire in all, where that is known. */
  readonly total: number | undefined;
  /** Of 1, by what was sent, or by what was read of something that is packed on the way; undefined: nobody knows. */
  readonly share: number | undefined;
  /** Bytes per second over the last seconds; 0: not known yet, or nothing moves. */
  readonly rate: number;
}

export interface Transfers {
  readonly begin: (label: string, total?: number) => ProgressItem;
  /** Takes the time and tells what goes on; items that ended since the last call come once, in `ended`. */
  readonly look: () => { active: readonly Transfer[]; ended: readonly Transfer[]; sum: Sum };
}

/** All items together. */
export interface Sum extends Pick<Transfer, 'bytes' | 'total' | 'share' | 'rate'> {
  readonly items: number;
  readonly finished: number;
  readonly waiting: number;
}

const ENDED: readonly ProgressState[] = ['exists', 'mounted', 'done', 'failed'];

interface Entry {
  readonly label: string;
  readonly meter: Meter;
  state: ProgressState;
  bytes: number;
  total: number | undefined;
  /** Of what is packed on the way: bytes before packing. */
  read: { readonly bytes: number; readonly total: number } | undefined;
}

/** Work in bytes, of what is sent or of what is read. */
interface Work {
  readonly done: number;
  readonly all: number;
}

/** Keeps count of what is sent and received. @param now milliseconds. */
export function createTransfers(now: () => number): Transfers {
  const entries = new Set<Entry>();
  const meter = createMeter(now);
  let wire = 0; // every byte, tries that failed included: what the rate is made of
  const past = { items: 0, bytes: 0, work: 0 };

  const begin = (label: string, total?: number): ProgressItem => {
    const entry: Entry = { label, meter: createMeter(now), state: 'waiting', bytes: 0, total, read: undefined };
    entries.add(entry);
    return {
      add: (bytes) => {
        entry.bytes += bytes;
        wire += bytes;
      },
      restart: () => void (entry.bytes = 0),
      setTotal: (bytes) => void (entry.total = bytes),
      setRead: (bytes, all) => void (entry.read = { bytes, total: all }),
      setState: (state) => void (entry.state = state),
    };
  };

  const look: Transfers['look'] = () => {
    const seen = [...entries].map((entry) => ({ entry, transfer: transferOf(entry) }));
    const isOver = ({ entry }: { entry: Entry }): boolean => ENDED.includes(entry.state);
    const ended = seen.filter(isOver);
    for (const { entry } of ended) {
      entries.delete(entry);
      past.items += 1;
      past.bytes += entry.bytes;
      past.work += entry.state === 'done' ? (entry.read?.total ?? entry.bytes) : entry.bytes;
    }
    const active = seen.filter(({ entry }) => !isOver({ entry }) && entry.state !== 'waiting');
    const sum = { ...sumOf([...entries], past), rate: meter.rate(wire) };
    return { active: active.map(({ transfer }) => transfer), ended: ended.map(({ transfer }) => transfer), sum };
  };
  return { begin, look };
}

function workOf({ bytes, total, read }: Entry): Work | undefined {
  if (total !== undefined) return { done: bytes, all: total };
  return read && { done: read.bytes, all: read.total };
}

function shareOf(work: Work | undefined): number | undefined {
  return work && (work.all === 0 ? 1 : Math.min(1, work.done / work.all));
}

function transferOf(entry: Entry): Transfer {
  const { label, state, bytes, total, meter } = entry;
  return { label, state, bytes, total, share: shareOf(workOf(entry)), rate: meter.rate(bytes) };
}

function sumOf(
  open: readonly Entry[],
  past: { readonly items: number; readonly bytes: number; readonly work: number },
): Omit<Sum, 'rate'> {
  const totals = open.map(({ total }) => total);
  const works = open.map(workOf);
  const isTold = works.every((work) => work !== undefined);
  const add = (numbers: readonly number[], start: number): number => numbers.reduce((sum, one) => sum + one, start);
  const done = add(
    works.map((work) => work?.done ?? 0),
    past.work,
  );
  const all = add(
    works.map((work) => work?.all ?? 0),
    past.work,
  );
  return {
    items: past.items + open.length,
    finished: past.items,
    waiting: open.filter(({ state }) => state === 'waiting').length,
    bytes: add(
      open.map(({ bytes }) => bytes),
      past.bytes,
    ),
    total: totals.every((total) => total !== undefined) ? add(totals, past.bytes) : undefined,
    share: isTold ? shareOf({ done, all }) : undefined,
  };
}
