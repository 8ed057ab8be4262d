import type { Command } from 'commander';
import type { Context } from './context.ts';
import { version } from './version/version.ts';

/** All commands, in the groups and the order of the root help. */
export function commandTree(context: Context): Command[] {
  return [...inGroup('Local:', [version(context)])];
}

function inGroup(heading: string, commands: readonly Command[]): Command[] {
  return commands.map((command) => command.helpGroup(heading));
}
