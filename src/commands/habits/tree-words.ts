import type { Command } from 'commander';
import type { Meant } from './typed-line.ts';

export const childOf = (parent: Command, word: string): Command | undefined =>
  parent.commands.find((child) => child.name() === word || child.aliases().includes(word));

/** The command that words lead to, and those left for it. */
export function leafOf(root: Command, words: readonly string[]): { readonly leaf: Command; readonly rest: Meant } {
  const [first, ...rest] = words;
  const child = first === undefined ? undefined : childOf(root, first);
  return child === undefined ? { leaf: root, rest: words } : leafOf(child, rest);
}

/** Whether a command can be called with these words: as many operands as it takes. `--help` always can. */
export function takes(root: Command, words: Meant): boolean {
  const { leaf, rest } = leafOf(root, words);
  if (leaf === root || (leaf.commands.length > 0 && rest.length > 0)) return false;
  if (rest[0] === '--help') return true;
  const required = leaf.registeredArguments.filter((argument) => argument.required).length;
  const most = leaf.registeredArguments.at(-1)?.variadic === true ? Infinity : leaf.registeredArguments.length;
  return leaf.commands.length === 0 && rest.length >= required && rest.length <= most;
}
