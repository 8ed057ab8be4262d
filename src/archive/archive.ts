import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { ArchiveImage } from './archive-image.ts';
import { invalidSource } from './invalid-source.ts';
import { openLayoutEntries } from './layout-entries.ts';
import { describeForeignTar, requireTar } from './not-an-image.ts';
import { isOciLayout } from './oci-layout.ts';
import { openFile, readError, type RandomAccess } from './random-access.ts';
import { spoolArchive, unpackOuter, type SpoolOptions } from './spool.ts';
import { BLOCK_SIZE } from './tar-header.ts';
import { openTarEntries } from './tar-entries.ts';
import { DOCKER_MANIFEST } from './docker-archive.ts';
import { listImages } from './views.ts';

export type ArchiveFormat = 'docker-archive' | 'oci-archive' | 'oci-layout';

export interface Archive {
  /** By shape. A file that is both docker-archive and OCI archive, as Docker 25 saves it, is a docker-archive. */
  readonly format: ArchiveFormat;
  readonly images: readonly ArchiveImage[];
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
  if (info.isFIFO()) return openTar(await spoolArchive(createReadStream(path), path, options), path);
  if (!info.isFile()) throw invalidSource(`${path} is a device, not a file`);
  return openTar(await unpackOuter(await openFile(path), path, options), path);
}

/**
 * Opens an archive that comes as a stream, by way of a temporary file; memory stays bounded.
 *
 * @throws {SwrctlError} as `openArchive`.
 */
export async function openArchiveStream(stream: Readable, options: SpoolOptions = {}): Promise<Archive> {
  return openTar(await spoolArchive(stream, 'standard input', options), 'standard input');
}

async function openLayout(path: string): Promise<Archive> {
  const entries = openLayoutEntries(path);
  if (!(await isOciLayout(entries))) {
    throw invalidSource(
      `${path} is a directory without oci-layout and index.json, so it is no OCI layout`,
      'Give the archive file itself, or a directory made by: skopeo copy SOURCE oci:DIR',
    );
  }
  const listing = await listImages(entries);
  return { format: 'oci-layout', ...listing, close: () => Promise.resolve() };
}

/** Takes over `bytes`: they are closed with the archive, and on failure. */
async function openTar(bytes: RandomAccess, label: string): Promise<Archive> {
  try {
    requireTar(await bytes.read(0, BLOCK_SIZE), label);
    const entries = await openTarEntries(bytes);
    const hasManifest = (await entries.find(DOCKER_MANIFEST)) !== undefined;
    if (!hasManifest && !(await isOciLayout(entries))) throw describeForeignTar(label, entries.names());
    const listing = await listImages(entries);
    return { format: hasManifest ? 'docker-archive' : 'oci-archive', ...listing, close: bytes.close };
  } catch (error) {
    await bytes.close();
    throw error;
  }
}
