import type { TerminalStream } from './screen.ts';

/** Milliseconds of silence before a spinner shows that something is going on. */
const PATIENCE_MS = 300;

/**
 * Runs one step that may take a while and shows a spinner with `label` meanwhile, on terminals only and only when it
 * does take a while. The result and the error of the step pass through.
 */
export async function withSpinner<T>(stream: TerminalStream, label: string, work: () => Promise<T>): Promise<T> {
  let stop: (() => void) | undefined;
  let isOver = false;
  const spin = async (): Promise<void> => {
    const { default: ora } = await import('ora');
    if (isOver) return; // the step ended while the package was loading
    // Our own interrupt handling needs stdin and the cursor left alone.
    const spinner = ora({ text: label, stream, isEnabled: true, hideCursor: false, discardStdin: false }).start();
    stop = () => spinner.stop();
  };
  // A spinner that cannot be shown is no reason to fail.
  const timer = setTimeout(() => void spin().catch(() => undefined), PATIENCE_MS).unref();
  try {
    return await work();
  } finally {
    isOver = true;
    clearTimeout(timer);
    stop?.();
  }
}
