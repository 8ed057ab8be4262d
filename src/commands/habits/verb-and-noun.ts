import type { Command } from 'commander';
import { frontVerbOf, nounOf, verbOf } from './nouns.ts';
import { shapeOf, type Meant, type TypedLine } from './typed-line.ts';
import { childOf, takes } from './tree-words.ts';
import { meantByWord, retag } from './root-words.ts';

/**
 * `get repos`, `describe repo team/web`, `delete team/web:v1`, `tags team/web`, `orgs ls`: a verb in front, another
 * word for a noun, or both.
 *
 * @param line what stands behind the word
 */
export function verbFirst(root: Command, word: string, line: TypedLine): Meant | undefined {
  return ofImage(word, line) ?? verbAndNoun(root, word, line);
}

/** `get images ORG`, `delete image NAME` */
function ofImage(word: string, line: TypedLine): Meant | undefined {
  const [noun = '', ...names] = line.operands;
  const verb = /^images?$/.test(noun) ? frontVerbOf(word) : undefined;
  return verb === undefined ? undefined : meantByWord('image', { ...line, operands: [verb, ...names] });
}

function verbAndNoun(root: Command, word: string, { operands }: TypedLine): Meant | undefined {
  const verb = frontVerbOf(word);
  const [first, ...rest] = operands;
  const noun = nounOf(verb === undefined ? word : (first ?? ''));
  if (noun !== undefined && verb !== undefined) return sentence(root, noun, verb, rest);
  if (noun !== undefined) {
    const behind = frontVerbOf(first ?? '');
    return behind === undefined ? sentence(root, noun, 'show', operands) : sentence(root, noun, behind, rest);
  }
  if (verb === undefined) return undefined;
  if (first === undefined) return verb === 'list' || verb === 'show' ? ['org', 'list'] : undefined;
  return sentence(root, shapeOf(first), verb, operands);
}

/** What was meant by a word behind a noun that is none of its verbs. @param line what stands behind it */
export function meantInGroup(root: Command, noun: string, word: string, { operands }: TypedLine): Meant | undefined {
  const verb = verbOf(word);
  if (verb !== undefined) return sentence(root, noun, verb, operands);
  if (!/[/:]/.test(word)) return undefined;
  // a name where a verb should stand; docker's `tag A B`
  if (noun === 'tag' && operands.length > 0) return retag([word, ...operands]);
  return sentence(root, noun, 'show', [word, ...operands]);
}

/** The first way to say it that the tree of commands takes. */
function sentence(root: Command, noun: string, verb: string, names: readonly string[]): Meant | undefined {
  const isOneOfMany = noun === 'tag' && shapeOf(names[0] ?? '') === 'repo';
  const isRead = verb === 'show' || verb === 'list';
  const ways: Meant[] = [
    ...(isOneOfMany && verb === 'show' ? [] : [[noun, verb, ...names]]),
    ...(isRead ? [[noun, 'list', ...names], [noun, 'list', 'ORG/REPO'], [noun]] : []),
    [noun, verb, '--help'],
  ];
  return ways.find((way) => takes(root, way)) ?? (childOf(root, noun) === undefined ? undefined : [noun, '--help']);
}
