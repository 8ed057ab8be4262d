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
  /^(?:auth (?:list|remove|switch)|completion|config|emulator|explain|help|regions|version|log(?:in|out) [^-])/;

/**
 * The text with the flags that chose a place on the command line behind each command, so that a hint works where the
 * error came from. A command that names a place itself is left as it is.
 *
 * @param flags for a POSIX shell, for example `--region eu-west-101`; empty: nothing changes.
 */
export function inPlace(text: string, flags: string): string {
  if (flags === '') return text;
  const wanted = commandsIn(text).filter(({ words }) => !PLACELESS.test(words) && !NAMES_PLACE.test(words));
  return wanted.reduceRight((before, { end }) => `${before.slice(0, end)} ${flags}${before.slice(end)}`, text);
}

const NAMES_PLACE = / --(?:profile|region|cloud|registry|endpoint|help)\b/;
