/** A command line inside a text, as a person would copy it. */
export interface HintCommand {
  /** Without the program: `repo list team`. */
  readonly words: string;
  /** Index behind its last character in the text. */
  readonly end: number;
}

/**
 * Where a command stands in a sentence: behind a colon, a bracket, `or`, `and`, a comma, a pipe or `&&`. It goes on to a comma, a semicolon, a bracket, a word that joins, a sign of the shell, or the end.
 */
const COMMAND =
  /(?:: |[(`]| (?:or|and|[|]|&&)(?: set)? |, )swrctl (?!and |or )(?=[a-z-])([^,;()`|<>&\n]*?)(?=\s*(?:$|[,;()`|<>&\n]|\. | (?:or|and|to) ))/g;

/** A text in quotes hides what is in it: nothing there joins or ends a command. */
const QUOTED = /'[^'\n]*'|"[^"\n]*"/g;

/** All commands of ours in a hint or a note, in their order. */
export function commandsIn(text: string): HintCommand[] {
  const masked = text.replace(QUOTED, (quoted) => '_'.repeat(quoted.length));
  return [...masked.matchAll(COMMAND)].map(({ 0: whole, 1: words = '', index }) => {
    const end = index + whole.length;
    return { words: text.slice(end - words.length, end), end };
  });
}

/** These have nothing to do with a place, or are told theirs by an operand. */
const PLACELESS =
  /^(?:auth (?:list|remove|switch)|completion|config|emulator|explain|help|regions|version|log(?:in|out) [^-])| --help\b/;

/** A command that names a region, or its hosts, means another one with all that belongs to it; the account stays. */
const REGION = /^--(?:region|cloud|project|project-id|registry|endpoint|iam-endpoint)$/;

/**
 * The text with the flags that chose a place on the command line behind each command, or instead of a placeholder such
 * as `--region REGION`: so a hint works where the error came from. A command that names a region keeps to it.
 *
 * @param flags for a POSIX shell, each with its value: `--region eu-west-101`.
 */
export function inPlace(text: string, flags: readonly string[]): string {
  if (flags.length === 0) return text;
  return commandsIn(text)
    .filter(({ words }) => !PLACELESS.test(words))
    .reduceRight((after, { words, end }) => {
      const start = end - words.length;
      return `${after.slice(0, start)}${placed(words, flags)}${after.slice(end)}`;
    }, text);
}

function placed(words: string, flags: readonly string[]): string {
  const own = words.split(' ').filter((word) => word.startsWith('--'));
  const filled = flags.reduce((line, flag) => line.replace(placeholderOf(flag), () => ` ${flag}`), words);
  const isTaken = (name: string): boolean =>
    own.includes(name) || (REGION.test(name) && own.some((one) => REGION.test(one)));
  const missing = flags.filter((flag) => !isTaken(nameOf(flag)) && !filled.endsWith(` ${flag}`));
  return [filled, ...missing].join(' ');
}

const nameOf = (flag: string): string => flag.split(' ', 1)[0] ?? '';

/** ` --region REGION` of `--region eu-west-101`. */
const placeholderOf = (flag: string): RegExp => new RegExp(` ${nameOf(flag)} [A-Z]+(?= |$)`);
