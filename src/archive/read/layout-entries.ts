import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../../base/errors.ts';
import type { Entries, Entry, MetadataCount } from '../entries.ts';
import { normalizeName, printableName } from '../entry-name.ts';
import { invalidSource } from '../invalid-source.ts';
import { openFile, readError, type RandomAccess } from '../random-access.ts';

/** The files of an OCI layout directory. Symbolic links in it are followed, since build tools make such trees. */
export function openLayoutEntries(root: string): Entries {
  const metadata: MetadataCount = { values: 0 };
  return {
    find: async (wanted) => {
      const name = normalizeName(wanted);
      if (name === undefined) throw invalidSource(`"${printableName(wanted)}" lies outside the directory`);
      const file = await findFile(root, name);
      return file === undefined ? undefined : { ...file, metadata };
    },
  };
}

async function findFile(root: string, name: string): Promise<Omit<Entry, 'metadata'> | undefined> {
  const path = join(root, name);
  const info = await stat(path).catch((error: unknown) => {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'ELOOP') throw invalidSource(`the link ${name} leads in a circle`);
    throw readError(error, path);
  });
  if (info === undefined) return undefined;
  if (!info.isFile()) throw invalidSource(`${name} is ${info.isDirectory() ? 'a directory' : 'special'}, not a file`);
  return {
    name,
    size: info.size,
    open: async (skip = 0, signal) => {
      const file = await openFile(path);
      return file.stream(Math.min(skip, file.size), file.size, signal).once('close', () => void file.close());
    },
    head: (length) => withFile(path, (file) => file.read(0, length)),
  };
}

async function withFile<T>(path: string, use: (file: RandomAccess) => Promise<T>): Promise<T> {
  const file = await openFile(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}
