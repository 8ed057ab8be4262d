import { Command } from 'commander';
import { examples } from '../help/layout.ts';

/** A noun with its verbs. Bare, it prints its help. */
export function group(
  name: string,
  description: string,
  verbs: readonly Command[],
  ...lines: readonly string[]
): Command {
  const command = new Command(name).description(description).addHelpText('after', examples(...lines));
  for (const verb of verbs) command.addCommand(verb);
  return command;
}
