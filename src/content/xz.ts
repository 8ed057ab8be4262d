import { ReadableStream } from 'node:stream/web';

/** Unpacks xz with a WebAssembly decoder, loaded when the first such file comes. */
export async function* unxz(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { XzReadableStream } = await loadXz();
  for await (const chunk of new XzReadableStream(webStream(source))) yield Buffer.from(chunk);
}

/** Not `Readable.toWeb`: given up at the wrong moment, that throws where nobody can catch it (Node 20). */
function webStream(source: AsyncIterable<Buffer>): ReadableStream<Uint8Array> {
  const bytes = source[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = (await bytes.next()) as IteratorResult<Buffer, undefined>;
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await bytes.return?.();
    },
  });
}

interface XzModule {
  readonly XzReadableStream: new (packed: ReadableStream<Uint8Array>) => AsyncIterable<Uint8Array>;
}

/** The package is CommonJS: Node gives its names under `default`, a bundler directly. */
async function loadXz(): Promise<XzModule> {
  const loaded = (await import('xz-decompress')) as unknown as XzModule & { default?: XzModule };
  return loaded.default ?? loaded;
}
