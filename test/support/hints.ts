import type { Command } from 'commander';
import { composeContext } from '../../src/app/compose.ts';
import type { World } from '../../src/app/world.ts';
import { createProgram } from '../../src/bin/program.ts';
import { separateJsonFlag } from '../../src/commands/options/json-flag.ts';
import { isHelpShown } from '../../src/commands/options/usage.ts';
import { commandTree } from '../../src/commands/tree.ts';
import { commandsIn } from '../../src/output/hint-commands.ts';

/** Words of a POSIX shell line that has no expansions. */
export const shellWords = (line: string): string[] =>
  [...line.matchAll(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g)].map(([word]) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));

function withoutActions(commands: readonly Command[]): readonly Command[] {
  for (const command of commands) {
    withoutActions(command.commands);
    if (command.commands.length === 0) command.action(() => undefined);
  }
  return commands;
}

/** It is looked for before the action, and that is not what is tried here. */
const IS_MISSING = /There is no profile/;

/** What the parser has against a command line, which stands without `swrctl`; undefined: nothing. */
export async function refusalOf(line: string): Promise<string | undefined> {
  const world = {
    argv: [],
    env: {},
    stdout: {},
    stderr: {},
    homeDir: '/nowhere',
    platform: 'linux',
    now: () => new Date(),
    version: '0',
  } as unknown as World;
  const invocation = { command: '', options: {}, output: undefined };
  const context = composeContext(world, invocation);
  const commands = withoutActions(commandTree(context));
  const program = createProgram(context, commands, invocation, () => undefined);
  try {
    await program.parseAsync(separateJsonFlag(shellWords(line), program), { from: 'user' });
    return undefined;
  } catch (error) {
    return isHelpShown(error) || IS_MISSING.test(String(error)) ? undefined : String(error);
  }
}

/** Commands in a text that the parser refuses, each with the reason. */
export async function refusedCommands(text: string): Promise<string[]> {
  const refusals = await Promise.all(
    commandsIn(text).map(async ({ words }) => {
      const refusal = await refusalOf(words);
      return refusal === undefined ? [] : [`swrctl ${words}: ${refusal}`];
    }),
  );
  return refusals.flat();
}
