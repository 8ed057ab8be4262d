import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openTerminal } from '../support/terminal.ts';

export interface ShellPlace {
  /** Scripts stand here as swrctl.bash, swrctl.fish and swrctl.zsh. */
  readonly folder: string;
  readonly cwd?: string;
  /** Added to a bare environment. */
  readonly env?: Readonly<Record<string, string>>;
}

const environment = ({ folder, env }: ShellPlace): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: folder,
  LANG: 'C.UTF-8',
  ...env,
});

const start = promisify(execFile);

/** Not to be waited for in step: what it asks may be a server of this process. What goes to stderr is a failure. */
async function run(shell: string, args: readonly string[], place: ShellPlace): Promise<string[]> {
  const { stdout, stderr } = await start(shell, args, {
    ...(place.cwd === undefined ? {} : { cwd: place.cwd }),
    env: environment(place),
  });
  if (stderr !== '') throw new Error(`${shell} says: ${stderr}`);
  return linesOf(stdout);
}

/** What bash offers for the last of `words`, which are split as bash does it: `=` and `:` are words of their own. */
export async function completeInBash(words: readonly string[], place: ShellPlace): Promise<string[]> {
  const program = `
    source "$1"; shift
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    _swrctl
    for word in "\${COMPREPLY[@]}"; do if [[ -d $word ]]; then word=$word/; fi; printf '%s\\n' "$word"; done`;
  const script = join(place.folder, 'swrctl.bash');
  return run('bash', ['-c', program, 'bash', script, ...words], place);
}

/** What fish offers at the end of a line, with the descriptions behind a tab. */
export async function completeInFish(line: string, place: ShellPlace): Promise<string[]> {
  const program = `source ${join(place.folder, 'swrctl.fish')}; complete -C ${JSON.stringify(line)}`;
  return run('fish', ['--no-config', '-c', program], place);
}

/** Types a line and Tab into zsh in a terminal, and gives the screen when it matches. */
export async function completeInZsh(line: string, sees: RegExp, place: ShellPlace): Promise<string> {
  const setup = `autoload -U compinit; compinit -D -u; source ${join(place.folder, 'swrctl.zsh')}`;
  return completeInTerminal(['zsh', '-f'], setup, { line, sees }, place);
}

/** Types a line and Tab into a shell in a terminal, and gives what one sees then. */
export async function completeInTerminal(
  shell: readonly string[],
  setup: string,
  { line, sees }: { readonly line: string; readonly sees: RegExp },
  place: ShellPlace,
): Promise<string> {
  const terminal = openTerminal(shell, { columns: 100, env: { PS1: '> ', ...environment(place) } });
  try {
    // tmux gives its own PATH to what it starts
    terminal.type(
      `PATH='${environment(place)['PATH'] ?? ''}'; PS1='> '; cd ${place.cwd ?? place.folder}; ${setup}; clear; echo ready`,
    );
    terminal.press('Enter');
    await terminal.waitFor(/^ready\n> *$/m);
    terminal.type(line);
    terminal.press('Tab');
    return await terminal.waitFor(sees);
  } finally {
    terminal.close();
  }
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}
