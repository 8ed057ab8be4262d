import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHELL_NAMES, type ShellName } from '../../src/completion/shell-names.ts';
import { completionScript } from '../../src/completion/shells.ts';
import { itWith } from '../support/peers.ts';
import { runCli } from '../support/run.ts';
import { openTerminal } from '../support/terminal.ts';
import { fixtureSpec } from './fixture.ts';

let folder: string;
const scriptOf = (shell: ShellName): string => join(folder, `swrctl.${shell}`);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'swrctl-completion-'));
  for (const shell of SHELL_NAMES) writeFileSync(scriptOf(shell), completionScript(fixtureSpec(), shell));
  mkdirSync(join(folder, 'work/images'), { recursive: true });
  writeFileSync(join(folder, 'work/app one.tar'), '');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Case {
  readonly line: string;
  /** Candidates for the last word. */
  readonly offers: readonly string[];
}

/** The same line must give the same words in every shell. */
const CASES: readonly Case[] = [
  { line: 'swrctl pu', offers: ['pull', 'push'] },
  { line: 'swrctl org ', offers: ['list', 'show'] },
  { line: 'swrctl --region x or', offers: ['org'] },
  { line: 'swrctl push --comp', offers: ['--compression'] },
  { line: 'swrctl push app.tar --compression ', offers: ['gzip', 'none', 'zstd'] },
  { line: 'swrctl org list -o ', offers: ['json', 'table'] },
  { line: 'swrctl org ls --output j', offers: ['json'] },
  { line: 'swrctl org list --col', offers: ['--color'] },
  { line: 'swrctl --color a', offers: ['always', 'auto'] },
  { line: 'swrctl push i', offers: ['images/'] },
  { line: 'swrctl push app', offers: ['app one.tar'] },
  { line: 'swrctl pull -o i', offers: ['images/'] },
  { line: 'swrctl pull i', offers: [] },
  { line: 'swrctl org show i', offers: [] },
  { line: 'swrctl push a b --pub', offers: ['--public'] },
];

describe('bash completion', () => {
  itWith('bash').each(CASES)('offers $offers for "$line"', ({ line, offers }) => {
    const words = line.split(' ');
    const program = `
      source "$1"; shift
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
      _swrctl
      for word in "\${COMPREPLY[@]}"; do if [[ -d $word ]]; then word=$word/; fi; printf '%s\\n' "$word"; done`;
    const output = execFileSync('bash', ['-c', program, 'bash', scriptOf('bash'), ...words], {
      cwd: join(folder, 'work'),
      encoding: 'utf8',
    });
    expect(linesOf(output)).toEqual(offers);
  });

  itWith('bash').each([
    { words: ['swrctl', 'org', 'list', '--output', '='], offers: ['json', 'table'] },
    { words: ['swrctl', 'org', 'list', '--output', '=', 'j'], offers: ['json'] },
  ])('takes "=" for a word of its own, as bash does: $words', ({ words, offers }) => {
    const program = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _swrctl; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const output = execFileSync('bash', ['-c', program, 'bash', scriptOf('bash'), ...words], { encoding: 'utf8' });
    expect(linesOf(output)).toEqual(offers);
  });
});

describe('fish completion', () => {
  itWith('fish').each([...CASES, { line: 'swrctl org list --output=j', offers: ['--output=json'] }])(
    'offers $offers for "$line"',
    ({ line, offers }) => {
      const program = `source ${scriptOf('fish')}; complete -C ${JSON.stringify(line)}`;
      const output = execFileSync('fish', ['--no-config', '-c', program], {
        cwd: join(folder, 'work'),
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: folder, LANG: 'C.UTF-8' },
      });
      expect(linesOf(output).map((text) => text.split('\t')[0])).toEqual(offers);
    },
  );

  itWith('fish')('describes the commands', () => {
    const program = `source ${scriptOf('fish')}; complete -C 'swrctl pus'`;
    const output = execFileSync('fish', ['--no-config', '-c', program], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: folder },
    });
    expect(output).toBe("push\tPush an image: it's quick\n");
  });
});

/** Types a line and Tab into a real shell and gives what stands on the prompt line then. */
async function completeInTerminal(shell: string[], setup: string, line: string, expected: RegExp): Promise<string> {
  const terminal = openTerminal(shell, { env: { PS1: '> ' } });
  try {
    terminal.type(`PS1='> '; cd ${join(folder, 'work')}; ${setup}; clear; echo ready`);
    terminal.press('Enter');
    await terminal.waitFor(/^ready\n> *$/m);
    terminal.type(line);
    terminal.press('Tab');
    return await terminal.waitFor(expected);
  } finally {
    terminal.close();
  }
}

/** What one sees after Tab. */
const IN_TERMINAL = [
  { line: 'swrctl pus', sees: /> swrctl push$/m },
  { line: 'swrctl org ls --outp', sees: /> swrctl org ls --output$/m },
  { line: 'swrctl org list --output=j', sees: /> swrctl org list --output=json$/m },
  { line: 'swrctl --color=nev', sees: /> swrctl --color=never$/m },
  { line: 'swrctl push app', sees: /> swrctl push app\\ one\.tar$/m },
];

describe('bash in a terminal', () => {
  itWith('tmux', 'bash').each(IN_TERMINAL)('completes "$line" on Tab', async ({ line, sees }) => {
    const setup = `source ${scriptOf('bash')}`;
    expect(await completeInTerminal(['bash', '--norc'], setup, line, sees)).toMatch(sees);
  });
});

describe('zsh in a terminal', () => {
  const setup = (): string => `autoload -U compinit; compinit -D -u; source ${scriptOf('zsh')}`;

  itWith('tmux', 'zsh').each(IN_TERMINAL)('completes "$line" on Tab', async ({ line, sees }) => {
    expect(await completeInTerminal(['zsh', '-f'], setup(), line, sees)).toMatch(sees);
  });

  itWith('tmux', 'zsh')('lists the choices with their descriptions', async () => {
    const sees = /pull[^]*push +-- Push an image: it's quick/;
    expect(await completeInTerminal(['zsh', '-f'], setup(), 'swrctl pu', sees)).toMatch(sees);
  });

  itWith('tmux', 'zsh')('is found as _swrctl in a folder of fpath', async () => {
    const functions = join(folder, 'functions');
    mkdirSync(functions, { recursive: true });
    writeFileSync(join(functions, '_swrctl'), readFileSync(scriptOf('zsh')));
    const autoload = `fpath=(${functions} $fpath); autoload -U compinit; compinit -D -u`;
    const sees = /> swrctl push$/m;
    expect(await completeInTerminal(['zsh', '-f'], autoload, 'swrctl pus', sees)).toMatch(sees);
  });
});

describe('completions/', () => {
  const FILES: Record<ShellName, string> = {
    bash: 'swrctl.bash',
    zsh: '_swrctl',
    fish: 'swrctl.fish',
    powershell: 'swrctl.ps1',
  };

  it.each(SHELL_NAMES)('has what `swrctl completion %s` prints; `npm run completions` renews it', async (shell) => {
    const committed = readFileSync(join(import.meta.dirname, '../../completions', FILES[shell]), 'utf8');
    const { stdout } = await runCli(['completion', shell]);
    expect(stdout === committed, 'they differ; run: npm run completions').toBe(true);
  });
});

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}
