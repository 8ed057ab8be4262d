import type { ShellName } from '../../completion/shell-names.ts';
import { completionScript } from '../../completion/shells.ts';
import { commandSpec, type CommandSpec } from '../../completion/spec.ts';
import type { Context } from '../../app/world.ts';
import { TOPIC_NAMES } from '../help/topic-names.ts';
import { addSettingOptions } from '../options/setting-options.ts';

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

/** The tree with the global options in place, and the words that `help` takes. */
function treeOf(root: Root): CommandSpec {
  const spec = commandSpec(root, (command) => addSettingOptions(command, false));
  const words = [...TOPIC_NAMES, ...root.commands.map((command) => command.name())];
  const children = spec.children.map((child) =>
    child.path[0] === 'help' ? { ...child, operands: [{ kind: 'choice' as const, choices: words }] } : child,
  );
  return { ...spec, children };
}
