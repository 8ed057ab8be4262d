import { createByteReader, type ByteReader } from '../../content/byte-reader.ts';
import { sniffCompression, SNIFF_LENGTH, unpacking } from '../../content/compression.ts';
import { invalidSource } from '../invalid-source.ts';
import { describeForeignTar, requireTar } from './not-an-image.ts';
import { BLOCK_SIZE } from '../tar/header.ts';

/** Packings inside each other that are undone: `app.tar.gz`, and that packed once more. */
const MAX_NESTING = 2;

/**
 * The tar inside the packings of an archive. It is looked at first: nothing comes of what does not begin like one.
 *
 * @param label names the archive in messages.
 * @throws {SwrctlError} SOURCE_INVALID
 */
export async function* plainTar(source: AsyncIterable<Buffer>, label: string, depth = 0): AsyncGenerator<Buffer> {
  const input = createByteReader(source);
  try {
    const head = await peek(input, SNIFF_LENGTH);
    const packing = sniffCompression(head);
    if (packing !== 'none') {
      if (depth === MAX_NESTING) throw invalidSource(`${label} is packed more than ${MAX_NESTING} times`);
      yield* plainTar(unpacking(packing, label, 'drop')(restOf(input)), label, depth + 1);
      return;
    }
    const block = await peek(input, BLOCK_SIZE);
    requireTar(block, label);
    if (block.every((byte) => byte === 0)) throw describeForeignTar(label, []);
    yield* restOf(input);
  } finally {
    input.close();
  }
}

async function peek(input: ByteReader, length: number): Promise<Buffer> {
  const bytes = await input.takeUpTo(length);
  input.putBack(bytes);
  return bytes;
}

async function* restOf(input: ByteReader): AsyncGenerator<Buffer> {
  for (let chunk = await input.next(); chunk !== undefined; chunk = await input.next()) yield chunk;
}
