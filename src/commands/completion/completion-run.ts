import type { ShellName } from '../../completion/shell-names.ts';
import { completionScript } from '../../completion/shells.ts';
import { commandSpec, type CommandSpec } from '../../completion/spec.ts';
import type { Context } from '../../app/world.ts';
import { addSettingOptions } from '../options/setting-options.ts';
import { knownValue } from './values.ts';

type Root = Parameters<typeof commandSpec>[0];

export interface CompletionOptions {
  readonly shell: ShellName;
  /** Of the command tree. */
  readonly root: Root;
}

/** `swrctl completion`. */
export async function runCompletion(context: Context, { shell, root }: CompletionOptions): Promise<void> {
  await context.output().text(completionScript(treeOf(root), shell));
}

/** The tree with the global options in place. */
function treeOf(root: Root): CommandSpec {
  const topLevel = root.commands.map((command) => command.name());
  return commandSpec(
    root,
    (command) => addSettingOptions(command, false),
    (name, path) => knownValue(name, path, topLevel),
  );
}
