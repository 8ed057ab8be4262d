import { SwrctlError, hasCode, systemCode } from '../base/errors.ts';

/** How archives are made anew, for those that docker writes. */
export const SAVE_HINT = 'Make the archive with: docker save -o app.tar app:v1';

/** The archive is not what it should be. Without a hint it gets the one of `hinted`, which knows what made it. */
export function invalidSource(message: string, hint?: string, cause?: unknown): SwrctlError {
  return new SwrctlError('SOURCE_INVALID', message, { hint, cause });
}

/** What opening a foreign layer fails with that the archive names but does not hold. */
export function absentForeignLayer(label: string): SwrctlError {
  return invalidSource(
    `the foreign layer ${label} is not in the archive`,
    'Save the image with a tool that keeps such layers, or build it on a base without them',
  );
}

/** Gives errors about a source that say no way out one that fits what the source is. */
export async function hinted<T>(hint: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!hasCode(error, 'SOURCE_INVALID') || error.hint !== undefined) throw error;
    throw invalidSource(error.message, hint, error.cause);
  }
}

/** Runs a decoder over an archive's own metadata: what is API_SHAPE for a server is SOURCE_INVALID here. */
export function decodeSource<T>(decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (hasCode(error, 'API_SHAPE', 'REFERENCE_INVALID')) throw invalidSource(error.message, error.hint, error);
    throw error;
  }
}

const WRITE_PROBLEMS: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a part of the path is not a folder',
  EFBIG: 'the file is larger than the file system allows',
  EIO: 'the disk reports an error',
};

/**
 * A system error while writing `path`, as DISK; anything else is given back as it is.
 *
 * @param elsewhere how to choose another place. Default: by naming another folder.
 */
export function writeError(error: unknown, path: string, elsewhere = 'Choose another folder'): unknown {
  const code = systemCode(error);
  if (code === undefined || error instanceof SwrctlError) return error;
  const why = WRITE_PROBLEMS[code];
  if (why === undefined) return error;
  return new SwrctlError('DISK', `${path} cannot be written: ${why}`, {
    hint: code === 'ENOSPC' || code === 'EDQUOT' ? `Free some space, or: ${elsewhere}` : elsewhere,
    cause: error,
  });
}
