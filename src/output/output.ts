import { hideSecrets } from '../secrets/secrets.ts';
import type { Format, OutputRequest } from './format.ts';
import { loadPaint } from './color.ts';
import { createProgress, type Progress, type ProgressDisplay } from './progress.ts';
import { inPlace } from './hint-commands.ts';
import { escapeControls, escapeControlsInLines } from './safe-text.ts';
import { columnsOf, writeText, type TerminalStream } from './screen.ts';
import { formatItems } from './items.ts';
import { formatStructured } from './structured.ts';
import { formatDetails } from './details.ts';
import { formatNames, formatTable, type TableOptions } from './table.ts';
import { formatTsv, formatTsvDetails } from './tsv.ts';
import type { View } from './view.ts';
import { withLines, withSpinner } from './waiting.ts';

/** Bytes of the shortest secret that is looked for in data. */
const SHORTEST_IN_DATA = 16;

export type { View } from './view.ts';
export type { Progress } from './progress.ts';

/**
 * The only way from a command to the user. stdout is data, stderr is everything else. Source:
 * docs/reference/contract.md#output.
 */
export interface Output {
  /** A list: table on a terminal, TSV in a pipe, or what the flags say. In JSON the rows as they are. */
  readonly list: <T extends object>(rows: readonly T[], view: View<T>) => Promise<void>;
  /** One object. */
  readonly show: <T extends object>(row: T, view: View<T>) => Promise<void>;
  /** One text line per row; with JSON, YAML or a query the rows, always as an array. For push, pull and copy. */
  readonly lines: <T extends object>(rows: readonly T[], line: (row: T) => string) => Promise<void>;
  /** Text or bytes for stdout exactly as they are. */
  readonly text: (text: string | Uint8Array) => Promise<void>;
  /** One line on stderr, not with --quiet. */
  readonly note: (text: string) => void;
  /** `Warning: …` on stderr, not with --quiet. */
  readonly warn: (text: string) => void;
  /** The one progress display; nothing is shown with --quiet. */
  readonly progress: () => Progress;
  /**
   * Runs a step of unknown length; terminals show a spinner with `label`, or with what the step tells. In a log there is
   * a line every 10 s with what it told.
   */
  readonly waitFor: <T>(label: string, work: (tell: (text: string) => void) => Promise<T>) => Promise<T>;
  readonly isJson: boolean;
  /** True when a format was asked for: then a write prints the object that it made. */
  readonly isFormatAsked: boolean;
  readonly isQuiet: boolean;
  /** Ends the progress display. Called once, when the command is over. */
  readonly close: () => void;
}

export interface OutputOptions {
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
  readonly request: OutputRequest;
  /** Where the request has none. Default: a table on a terminal, TSV elsewhere. */
  readonly usualFormat?: Format | undefined;
  readonly isQuiet: boolean;
  /** Color on stdout, see wantsColor. */
  readonly isColored: boolean;
  /** False where the terminal cannot move its cursor (TERM=dumb): plain lines instead of bars. */
  readonly canAnimate: boolean;
  readonly now: () => Date;
  /** Flags that chose the place on the command line: commands in notes keep them. */
  readonly place?: readonly string[];
}

export function createOutput(options: OutputOptions): Output {
  const { stdout, stderr, request, isQuiet, place = [] } = options;
  const format: Format = request.format ?? options.usualFormat ?? (stdout.isTTY === true ? 'table' : 'tsv');
  const isAnimated = stderr.isTTY === true && options.canAnimate && !isQuiet;
  const progress = createProgress({
    stream: stderr,
    style: isQuiet ? 'none' : isAnimated ? 'bars' : 'lines',
    now: () => options.now().getTime(),
  });
  const write = writer(stdout, progress);
  // Rows are what servers say. Only what is too long to be a word of theirs is hidden: data has to stay what it is.
  const writeRows = (text: string): Promise<void> => write(hideSecrets(text, { shortest: SHORTEST_IN_DATA }));
  const note = (text: string): void => {
    if (!isQuiet) progress.print(`${escapeControlsInLines(hideSecrets(inPlace(text, place)))}\n`);
  };
  return {
    list: async (rows, view) => {
      await writeRows(await formatList(rows, view, format, options));
      if (rows.length === 0 && view.empty !== undefined && !isStructured(format)) note(view.empty);
    },
    show: async (row, view) => writeRows(await formatShow(row, view, format, options)),
    lines: async (rows, line) =>
      writeRows(
        isStructured(format)
          ? await formatStructured(rows, { ...request, format })
          : rows.map((row) => `${escapeControls(line(row))}\n`).join(''),
      ),
    text: write,
    note,
    warn: (text) => note(`Warning: ${text}`),
    progress: () => progress,
    waitFor: (label, work) => (isAnimated ? withSpinner(stderr, label, work) : withLines(note, work)),
    isJson: format === 'json',
    isFormatAsked: request.format !== undefined,
    isQuiet,
    close: progress.stop,
  };
}

const isStructured = (format: Format): format is 'json' | 'yaml' => format === 'json' || format === 'yaml';

function writer(stdout: TerminalStream, progress: ProgressDisplay): Output['text'] {
  return async (text) => {
    if (text.length === 0) return;
    if (stdout.isTTY === true) progress.hide();
    await writeText(stdout, text);
  };
}

type Rendering = Pick<OutputOptions, 'request' | 'isColored' | 'now' | 'stdout'>;

async function tableOptions(options: Rendering): Promise<Omit<TableOptions, 'isWide'>> {
  const { stdout } = options;
  const room = stdout.isTTY === true && stdout.columns !== undefined ? columnsOf(stdout) : Infinity;
  return { now: options.now(), paint: await loadPaint(options.isColored), room };
}

async function formatList<T>(rows: readonly T[], view: View<T>, format: Format, options: Rendering): Promise<string> {
  switch (format) {
    case 'table':
    case 'wide':
      if (rows.length === 0) return '';
      return formatForPeople(rows, view, { isWide: format === 'wide', ...(await tableOptions(options)) });
    case 'tsv':
      return formatTsv(rows, view);
    case 'name':
      return formatNames(rows, view);
    case 'json':
    case 'yaml':
      return formatStructured(rows, { ...options.request, format });
  }
}

function formatForPeople<T>(rows: readonly T[], view: View<T>, options: TableOptions): Promise<string> {
  if (view.item === undefined || options.isWide) return formatTable(rows, view, options);
  return formatItems(rows.map(view.item), options.paint, options.room);
}

async function formatShow<T extends object>(
  row: T,
  view: View<T>,
  format: Format,
  options: Rendering,
): Promise<string> {
  switch (format) {
    case 'table':
    case 'wide':
      return formatDetails(row, view, { isWide: format === 'wide', ...(await tableOptions(options)) });
    case 'tsv':
      return formatTsvDetails(row, view);
    case 'name':
      return formatNames([row], view);
    case 'json':
    case 'yaml':
      return formatStructured(row, { ...options.request, format });
  }
}
