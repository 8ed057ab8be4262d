import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Command, CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/app/world.ts';
import { separateJsonFlag } from '../../src/commands/options/json-flag.ts';
import { addSettingOptions } from '../../src/commands/options/setting-options.ts';
import { commandTree } from '../../src/commands/tree.ts';
import { commandsIn, flagsIn } from './shell-commands.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const pagesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
/** docs/commands.md is the help itself. */
const PAGES = [...pagesIn('.'), ...pagesIn('docs'), ...pagesIn('docs/zh-CN')].filter(
  (page) => !['docs/commands.md', 'CHANGELOG.md'].includes(page),
);

/** Of kubelet, and of `npm run bench`. */
const FLAGS_OF_OTHERS = [
  '--image-credential-provider-bin-dir',
  '--image-credential-provider-config',
  ...['--only', '--runs', '--write'],
];

/** The command line as the program reads it, but nothing is done. */
/** What the hooks before actions look into: no instance is in use. */
const NOBODY = { choosePlace: () => undefined, services: () => Promise.resolve({}) } as unknown as Context;

function parserOf(): Command {
  const prepare = (command: Command): Command => {
    command
      .exitOverride()
      .helpCommand(false)
      .configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
    command.hook('preSubcommand', (_parent, sub) => addSettingOptions(sub, false));
    if (command.commands.length === 0) command.action(() => undefined);
    command.commands.forEach(prepare);
    return command;
  };
  const program = new Command('swrctl').version('0', '-V, --version').enablePositionalOptions();
  addSettingOptions(program, true);
  for (const command of commandTree(NOBODY)) program.addCommand(command);
  return prepare(program);
}

function flagsOf(command: Command): string[] {
  addSettingOptions(command, false);
  return [...command.options.map(({ long }) => long ?? ''), ...command.commands.flatMap(flagsOf)];
}

/** `--no-resume` is written with its `no`. */
const KNOWN_FLAGS = new Set([...flagsOf(parserOf()), '--help', ...FLAGS_OF_OTHERS]);

/** Help was shown, or a part of the text only names a command that wants operands. */
const FINE = new Set(['commander.help', 'commander.helpDisplayed', 'commander.version']);
const FINE_IN_PROSE = new Set(['commander.missingArgument', 'commander.missingMandatoryOptionValue']);

function problemOf(words: readonly string[], isWhole: boolean): string | undefined {
  try {
    const program = parserOf();
    program.parse(separateJsonFlag(words, program), { from: 'user' });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (FINE.has(error.code) || (!isWhole && FINE_IN_PROSE.has(error.code))) return undefined;
    }
    return error instanceof Error ? error.message : String(error);
  }
}

describe.each(PAGES.map((page) => ({ page })))('$page', ({ page }) => {
  const text = read(page);

  it('names commands and flags that exist', () => {
    const problems = commandsIn(text).flatMap(({ line, words, isWhole }) => {
      const problem = problemOf(words, isWhole);
      return problem === undefined ? [] : [`${line}: ${problem}`];
    });
    expect(problems).toEqual([]);
  });

  it('names flags that exist in its text', () => {
    expect(flagsIn(text).filter((flag) => !KNOWN_FLAGS.has(flag))).toEqual([]);
  });

  it('has links that lead somewhere', () => {
    const links = [...text.replace(/```.*?```/gs, '').matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
    const broken = links.filter(([, path = '', anchor]) => {
      const file = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
      return !existsSync(join(ROOT, file)) || (anchor !== undefined && !anchorsOf(read(file)).includes(anchor));
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

/** As GitHub makes them: lower case, no punctuation, hyphens for blanks. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** English page and the Chinese one for the same. */
const PAIRS = [
  { english: 'README.md', chinese: 'README.zh-CN.md' },
  { english: 'README.md', chinese: 'docs/zh-CN/push-pull.md' },
  { english: 'docs/credentials.md', chinese: 'docs/zh-CN/login.md' },
  { english: 'docs/errors.md', chinese: 'docs/zh-CN/errors.md' },
];

describe('the Chinese pages', () => {
  it.each(PAIRS)('$chinese and $english lead to each other', ({ english, chinese }) => {
    expect(read(english)).toContain(`](${relative(dirname(english), chinese)}`);
    expect(read(chinese)).toContain(`](${relative(dirname(chinese), english)}`);
  });

  it('are all there, and each leads home', () => {
    expect(pagesIn('docs/zh-CN').sort()).toEqual(
      PAIRS.map(({ chinese }) => chinese)
        .slice(1)
        .sort((a, b) => a.localeCompare(b)),
    );
    for (const page of pagesIn('docs/zh-CN')) expect(read(page)).toContain('](../../README.zh-CN.md)');
  });

  it('have the shell blocks of the English README, in the same order', () => {
    const lines = (page: string): string[] =>
      [...read(page).matchAll(/^\$ (.*?)(?:\s+# .*)?$/gm)].map(([, line = '']) => line.trim());
    expect(lines('README.zh-CN.md')).toEqual(lines('README.md'));
  });

  const headings = (page: string): string[] => [...read(page).matchAll(/^### (.*)$/gm)].map(([, text = '']) => text);

  it.each(['登录指令', 'x509', 'denied', '未登录'])('have an error entry for "%s"', (words) => {
    expect(headings('docs/zh-CN/errors.md').some((heading) => heading.includes(words))).toBe(true);
  });

  it('explain every text of a service that the English page explains', () => {
    const foreign = headings('docs/errors.md').filter((heading) =>
      /^(?:denied|x509|unauthorized|Image org|Invalid|AK access|Authenticate|Database|fail|http|name|no basic|manifest)/.test(
        heading,
      ),
    );
    expect(foreign.length).toBeGreaterThan(12);
    const chinese = headings('docs/zh-CN/errors.md').join('\n');
    expect(foreign.filter((heading) => !chinese.includes(heading.split(',')[0] ?? heading))).toEqual([]);
  });

  it.each(['docs/errors.md', 'docs/zh-CN/errors.md'])('%s goes from A to Z', (page) => {
    const letters = [...read(page).matchAll(/^## ([A-Z])$/gm)].map(([, letter = '']) => letter);
    expect(letters).toEqual([...letters].sort());
    expect(new Set(letters).size).toBe(letters.length);
  });
});
