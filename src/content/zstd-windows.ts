/** Largest window of a frame, and of all that are unpacked at a time, in bytes: what zstd(1) takes unasked. */
const MAX_WINDOW = 128 * 1024 * 1024;

/** Room for a window. One of the two is to be called when it is not needed any more. */
export interface Window {
  readonly giveBack: () => void;
  /** The decoder cannot be made to free it. */
  readonly lose: () => void;
}

interface Waiting {
  readonly size: number;
  readonly resolve: (window: Window) => void;
  readonly reject: (error: Error) => void;
}

let room = MAX_WINDOW;
let free = MAX_WINDOW;
const queue: Waiting[] = [];

/**
 * Waits until there is room for a window: layers are unpacked side by side, and each of them may want 128 MiB. Who comes
 * first is served first.
 *
 * @param size bytes.
 * @throws {Error} for one that there will never be room for.
 */
export function takeWindow(size: number): Promise<Window> {
  return new Promise((resolve, reject) => {
    queue.push({ size, resolve, reject });
    serve();
  });
}

function serve(): void {
  for (let [next] = queue; next !== undefined; [next] = queue) {
    const { size, resolve, reject } = next;
    if (size > room) reject(new Error(`it needs a window of ${size} bytes, more than ${room}`));
    else if (size > free) return;
    else {
      free -= size;
      resolve(windowOf(size));
    }
    queue.shift();
  }
}

function windowOf(size: number): Window {
  const end = (isLost: boolean): void => {
    if (isLost) room -= size;
    else free += size;
    serve();
  };
  return { giveBack: () => end(false), lose: () => end(true) };
}
