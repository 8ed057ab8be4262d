import { formatBar, formatEnded, formatSum, formatTopic } from './bars.ts';
import { createScreen, type TerminalStream } from './screen.ts';
import type { ProgressItem } from './progress-item.ts';
import { createTransfers, type Transfers } from './transfers.ts';

export interface Progress {
  /** @param total bytes in all, when known. */
  readonly begin: (label: string, total?: number) => ProgressItem;
  /** What the next items belong to, of several things: `Image 2 of 5: team/web:v1`. */
  readonly setTopic: (topic: string) => void;
  /** Ends the display with a last look; what its items do later is not shown. */
  readonly stop: () => void;
}

/** A progress display that makes room for other text. */
export interface ProgressDisplay extends Progress {
  /** Writes text to stderr without breaking the bars. */
  readonly print: (text: string) => void;
  /** Takes the bars away until the next redraw, for text on stdout; what has ended is told before it. */
  readonly hide: () => void;
}

/** Calls `tick` every so often until the returned function is called. */
export type Schedule = (tick: () => void, everyMs: number) => () => void;

/** Real time. Does not keep the program alive. */
export const onTimer: Schedule = (tick, everyMs) => {
  const timer = setInterval(tick, everyMs).unref();
  return () => clearInterval(timer);
};

export interface ProgressOptions {
  readonly stream: TerminalStream;
  /** `bars` for a terminal, `lines` for a log, `none` with --quiet. */
  readonly style: 'bars' | 'lines' | 'none';
  /** Milliseconds. */
  readonly now: () => number;
  readonly schedule?: Schedule;
}

const REDRAW_MS = 100;
const LINE_MS = 10_000;

export function createProgress({ stream, style, now, schedule = onTimer }: ProgressOptions): ProgressDisplay {
  const transfers = createTransfers(now);
  let topic: string | undefined;
  const look: Look = () => ({ ...transfers.look(), topic });
  const view = style === 'bars' ? barsView(stream, look) : linesView(stream, look);
  let end: (() => void) | undefined;
  const begin: Progress['begin'] = (label, total) => {
    if (style !== 'none') end ??= schedule(view.tick, style === 'bars' ? REDRAW_MS : LINE_MS);
    return transfers.begin(label, total);
  };
  const stop = (): void => {
    if (end === undefined) return;
    end();
    end = undefined;
    view.end();
  };
  const hide = (): void => {
    if (end !== undefined) view.hide();
  };
  return { begin, setTopic: (text) => void (topic = text), stop, print: view.print, hide };
}

interface ProgressView {
  readonly tick: () => void;
  readonly end: () => void;
  readonly print: (text: string) => void;
  readonly hide: () => void;
}

/** What goes on, and what it belongs to. */
type Look = () => ReturnType<Transfers['look']> & { readonly topic: string | undefined };

function barsView(stream: TerminalStream, look: Look): ProgressView {
  const screen = createScreen(stream);
  let isShown = false;
  const redraw = (isLast: boolean, text = ''): void => {
    const width = screen.columns() - 1;
    const { active, ended, sum, topic } = look();
    const shown = active.slice(0, Math.max(1, screen.rows() - 4));
    isShown = !isLast;
    const lines = [
      ...(topic === undefined ? [] : [formatTopic(topic, width)]),
      ...[...shown.map((item) => formatBar(item, width)), formatSum(sum, width)],
    ];
    screen.draw(isLast ? [] : lines, `${ended.map((item) => `${formatEnded(item, width)}\n`).join('')}${text}`);
  };
  return {
    tick: () => redraw(false),
    end: () => redraw(true),
    // What has ended is told before what follows from it.
    print: (text) => redraw(!isShown, text),
    hide: () => redraw(true),
  };
}

function linesView(stream: TerminalStream, look: Look): ProgressView {
  return {
    tick: () => {
      const { sum, topic } = look();
      stream.write(`${topic === undefined ? '' : `${formatTopic(topic)}: `}${formatSum(sum)}\n`);
    },
    end: () => undefined,
    print: (text) => stream.write(text),
    hide: () => undefined,
  };
}
