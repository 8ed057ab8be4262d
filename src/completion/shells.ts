import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { powershellCompletion } from './powershell.ts';
import type { ShellName } from './shell-names.ts';
import type { CommandSpec } from './spec.ts';
import { completionWords, type CompletionWords } from './words.ts';
import { zshCompletion } from './zsh.ts';

const WRITERS: Readonly<Record<ShellName, (words: CompletionWords) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
};

/** The script for one shell. */
export function completionScript(root: CommandSpec, shell: ShellName): string {
  return WRITERS[shell](completionWords(root));
}
