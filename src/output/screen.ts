import type { Writable } from 'node:stream';

/** A stream that may be a terminal. */
export type TerminalStream = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

/** Writes text or bytes and waits until the stream has taken them: back-pressure, and nothing is lost at exit. */
export function writeText(stream: Writable, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/**
 * A few lines at the bottom of a terminal that are redrawn in place, and text that scrolls above them. Each frame hides
 * and shows the cursor in one write, so that whatever ends the program, the cursor is there.
 */
export interface Screen {
  /** Replaces the lines at the bottom, each shorter than the terminal is wide, and writes `above` over them to stay. */
  readonly draw: (lines: readonly string[], above?: string) => void;
  readonly columns: () => number;
  readonly rows: () => number;
}

const HIDE = '\u001b[?25l';
const SHOW = '\u001b[?25h';
const ERASE_DOWN = '\u001b[J';

const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

const up = (rows: number): string => (rows === 0 ? '' : `\u001b[${rows}A`);

/** How wide a terminal is. A pseudo-terminal without a size says 0. */
export const columnsOf = ({ columns }: TerminalStream): number => columns || DEFAULT_COLUMNS;

export function createScreen(stream: TerminalStream): Screen {
  let drawn: readonly string[] = [];
  const columns = (): number => columnsOf(stream);
  // After a resize the terminal has wrapped what was drawn: count the rows that it takes now.
  const rowsDrawn = (): number => drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns())), 0);
  const draw = (lines: readonly string[], above = ''): void => {
    if (drawn.length === 0 && lines.length === 0 && above === '') return;
    const text = lines.map((line) => `${line}\n`).join('');
    stream.write(`${HIDE}${up(rowsDrawn())}\r${ERASE_DOWN}${above}${text}${SHOW}`);
    drawn = lines;
  };
  return { draw, columns, rows: () => stream.rows || DEFAULT_ROWS };
}
