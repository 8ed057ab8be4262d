import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

/** Unpacks xz with a WebAssembly decoder, loaded when the first such file comes. */
export async function* unxz(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { XzReadableStream } = await loadXz();
  const packed = Readable.toWeb(Readable.from(source, { objectMode: false })) as ReadableStream<Uint8Array>;
  for await (const chunk of new XzReadableStream(packed)) yield Buffer.from(chunk);
}

interface XzModule {
  readonly XzReadableStream: new (packed: ReadableStream<Uint8Array>) => AsyncIterable<Uint8Array>;
}

/** The package is CommonJS: Node gives its names under `default`, a bundler directly. */
async function loadXz(): Promise<XzModule> {
  const loaded = (await import('xz-decompress')) as unknown as XzModule & { default?: XzModule };
  return loaded.default ?? loaded;
}
