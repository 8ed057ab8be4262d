import { ZSTDDecoder } from 'zstddec/stream';

/**
 * What zstd compiled to WebAssembly gives. Pointers are places in its memory. Source: zstd, zstd.h, "Streaming
 * decompression".
 */
interface Zstd {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly malloc: (size: number) => number;
  readonly free: (pointer: number) => void;
  readonly ZSTD_createDCtx: () => number;
  readonly ZSTD_freeDCtx: (context: number) => number;
  readonly ZSTD_decompressStream: (context: number, output: number, input: number) => number;
}

/** What comes out at a time: zstd gives a block of 128 KiB at most. */
const OUTPUT_SIZE = 128 * 1024;

/** A buffer as zstd takes it: where it is, its size, and how far it was used. 32 bits each. */
const STRUCT_SIZE = 12;

/**
 * Results from here on are errors: numbers below zero, as unsigned. Source: zstd, zstd_errors.h, ZSTD_error_maxCode.
 */
const FIRST_ERROR = 2 ** 32 - 120;

/**
 * Unpacks frames with zstd's own decoder: for Node before 22.15. zstddec's own streaming goes on for ever with a damaged
 * block; so what it compiled is used without it.
 *
 * @param pieces at most some hundred KiB each.
 * @throws {Error} for damaged frames, or not all of the last one.
 */
export async function* unpackFrames(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const zstd = await loadZstd();
  const context = zstd.ZSTD_createDCtx();
  const output = zstd.malloc(OUTPUT_SIZE);
  const structs = zstd.malloc(2 * STRUCT_SIZE);
  let hint = 0;
  try {
    for await (const piece of pieces) {
      const input = zstd.malloc(piece.length);
      try {
        bytesOf(zstd, input, piece.length).set(piece);
        setBuffer(zstd, structs, input, piece.length);
        let written = 0;
        do {
          setBuffer(zstd, structs + STRUCT_SIZE, output, OUTPUT_SIZE);
          hint = zstd.ZSTD_decompressStream(context, structs + STRUCT_SIZE, structs) >>> 0;
          if (hint >= FIRST_ERROR) throw new Error('corrupted block, or wrong checksum');
          written = usedOf(zstd, structs + STRUCT_SIZE);
          if (written > 0) yield Buffer.from(bytesOf(zstd, output, written));
        } while (usedOf(zstd, structs) < piece.length || written === OUTPUT_SIZE);
      } finally {
        zstd.free(input);
      }
    }
    if (hint !== 0) throw new Error('unexpected end of file');
  } finally {
    zstd.ZSTD_freeDCtx(context);
    zstd.free(output);
    zstd.free(structs);
  }
}

/** A new view each time: memory that grows is another buffer. */
function bytesOf({ memory }: Zstd, pointer: number, length: number): Uint8Array {
  return new Uint8Array(memory.buffer, pointer, length);
}

function setBuffer({ memory }: Zstd, struct: number, pointer: number, size: number): void {
  new Uint32Array(memory.buffer, struct, 3).set([pointer, size, 0]);
}

function usedOf({ memory }: Zstd, struct: number): number {
  return new Uint32Array(memory.buffer, struct, 3)[2] ?? 0;
}

let loading: Promise<Zstd> | undefined;

function loadZstd(): Promise<Zstd> {
  return (loading ??= new Promise((resolve, reject) => {
    class Decoder extends ZSTDDecoder {
      override _init(source: Parameters<ZSTDDecoder['_init']>[0]): void {
        super._init(source);
        resolve((source as { readonly instance: { readonly exports: Zstd } }).instance.exports);
      }
    }
    new Decoder().init().catch(reject);
  }));
}
