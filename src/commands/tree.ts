import type { Command } from 'commander';
import { completion } from './completion/completion.ts';
import type { Context } from './context.ts';
import { help } from './help/help.ts';
import { version } from './version/version.ts';

/** All commands, in the groups and the order of the root help. */
export function commandTree(context: Context): Command[] {
  return [...inGroup('Local:', [completion(context), version(context), help(context)])];
}

function inGroup(heading: string, commands: readonly Command[]): Command[] {
  return commands.map((command) => command.helpGroup(heading));
}
