import { BLOCK_SIZE } from './header.ts';

const EPOCH = new Date(0);
/** Longest name, or last part of one, that the header itself can hold. */
const NAME_FIELD = 100;

/** Bytes of an entry's header. A longer name, as blobs named by sha512 have it, stands in two blocks before it. */
export function tarHeaderSize(name: string): number {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last.length > NAME_FIELD ? 3 * BLOCK_SIZE : BLOCK_SIZE;
}

/**
 * The header of a plain file, the same bytes for the same name and size: no time, no owner.
 *
 * @param name ASCII, at most 255 characters.
 * @param size bytes.
 * @returns `tarHeaderSize(name)` bytes.
 */
export async function encodeTarHeader(name: string, size: number): Promise<Buffer> {
  const { pack } = await import('tar-stream'); // when data is on its way already: a first request need not wait for it
  const tar = pack();
  tar.entry({ name, size, type: 'file', mode: 0o644, uid: 0, gid: 0, uname: '', gname: '', mtime: EPOCH }, () => {
    // Called with an error when the entry ends without its data, as here: only the header is wanted.
  });
  const length = tarHeaderSize(name);
  const blocks: Buffer[] = [];
  for await (const block of tar) {
    blocks.push(block as Buffer);
    const bytes = Buffer.concat(blocks);
    if (bytes.length >= length) return bytes.subarray(0, length);
  }
  throw new Error('tar-stream wrote no header');
}
