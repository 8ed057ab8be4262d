import { randomBytes } from 'node:crypto';
import { lstat, mkdir, open, readFile, readlink, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isRecord, parseJson } from '../base/decode.ts';
import { SwrctlError, systemCode } from '../base/errors.ts';
import { requireTrusted } from './trusted-file.ts';

/** Node's codes in words. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'the operation is not permitted',
  EISDIR: 'it is a directory',
  ENOSPC: 'no space is left on the device',
  EROFS: 'the file system is read-only',
};

/** Turns a file system error into DISK. Our own errors pass unchanged. */
export function diskError(action: string, path: string, error: unknown): SwrctlError {
  if (error instanceof SwrctlError) return error;
  const code = systemCode(error) ?? (error instanceof Error ? error.message : String(error));
  const reason = REASONS[code];
  return new SwrctlError('DISK', `Cannot ${action} ${path}${reason === undefined ? '' : `: ${reason}`} (${code})`, {
    hint:
      action === 'read'
        ? `Check owner and permissions: ls -ld '${path}'`
        : `Check owner and permissions of ${dirname(path)}, and the free space there`,
    cause: error,
  });
}

/**
 * Reads a JSON file that holds an object.
 *
 * @param options.emptyIsNone an empty file counts as none. Default false: it is damaged.
 * @returns undefined when there is no such file.
 * @throws {SwrctlError} CONFIG_INVALID naming the path when it is damaged, or others can write it or its folder; DISK.
 */
export async function readJsonObject(
  path: string,
  { emptyIsNone = false }: { readonly emptyIsNone?: boolean } = {},
): Promise<{ readonly text: string; readonly value: Record<string, unknown> } | undefined> {
  await requireTrusted(path);
  const text = await readText(path);
  if (text === undefined || (emptyIsNone && text.trim() === '')) return undefined;
  const value = parse(path, text);
  if (isRecord(value)) return { text, value };
  throw damaged(path, 'it is not a JSON object');
}

/** CONFIG_INVALID for a file that a person has to look at. The parser's own message is left out: it may quote a secret. */
export function damaged(path: string, why: string): SwrctlError {
  return new SwrctlError('CONFIG_INVALID', `${path} is damaged: ${why}`, {
    hint: `Correct the file, or move it away: mv '${path}' '${path}.damaged'`,
  });
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw diskError('read', path, error);
  }
}

function parse(path: string, text: string): unknown {
  try {
    return parseJson(text, 'it');
  } catch (error) {
    const why = error instanceof SwrctlError ? error.message : 'it is not JSON';
    throw damaged(path, why);
  }
}

/** Makes a folder for the owner only. One that is there already keeps its mode. @throws {SwrctlError} DISK */
export async function createPrivateFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw diskError('create', path, error);
  }
}

/** Where a write to `path` must go, so that a symbolic link (also a dangling one) stays a link. */
export async function followLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw diskError('read', path, error);
  }
  const entry = await lstat(path).catch(() => undefined); // nothing there: the path itself is the place
  return entry?.isSymbolicLink() ? resolve(dirname(path), await readlink(path)) : path;
}

/**
 * Replaces a file in one step: readers see the old text or the new one. Mode and owner stay; a new file is for its
 * owner only.
 *
 * @param path not a symbolic link, see followLinks.
 * @throws {SwrctlError} DISK; the old file is then as it was.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const old = await stat(path).catch(() => undefined); // none yet
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      if (old !== undefined) await keepOwnerAndMode(handle, old);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw diskError('write', path, error);
  }
}

async function keepOwnerAndMode(
  handle: FileHandle,
  old: { readonly mode: number; readonly uid: number; readonly gid: number },
): Promise<void> {
  const { uid, gid } = await handle.stat();
  if (uid !== old.uid || gid !== old.gid) {
    await handle.chown(old.uid, old.gid).catch(() => undefined); // only root may; the file is still usable
  }
  await handle.chmod(old.mode & 0o777);
}

/** It is fine when there is no such file. @throws {SwrctlError} DISK */
export async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    throw diskError('remove', path, error);
  }
}
