import { resolve } from 'node:path';
import type { Archive } from '../../archive/archive.ts';
import { SwrctlError } from '../../errors.ts';
import type { World } from '../context.ts';

/**
 * Opens SOURCE: a file, a directory, or stdin for `-`.
 *
 * @throws {SwrctlError} USAGE when stdin is a terminal; SOURCE_MISSING, SOURCE_INVALID.
 */
export async function openSource(source: string, { stdin, cwd }: Pick<World, 'stdin' | 'cwd'>): Promise<Archive> {
  const { openArchive, openArchiveStream } = await import('../../archive/archive.ts');
  if (source !== '-') return openArchive(resolve(cwd, source));
  if (stdin.isTTY === true) {
    throw new SwrctlError('USAGE', 'There is no archive on standard input: it is the terminal', {
      hint: 'Pipe one in: docker save app | swrctl push - ORG/REPO:TAG',
    });
  }
  return openArchiveStream(stdin);
}
