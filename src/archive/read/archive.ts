import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { ArchiveImage } from './archive-image.ts';
import type { Entries } from '../entries.ts';
import { SAVE_HINT, hinted, invalidSource } from '../invalid-source.ts';
import { openLayoutEntries } from './layout-entries.ts';
import { describeForeignTar, requireTar } from './not-an-image.ts';
import { isOciLayout } from './oci-layout.ts';
import { openFile, readError, type RandomAccess } from '../random-access.ts';
import { spoolArchive, unpackOuter, type SpoolOptions } from './spool.ts';
import { BLOCK_SIZE } from '../tar/header.ts';
import { openTarEntries } from '../tar/entries.ts';
import { DOCKER_MANIFEST } from './docker-archive.ts';
import { listImages } from './views.ts';

export type ArchiveFormat = 'docker-archive' | 'oci-archive' | 'oci-layout';

export interface Archive {
  /** By shape. A file that is both docker-archive and OCI archive, as Docker 25 saves it, is a docker-archive. */
  readonly format: ArchiveFormat;
  readonly images: readonly ArchiveImage[];
  /** Entries that are a part of an image of the list, and can be chosen by their place: platforms of an index. */
  readonly parts: readonly ArchiveImage[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
  /** Closes the file and removes temporary ones. Nodes of the archive cannot be read after that. */
  readonly close: () => Promise<void>;
}

/**
 * Opens an image archive or OCI layout directory, recognised by content, never by name. A packed archive is unpacked
 * to a temporary file first.
 *
 * @throws {SwrctlError} SOURCE_MISSING; SOURCE_INVALID for anything but a whole image archive; DISK.
 */
export async function openArchive(path: string, options: SpoolOptions = {}): Promise<Archive> {
  const info = await stat(path).catch((error: unknown) => {
    throw readError(error, path);
  });
  if (info.isDirectory()) return openLayout(path);
  if (info.isFIFO()) return openArchiveStream(createReadStream(path), options, path);
  if (!info.isFile()) throw invalidSource(`${path} is a device, not a file`);
  const file = await openFile(path);
  return openTar(await hinted(SAVE_HINT, () => unpackOuter(file, path, options)), path);
}

/**
 * Opens an archive that comes as a stream, by way of a temporary file; memory stays bounded.
 *
 * @param label names the archive in messages.
 * @throws {SwrctlError} as `openArchive`.
 */
export async function openArchiveStream(
  stream: Readable,
  options: SpoolOptions = {},
  label = 'standard input',
): Promise<Archive> {
  return openTar(await hinted(SAVE_HINT, () => spoolArchive(stream, label, options)), label);
}

/** What to do about a damaged archive, by what most probably made it. */
const HINTS: Record<ArchiveFormat, string> = {
  'docker-archive': SAVE_HINT,
  'oci-archive': 'Make the archive again with the tool that wrote it, for example: skopeo copy SOURCE oci-archive:FILE',
  'oci-layout': 'Make the directory again with the tool that wrote it, for example: skopeo copy SOURCE oci:DIR',
};

async function openLayout(path: string): Promise<Archive> {
  const entries = openLayoutEntries(path);
  if (!(await hinted(HINTS['oci-layout'], () => isOciLayout(entries)))) {
    throw invalidSource(
      `${path} is a directory without oci-layout and index.json, so it is no OCI layout`,
      'Give the archive file itself, or a directory made by: skopeo copy SOURCE oci:DIR',
    );
  }
  return openListed(entries, 'oci-layout', () => Promise.resolve());
}

/** Takes over `bytes`: they are closed with the archive, and on failure. */
async function openTar(bytes: RandomAccess, label: string): Promise<Archive> {
  try {
    const { entries, format } = await hinted(SAVE_HINT, () => recognize(bytes, label));
    return await openListed(entries, format, bytes.close);
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

async function recognize(bytes: RandomAccess, label: string): Promise<{ entries: Entries; format: ArchiveFormat }> {
  requireTar(await bytes.read(0, BLOCK_SIZE), label);
  const entries = await openTarEntries(bytes);
  if ((await entries.find(DOCKER_MANIFEST)) !== undefined) return { entries, format: 'docker-archive' };
  if (await isOciLayout(entries)) return { entries, format: 'oci-archive' };
  throw describeForeignTar(label, entries.names());
}

async function openListed(entries: Entries, format: ArchiveFormat, close: Archive['close']): Promise<Archive> {
  const { images, parts, notes } = await hinted(HINTS[format], () => listImages(entries));
  const withHint = (image: ArchiveImage): ArchiveImage => ({ ...image, load: () => hinted(HINTS[format], image.load) });
  return { format, images: images.map(withHint), parts: parts.map(withHint), notes, close };
}
