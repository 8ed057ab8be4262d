import { pack } from 'tar-stream';

const EPOCH = new Date(0);

/**
 * The header of a plain file, the same bytes for the same name and size: no time, no owner.
 *
 * @param name at most 100 characters, so that it is one block.
 * @param size bytes.
 */
export async function encodeTarHeader(name: string, size: number): Promise<Buffer> {
  const tar = pack();
  tar.entry({ name, size, type: 'file', mode: 0o644, uid: 0, gid: 0, uname: '', gname: '', mtime: EPOCH }, () => {
    // Called with an error when the entry ends without its data, as here: only the header is wanted.
  });
  for await (const block of tar) return block as Buffer;
  throw new Error('tar-stream wrote no header');
}
