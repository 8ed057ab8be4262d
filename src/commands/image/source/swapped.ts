import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { World } from '../../../app/world.ts';
import { SwrctlError } from '../../../base/errors.ts';
import { posixWord } from '../../../model/shell-word.ts';
import { PATH_LIKE } from './operand.ts';

type Folder = Pick<World, 'cwd'>;

async function isFile({ cwd }: Folder, operand: string): Promise<boolean> {
  const found = await stat(resolve(cwd, operand)).catch(() => undefined);
  return found?.isFile() === true;
}

/** A file that is there, or a name that is written like one. */
async function isMeantAsFile(world: Folder, operand: string): Promise<boolean> {
  return (await isFile(world, operand)) || PATH_LIKE.test(operand);
}

const line = (...words: readonly string[]): string => `swrctl ${words.map(posixWord).join(' ')}`;

const mixedUp = (message: string, hint: string): SwrctlError => new SwrctlError('USAGE', message, { hint });

/** A destination of `push` that is a file: operands the wrong way round, or several archives. @throws {SwrctlError} USAGE */
export async function refuseFileTargets(world: Folder, source: string, references: readonly string[]): Promise<void> {
  for (const reference of references) {
    if (!(await isFile(world, reference))) continue;
    const isSwapped = references.length === 1 && source !== '-' && !(await isMeantAsFile(world, source));
    throw mixedUp(
      `"${reference}" is a file, but what follows SOURCE is where to push to`,
      isSwapped
        ? `The archive comes first: ${line('push', reference, source)}`
        : `Push one archive at a time: ${line('push', source)} && ${line('push', reference)}`,
    );
  }
}

/**
 * A file among the references of `pull`: what to write to, or an archive to push.
 *
 * @param output file of `-o`, where one was given: then a reference may look like a file.
 * @throws {SwrctlError} USAGE
 */
export async function refuseFileSources(
  world: Folder,
  references: readonly string[],
  output: string | undefined,
): Promise<void> {
  const files = references.filter((reference) => PATH_LIKE.test(reference));
  const [file] = files;
  const others = references.filter((reference) => !files.includes(reference));
  if (file !== undefined && files.length === 1 && others.length > 0 && output === undefined) {
    throw mixedUp(
      `"${file}" is a file, but pull takes references; where to write to is a flag`,
      `Write: ${line('pull', ...others, '-o', file)}`,
    );
  }
  if (file === undefined || !(await isFile(world, file))) return; // a repository may be named like a file
  throw mixedUp(
    `"${file}" is a file, but pull takes references to images of a registry`,
    `An archive is sent by: ${line('push', file, 'ORG/REPO:TAG')}`,
  );
}

/** A file on either side of `copy`, which goes from registry to registry. @throws {SwrctlError} USAGE */
export async function refuseFileCopies(world: Folder, source: string, destination: string): Promise<void> {
  if (PATH_LIKE.test(source) && (await isFile(world, source))) {
    throw mixedUp(
      `"${source}" is a file, but copy goes from registry to registry`,
      `An archive is sent by: ${line('push', source, destination)}`,
    );
  }
  const isBareName = !destination.replace(/^\.?\//, '').includes('/');
  if (!PATH_LIKE.test(destination) || (!isBareName && !(await isFile(world, destination)))) return;
  throw mixedUp(
    `"${destination}" is a file, but copy goes from registry to registry`,
    `An image is saved by: ${line('pull', source, '-o', destination)}`,
  );
}
