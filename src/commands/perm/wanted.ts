import { SwrctlError } from '../../base/errors.ts';
import { PERMISSION_LEVELS, type PermissionLevel } from '../../model/permission.ts';

/** One `USER=LEVEL` as written. */
export interface WantedGrant {
  /** A name, an id, or `id:name`. */
  readonly text: string;
  readonly level: PermissionLevel;
}

/** @throws {SwrctlError} USAGE listing the levels. */
export function parseWanted(pairs: readonly string[]): WantedGrant[] {
  return pairs.map((pair) => {
    const mark = pair.lastIndexOf('=');
    const level = PERMISSION_LEVELS.find((candidate) => candidate === pair.slice(mark + 1));
    if (mark > 0 && level !== undefined) return { text: pair.slice(0, mark), level };
    throw new SwrctlError('USAGE', `"${pair}" is not USER=LEVEL`, {
      hint: `Levels are ${PERMISSION_LEVELS.join(', ')}, for example alice=read`,
    });
  });
}
