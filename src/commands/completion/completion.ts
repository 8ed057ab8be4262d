import { Argument, Command } from 'commander';
import { SHELL_NAMES, type ShellName } from '../../completion/shell-names.ts';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { rootOf } from '../options/setting-options.ts';

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
    .action(async (shell: ShellName, _options: unknown, command: Command) => {
      const { runCompletion } = await import('./completion-run.ts');
      await runCompletion(context, { shell, root: rootOf(command) });
    });
