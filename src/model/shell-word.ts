import { SwrctlError } from '../base/errors.ts';

/** Shells whose quoting differs; `sh` stands for bash, zsh and every other POSIX shell. */
export type Shell = 'sh' | 'fish' | 'pwsh';

/** Needs no quotes in any of them; a `=` or `~` in front means something to some. */
const PLAIN = /^[A-Za-z0-9_./:][\w@%+=:,./-]*$/;

/** PowerShell takes typographic single quotes for the end of a text in single quotes, too. */
const PWSH_QUOTES = /['\u2018\u2019\u201A\u201B]/g;

/** A text in quotes for a POSIX shell, unchecked: for what a person reads before he runs it. */
export function posixQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A word as a person would write it, quoted only where a POSIX shell needs it; flags stay bare. */
export function posixWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : posixQuote(text);
}

const QUOTED: Readonly<Record<Shell, (text: string) => string>> = {
  sh: posixQuote,
  fish: (text) => `'${text.replace(/[\\']/g, '\\$&')}'`,
  pwsh: (text) => `'${text.replace(PWSH_QUOTES, '$&$&')}'`,
};

/** A text in quotes, so that a shell takes it for one word and nothing else. @throws {SwrctlError} as shellWord. */
export function quoteForShell(text: string, shell: Shell = 'sh'): string {
  // eslint-disable-next-line no-control-regex -- line breaks and what else a terminal acts upon
  if (/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/.test(text)) {
    throw new SwrctlError('API_SHAPE', 'A value for the shell has a line break or another control character in it', {
      hint: 'Look at where it comes from; such a value is not printed, because the rest of it could be run',
    });
  }
  return QUOTED[shell](text);
}

/**
 * One word for a shell, quoted where it must be.
 *
 * @throws {SwrctlError} API_SHAPE for a text with a line break or another control character.
 */
export function shellWord(text: string, shell: Shell = 'sh'): string {
  return shell === 'sh' && PLAIN.test(text) ? text : quoteForShell(text, shell);
}
