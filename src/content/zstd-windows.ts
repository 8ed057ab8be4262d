/** Largest window of a frame, and of all that are unpacked at a time, in bytes: what zstd(1) takes unasked. */
const MAX_WINDOW = 128 * 1024 * 1024;

let free = MAX_WINDOW;
const queue: { readonly size: number; readonly start: () => void }[] = [];

/**
 * Waits until there is room for a window: layers are unpacked side by side, and each of them may want 128 MiB. Who comes
 * first is served first.
 *
 * @param size bytes.
 * @returns gives the room back.
 * @throws {Error} for one that there is never room for.
 */
export async function takeWindow(size: number): Promise<() => void> {
  if (size > MAX_WINDOW) throw new Error(`it needs a window of ${size} bytes, more than ${MAX_WINDOW}`);
  await new Promise<void>((resolve) => {
    queue.push({ size, start: resolve });
    serve();
  });
  return () => {
    free += size;
    serve();
  };
}

function serve(): void {
  for (let [next] = queue; next !== undefined && next.size <= free; [next] = queue) {
    queue.shift();
    free -= next.size;
    next.start();
  }
}
