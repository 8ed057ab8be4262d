import type { TerminalStream } from './screen.ts';

/** Milliseconds of silence before a spinner shows that something is going on. */
const PATIENCE_MS = 300;

/** A step that may tell how far it is. */
type Telling<T> = (tell: (text: string) => void) => Promise<T>;

/**
 * Runs one step that may take a while and shows a spinner with `label` meanwhile, on terminals only and only when it
 * does take a while. The result and the error of the step pass through.
 */
export async function withSpinner<T>(stream: TerminalStream, label: string, work: Telling<T>): Promise<T> {
  let stop: (() => void) | undefined;
  let text = label;
  let show = (): void => undefined;
  let isOver = false;
  const spin = async (): Promise<void> => {
    const { default: ora } = await import('ora');
    if (isOver) return; // the step ended while the package was loading
    // Our own interrupt handling needs stdin and the cursor left alone.
    const spinner = ora({ text, stream, isEnabled: true, hideCursor: false, discardStdin: false }).start();
    stop = () => spinner.stop();
    show = () => void (spinner.text = text);
  };
  // A spinner that cannot be shown is no reason to fail.
  const timer = setTimeout(() => void spin().catch(() => undefined), PATIENCE_MS).unref();
  try {
    return await work((told) => {
      text = told;
      show();
    });
  } finally {
    isOver = true;
    clearTimeout(timer);
    stop?.();
  }
}

/** Milliseconds between two lines in a log. */
const LINE_MS = 10_000;

/** The same where nothing can be redrawn: what the step told last, every 10 s. */
export async function withLines<T>(write: (line: string) => void, work: Telling<T>): Promise<T> {
  let text: string | undefined;
  const timer = setInterval(() => {
    if (text !== undefined) write(text);
  }, LINE_MS).unref();
  try {
    return await work((told) => void (text = told));
  } finally {
    clearInterval(timer);
  }
}
