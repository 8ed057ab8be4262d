import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { algorithmOf, hexOf, isDigest, type Digest } from '../../model/digest.ts';
import { createBlobRemoval, type BlobRemoval } from './blob-removal.ts';

/** Bytes by digest, one file each, shared by all repositories. Who may see them is the database's business. */
export interface BlobStore extends Pick<BlobRemoval, 'hold' | 'remove'> {
  /** Moves a finished file here. It is durable afterwards if the store is. */
  readonly adopt: (file: string, digest: Digest) => Promise<void>;
  readonly add: (bytes: Buffer, digest: Digest) => Promise<void>;
  /** Everything that is stored. */
  readonly list: () => Promise<readonly Digest[]>;
  /** Bytes, or undefined for content that is not there. */
  readonly size: (digest: Digest) => Promise<number | undefined>;
  readonly read: (digest: Digest) => Promise<Buffer>;
  /** Bytes `start` to `end`, both included. */
  readonly stream: (digest: Digest, start: number, end: number) => Readable;
  /** Where uploads grow before they have a digest. */
  readonly uploadFile: (id: string) => string;
  readonly clear: () => Promise<void>;
}

const ALGORITHMS = ['sha256', 'sha512'];

/** @param isDurable whether to wait for the disk. */
export async function openBlobStore(dir: string, isDurable: boolean): Promise<BlobStore> {
  const uploads = join(dir, 'uploads');
  const folderOf = (digest: Digest): string => join(dir, 'blobs', algorithmOf(digest));
  const fileOf = (digest: Digest): string => join(folderOf(digest), hexOf(digest));
  const prepare = async (): Promise<void> => {
    await rm(uploads, { recursive: true, force: true }); // sessions do not outlive the process
    for (const folder of [uploads, ...ALGORITHMS.map((algorithm) => join(dir, 'blobs', algorithm))]) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    }
  };
  const removal = createBlobRemoval(fileOf);
  const adopt = async (file: string, digest: Digest): Promise<void> => {
    await removal.settled(digest);
    if (isDurable) await sync(file);
    await rename(file, fileOf(digest));
    if (isDurable) await sync(folderOf(digest));
  };
  await prepare();
  let count = 0;
  return {
    adopt,
    add: async (bytes, digest) => {
      const file = join(uploads, `added-${(count += 1)}`);
      await writeFile(file, bytes);
      await adopt(file, digest);
    },
    hold: removal.hold,
    remove: removal.remove,
    list: async () => {
      const listed = ALGORITHMS.map(async (algorithm) =>
        (await readdir(join(dir, 'blobs', algorithm))).map((hex) => `${algorithm}:${hex}`).filter(isDigest),
      );
      return (await Promise.all(listed)).flat();
    },
    size: (digest) =>
      stat(fileOf(digest)).then(
        ({ size }) => size,
        () => undefined, // not there, which is an answer
      ),
    read: (digest) => readFile(fileOf(digest)),
    stream: (digest, start, end) => createReadStream(fileOf(digest), { start, end }),
    uploadFile: (id) => join(uploads, id),
    clear: async () => {
      await rm(join(dir, 'blobs'), { recursive: true, force: true });
      await prepare();
    },
  };
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
