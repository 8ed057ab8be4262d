import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHELL_NAMES, type ShellName } from '../../src/completion/shell-names.ts';
import { completionScript } from '../../src/completion/shells.ts';
import { itWith } from '../support/peers.ts';
import { runCli } from '../support/run.ts';
import { fixtureSpec } from './fixture.ts';
import { completeInBash, completeInFish, completeInTerminal, completeInZsh, type ShellPlace } from './in-shells.ts';

let folder: string;
const scriptOf = (shell: ShellName): string => join(folder, `swrctl.${shell}`);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'swrctl-completion-'));
  for (const shell of SHELL_NAMES) writeFileSync(scriptOf(shell), completionScript(fixtureSpec(), shell));
  mkdirSync(join(folder, 'work/images'), { recursive: true });
  writeFileSync(join(folder, 'work/app one.tar'), '');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inWork = (): ShellPlace => ({ folder, cwd: join(folder, 'work') });

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
  itWith('bash').each(CASES)('offers $offers for "$line"', async ({ line, offers }) => {
    expect(await completeInBash(line.split(' '), inWork())).toEqual(offers);
  });

  itWith('bash').each([
    { words: ['swrctl', 'org', 'list', '--output', '='], offers: ['json', 'table'] },
    { words: ['swrctl', 'org', 'list', '--output', '=', 'j'], offers: ['json'] },
  ])('takes "=" for a word of its own, as bash does: $words', async ({ words, offers }) => {
    expect(await completeInBash(words, inWork())).toEqual(offers);
  });
});

describe('fish completion', () => {
  itWith('fish').each([...CASES, { line: 'swrctl org list --output=j', offers: ['--output=json'] }])(
    'offers $offers for "$line"',
    async ({ line, offers }) => {
      expect((await completeInFish(line, inWork())).map((text) => text.split('\t')[0])).toEqual(offers);
    },
  );

  itWith('fish')('describes the commands', async () => {
    expect(await completeInFish('swrctl pus', inWork())).toEqual(["push\tPush an image: it's quick"]);
  });
});

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
    expect(await completeInTerminal(['bash', '--norc'], setup, { line, sees }, inWork())).toMatch(sees);
  });
});

describe('zsh in a terminal', () => {
  itWith('tmux', 'zsh').each(IN_TERMINAL)('completes "$line" on Tab', async ({ line, sees }) => {
    expect(await completeInZsh(line, sees, inWork())).toMatch(sees);
  });

  itWith('tmux', 'zsh')('lists the choices with their descriptions', async () => {
    const sees = /pull[^]*push +-- Push an image: it's quick/;
    expect(await completeInZsh('swrctl pu', sees, inWork())).toMatch(sees);
  });

  itWith('tmux', 'zsh')('is found as _swrctl in a folder of fpath', async () => {
    const functions = join(folder, 'functions');
    mkdirSync(functions, { recursive: true });
    writeFileSync(join(functions, '_swrctl'), readFileSync(scriptOf('zsh')));
    const autoload = `fpath=(${functions} $fpath); autoload -U compinit; compinit -D -u`;
    const sees = /> swrctl push$/m;
    expect(await completeInTerminal(['zsh', '-f'], autoload, { line: 'swrctl pus', sees }, inWork())).toMatch(sees);
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
