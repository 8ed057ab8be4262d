/** The decoder of zstddec takes pieces and gives others. */
interface Decoder {
  readonly decodeStreaming: (pieces: Iterable<Uint8Array>) => Generator<Uint8Array, void>;
}

/** Thrown for a damaged frame: the decoder stays with the piece that it cannot read, and with its memory, for ever. */
export class StuckDecoderError extends Error {}

/** How often a decoder may give something without asking for more: a block comes out in one piece, or in two. */
const MOST_OUTPUTS = 4;

/**
 * Unpacks frames with zstd's own decoder in WebAssembly: for Node before 22.15.
 *
 * @param pieces of each the header, each block, and the checksum, one by one: that one of them is damaged shows only where the
 *   decoder should ask for the next.
 * @throws {StuckDecoderError} for a damaged frame.
 */
export async function* unpackFrames(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const decoder = await loadDecoder();
  const waiting: Uint8Array[] = [];
  const output = decoder.decodeStreaming(takeFrom(waiting));
  let isStuck = false;
  /** What comes out until the decoder asks for more, or ends. */
  const pull = function* (): Generator<Buffer, boolean> {
    for (let count = 0; count < MOST_OUTPUTS; count += 1) {
      const { value, done } = output.next();
      if (done === true) return true;
      if (value.length > 0) yield Buffer.from(value.buffer, value.byteOffset, value.length);
      if (waiting.length === 0) return false;
    }
    isStuck = true;
    throw new StuckDecoderError('a block is damaged');
  };
  let isWhole = false;
  try {
    for await (const piece of pieces) {
      waiting.push(piece);
      yield* pull();
    }
    for (let count = 0; !isWhole; count += 1) {
      isStuck = count === MOST_OUTPUTS;
      if (isStuck) throw new StuckDecoderError('its end is damaged');
      isWhole = yield* pull();
    }
  } finally {
    if (!isWhole && !isStuck) giveUp(output);
  }
}

function* takeFrom(waiting: Uint8Array[]): Generator<Uint8Array> {
  for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) yield piece;
}

/** Lets a decoder that has read all of its pieces free its memory. */
function giveUp(output: Generator<Uint8Array, void>): void {
  try {
    for (let count = 0; count < MOST_OUTPUTS; count += 1) if (output.next().done === true) return;
  } catch {
    // It says that more was to come, which is why it is given up.
  }
}

let loading: Promise<Decoder> | undefined;

function loadDecoder(): Promise<Decoder> {
  const load = async (): Promise<Decoder> => {
    const { ZSTDDecoder } = await import('zstddec/stream');
    const decoder = new ZSTDDecoder();
    await decoder.init();
    return decoder;
  };
  return (loading ??= load());
}
