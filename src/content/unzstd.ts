import * as zlib from 'node:zlib';
import { createByteReader } from './byte-reader.ts';
import { decodeMember, type ZlibDecoder } from './decode-member.ts';
import { zstdFrames } from './zstd-frame.ts';
import { StuckDecoderError, unpackFrames } from './zstd-wasm.ts';
import { takeWindow } from './zstd-windows.ts';

/** Node has zstd from 22.15 on; before that zstd's decoder is loaded as WebAssembly. */
export function unzstd(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const createDecoder = (zlib as { createZstdDecompress?: () => ZlibDecoder }).createZstdDecompress;
  return createDecoder === undefined ? unzstdInWasm(source) : unzstdInNode(source, createDecoder);
}

/** Frame by frame: Node 22 takes a frame that is cut for a whole one, and drops what follows one. */
async function* unzstdInNode(source: AsyncIterable<Buffer>, createDecoder: () => ZlibDecoder): AsyncGenerator<Buffer> {
  const input = createByteReader(source);
  try {
    for await (const { window, pieces } of zstdFrames(input)) {
      yield* inWindow(window, () => decodeMember(createDecoder(), createByteReader(pieces())));
    }
  } finally {
    input.close();
  }
}

/** A decoder takes as long to make as to use on a small frame: the next frames use it too, unless they need a larger window. */
const LEAST_WINDOW = 1024 * 1024;

/** The decoder for older Node. Exported so that tests reach it on every Node. */
export async function* unzstdInWasm(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = createByteReader(source);
  const frames = zstdFrames(input);
  let frame = (await frames.next()).value;
  const piecesWithin = async function* (window: number): AsyncGenerator<Buffer> {
    for (; frame !== undefined && frame.window <= window; frame = (await frames.next()).value) yield* frame.pieces();
  };
  try {
    while (frame !== undefined) {
      const window = Math.max(LEAST_WINDOW, frame.window);
      yield* inWindow(window, () => unpackFrames(piecesWithin(window)));
    }
  } finally {
    input.close();
  }
}

async function* inWindow(size: number, unpack: () => AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const window = await takeWindow(size);
  let isLost = false;
  try {
    yield* unpack();
  } catch (error) {
    isLost = error instanceof StuckDecoderError;
    throw error;
  } finally {
    if (isLost) window.lose();
    else window.giveBack();
  }
}
