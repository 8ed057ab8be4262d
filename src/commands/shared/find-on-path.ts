import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/**
 * Where a program is; undefined when it is nowhere.
 *
 * @param path the variable PATH.
 * @param isWanted which of its folders count. Default: all that are not empty, as for a shell.
 */
export async function findOnPath(
  program: string,
  path = '',
  isWanted: (folder: string) => boolean = (folder) => folder !== '',
): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter(isWanted)) {
    const file = join(folder, program);
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}
