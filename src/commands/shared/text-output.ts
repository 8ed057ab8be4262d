import { randomBytes } from 'node:crypto';
import { chmod, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { followLinks } from '../../archive/output/follow-links.ts';
import { writeError } from '../../archive/invalid-source.ts';
import { endOutputStream, findOutput, openOutputStream } from '../../archive/output/stream.ts';
import { SwrctlError, systemCode } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';

/** Writes the whole text, once. */
export type WriteText = (text: string) => Promise<void>;

/**
 * Looks at a file that is to get a text later, so that what cannot be written is known before the work is done. `-`,
 * `/dev/stdout`, devices and FIFOs are written to; a file is replaced in one step, and keeps its mode.
 *
 * @throws {SwrctlError} USAGE for an empty name; OUTPUT_EXISTS for a folder and the like; DISK when its folder is absent.
 */
export async function openTextOutput({ world, output }: Context, file: string, flag: string): Promise<WriteText> {
  if (file === '') throw new SwrctlError('USAGE', `${flag} names no file`, { hint: 'Perhaps a variable is empty' });
  const path = resolve(world.cwd, file);
  const place = file === '-' ? ({ kind: 'stdout' } as const) : await findOutput(path);
  if (place.kind === 'stdout') return (text) => output().text(text);
  if (place.kind === 'stream') {
    return async (text) => {
      const onWait = (): void => output().note(`Waiting for somebody to read ${file}`);
      const stream = await openOutputStream(place, { signal: world.signal, onWait });
      stream.write(text);
      await endOutputStream(stream).catch(unlessReaderHasGone);
    };
  }
  const { path: target } = await followLinks(path);
  const info = await stat(target).catch(() => undefined);
  if (info !== undefined && !info.isFile()) {
    const what = info.isDirectory() ? 'a folder' : 'no file';
    throw new SwrctlError('OUTPUT_EXISTS', `${file} is ${what}, so ${flag} cannot be written`, {
      hint: info.isDirectory()
        ? `Name a file in it: ${flag} '${file.replace(/\/$/, '')}/digests'`
        : 'Choose another name',
    });
  }
  const folder = await stat(dirname(target)).catch((error: unknown) => {
    throw writeError(error, file);
  });
  if (!folder.isDirectory()) throw new SwrctlError('DISK', `${dirname(target)} is no folder`);
  return (text) => replaceText(target, text, info?.mode);
}

/** Where no file can be made beside it, or something is mounted on it, the file itself is written. */
async function replaceText(target: string, text: string, mode: number | undefined): Promise<void> {
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    if (mode !== undefined) await chmod(temporary, mode & 0o777);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    if (!['EACCES', 'EPERM', 'EROFS', 'EBUSY'].includes(systemCode(error) ?? '')) throw error;
    await writeFile(target, text);
  }
}

function unlessReaderHasGone(error: unknown): void {
  if (systemCode(error) !== 'EPIPE') throw error;
}
