import { resolve } from 'node:path';
import type { Archive } from '../../../archive/read/archive.ts';
import { SwrctlError } from '../../../base/errors.ts';
import type { World } from '../../../app/world.ts';
import { refuseTransport } from './transports.ts';

/**
 * Opens SOURCE: a file, a directory, or stdin for `-`.
 *
 * @throws {SwrctlError} USAGE when stdin is a terminal; SOURCE_MISSING, SOURCE_INVALID.
 */
export async function openSource(source: string, world: Pick<World, 'stdin' | 'cwd' | 'signal'>): Promise<Archive> {
  const { openArchive, openArchiveStream } = await import('../../../archive/read/archive.ts');
  const { signal } = world;
  if (source !== '-') {
    await refuseTransport(world, source, true);
    return openArchive(resolve(world.cwd, source), { signal });
  }
  const { stdin } = world; // not before: looking at it opens it
  if (stdin.isTTY === true) {
    throw new SwrctlError('USAGE', 'There is no archive on standard input: it is the terminal', {
      hint: 'Pipe one in: docker save app | swrctl push - ORG/REPO:TAG',
    });
  }
  return openArchiveStream(stdin, { signal });
}
