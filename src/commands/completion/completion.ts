import { Argument, Command } from 'commander';
import { SHELL_NAMES, type ShellName } from '../../completion/shell-names.ts';
import type { CommandSpec } from '../../completion/spec.ts';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { TOPIC_NAMES } from '../help/topic-names.ts';
import { addSettingOptions, ancestors } from '../options/setting-options.ts';

export const completion = (context: Context): Command =>
  new Command('completion')
    .description('Print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'bash, zsh, fish or powershell').choices(SHELL_NAMES))
    .addHelpText(
      'after',
      examples(
        'source <(swrctl completion bash)',
        'source <(swrctl completion zsh)',
        'swrctl completion fish | source',
        'swrctl completion powershell | Out-String | Invoke-Expression',
      ),
    )
    .action((shell: ShellName, _options: unknown, command: Command) => runCompletion(context, shell, command));

export async function runCompletion(context: Context, shell: ShellName, command: Command): Promise<void> {
  const root = ancestors(command).at(-1) ?? command;
  const { completionScript } = await import('../../completion/shells.ts');
  await context.output().text(completionScript(await treeOf(root), shell));
}

/** The tree with the global options in place, and the words that `help` takes. */
async function treeOf(root: Command): Promise<CommandSpec> {
  const { commandSpec } = await import('../../completion/spec.ts');
  const spec = commandSpec(root, (command) => addSettingOptions(command, false));
  const words = [...TOPIC_NAMES, ...root.commands.map((command) => command.name())];
  const children = spec.children.map((child) =>
    child.path[0] === 'help' ? { ...child, operands: [{ kind: 'choice' as const, choices: words }] } : child,
  );
  return { ...spec, children };
}
