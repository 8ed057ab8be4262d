import { SwrctlError } from '../../base/errors.ts';
import type { InputStream, World } from '../../app/world.ts';

const ENTER = /[\r\n]/;
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const CTRL_U = '\u0015';
const BACKSPACE = /[\b\u007f]/;

/** Asks on stderr for something that must not be seen: nothing of what is typed is shown. */
export async function askSecret({ stdin, stderr, signal }: World, question: string): Promise<string> {
  // Before the question: who answers at once must not be seen either.
  stdin.setRawMode?.(true);
  try {
    stderr.write(`${question} `);
    return await readHidden(stdin, signal);
  } finally {
    stdin.setRawMode?.(false);
    stdin.pause();
    stderr.write('\n');
  }
}

/** One line. The terminal sends keys, not signals, while it is in raw mode. */
function readHidden(stdin: InputStream, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed = '';
    const end = (finish: () => void): void => {
      stdin.off('data', onData);
      stdin.off('end', onEnd);
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    const onEnd = (): void => end(() => resolve(typed));
    const onAbort = (): void => end(() => reject(signal.reason as Error));
    const onData = (chunk: Buffer | string): void => {
      for (const key of chunk.toString()) {
        if (key === CTRL_C) return end(() => reject(new SwrctlError('INTERRUPTED', 'interrupted')));
        if (key === CTRL_D || ENTER.test(key)) return onEnd();
        typed = press(typed, key);
      }
    };
    stdin.on('data', onData).resume(); // an earlier question has paused it
    stdin.on('end', onEnd);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}

function press(typed: string, key: string): string {
  if (key === CTRL_U) return '';
  return BACKSPACE.test(key) ? typed.slice(0, -1) : typed + key;
}
