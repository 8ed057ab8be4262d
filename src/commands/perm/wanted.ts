import { SwrctlError } from '../../base/errors.ts';
import { posixWord } from '../../model/shell-word.ts';
import { PERMISSION_LEVELS, type PermissionLevel } from '../../model/permission.ts';

/** One `USER=LEVEL` as written. */
export interface WantedGrant {
  /** A name, an id, or `id:name`. */
  readonly text: string;
  readonly level: PermissionLevel;
}

/**
 * @param words `TARGET USER=LEVEL...`
 * @param verb of the command, for the hint
 * @throws {SwrctlError} USAGE for two targets or a pair in front, with the right command line, else listing the levels.
 */
export function parseWanted(words: readonly string[], verb: 'add' | 'set'): WantedGrant[] {
  const [, ...pairs] = words;
  checkOrder(words, verb);
  return pairs.map((pair) => {
    const grant = grantIn(pair);
    if (grant !== undefined) return grant;
    throw new SwrctlError('USAGE', `"${pair}" is not USER=LEVEL`, {
      hint: `Levels are ${PERMISSION_LEVELS.join(', ')}, for example alice=read`,
    });
  });
}

function grantIn(pair: string): WantedGrant | undefined {
  const mark = pair.lastIndexOf('=');
  const level = PERMISSION_LEVELS.find((candidate) => candidate === pair.slice(mark + 1));
  return mark > 0 && level !== undefined ? { text: pair.slice(0, mark), level } : undefined;
}

/** `perm add USER=LEVEL TARGET` and `perm add TARGET TARGET USER=LEVEL`; anything unclear is told word by word. */
function checkOrder(words: readonly string[], verb: string): void {
  const pairs = words.filter((word) => grantIn(word) !== undefined);
  const targets = words.filter((word) => !word.includes('='));
  const [first, second] = targets;
  if (first === undefined || pairs.length === 0 || pairs.length + targets.length < words.length) return;
  const isSwapped = words[0] !== first;
  // without a slash it may be a user whose level was forgotten
  if (!isSwapped && second?.includes('/') !== true) return;
  const fact =
    second === undefined
      ? `"${words[0] ?? ''}" stands before the target "${first}"`
      : `${targets.join(' and ')} are more than the one target of a command`;
  const line = ['swrctl', 'perm', verb, first, ...pairs].map(posixWord).join(' ');
  throw new SwrctlError('USAGE', fact, { hint: `Run: ${line}` });
}
