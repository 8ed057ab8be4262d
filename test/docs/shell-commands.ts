/** A command line of swrctl in a text, as words without quotes. */
export interface FoundCommand {
  readonly line: string;
  readonly words: readonly string[];
  /** True in a block that people paste: it has to be complete. False in running text, which may only name a command. */
  readonly isWhole: boolean;
}

/** Every call of swrctl in the console blocks and the inline code of a page. */
export function commandsIn(page: string): FoundCommand[] {
  const blocks = [...page.matchAll(/```console\n(.*?)```/gs)].flatMap(([, block = '']) =>
    block.split('\n').flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : [])),
  );
  const prose = page.replace(/```.*?```/gs, '');
  const spans = [...prose.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replaceAll('\n', ' '));
  return [
    ...blocks.flatMap((line) => callsIn(line, true)),
    ...spans.filter((code) => !code.includes('…')).flatMap((code) => callsIn(code, false)),
  ];
}

function callsIn(line: string, isWhole: boolean): FoundCommand[] {
  return simpleCommands(line).flatMap((words) => {
    const at = words.findIndex((word) => word === 'swrctl');
    const isCall = at === 0 || (at > 0 && words.slice(0, at).every((word) => /^(?:sudo|eval|\w+=.*)$/.test(word)));
    return isCall ? [{ line, words: words.slice(at + 1), isWhole }] : [];
  });
}

/** One quoted piece, `$(…)`, `>(…)`, a redirection with its file, an operator between commands, or bare text. */
const PIECE = /'([^']*)'|"\$\(([^)]*)\)"|"([^"]*)"|(>\([^)]*\))|[<>]\s*\S+|(\|\||&&|[|;&])|(\s+)|([^\s'"|;&<>]+)/g;

/** The simple commands of a line of shell, as far as documentation writes shell. */
function simpleCommands(line: string): string[][] {
  const commands: string[][] = [[]];
  let word: string | undefined;
  const endWord = (): void => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  for (const [, single, substituted, double, process, operator, blank, bare] of line
    .replace(/(^|\s)#\s.*$/, '')
    .matchAll(PIECE)) {
    if (substituted !== undefined) commands.unshift(...simpleCommands(substituted));
    const text = single ?? double ?? process ?? bare;
    if (text !== undefined) word = (word ?? '') + text;
    else if (blank !== undefined || operator !== undefined) endWord();
    if (operator !== undefined) commands.push([]);
  }
  endWord();
  return commands;
}

/** The long flags that running text names by themselves, such as `--force`. */
export function flagsIn(page: string): string[] {
  return [...page.replace(/```.*?```/gs, '').matchAll(/`(--[a-z][a-z-]*)[^`]*`/g)].map(([, flag = '']) => flag);
}
