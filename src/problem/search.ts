import { CLIENT_TEXTS } from './client-texts.ts';
import {
  explainCode,
  explainText,
  EXPLANATIONS,
  hintForServiceCode,
  knownText,
  KNOWN_TEXTS,
  type Explanation,
} from './explain.ts';

/**
 * What codes and texts of the service stand for: the one code or text that is in `words`, else everything that has all
 * of the words in it. Errors of live calls come from the same table, but for what other programs say.
 *
 * @param words a code with or without its prefix, a pasted error message, or words to look for.
 */
export function explain(words: string): readonly Explanation[] {
  const code = /\b(?:[A-Z]{1,16}\.){0,4}[A-Z0-9]{1,16}\.\d{4,7}\b|\b\d{7}\b/.exec(words)?.[0] ?? words.trim();
  const exact =
    explainCode(code) ?? explainCode(code.toUpperCase()) ?? explainText(words) ?? stranger(code) ?? clientText(words);
  if (exact !== undefined) return [exact];
  const wanted = words.toLowerCase().split(/\s+/);
  const has = ({ code: name, meaning, hint }: Explanation): boolean => {
    const text = `${name} ${meaning} ${hint}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  return [...EXPLANATIONS.values(), ...KNOWN_TEXTS, ...CLIENT_TEXTS.map(knownText)].filter(has);
}

function clientText(words: string): Explanation | undefined {
  const found = CLIENT_TEXTS.find(({ pattern }) => pattern.test(words));
  return found && knownText(found);
}

/** A code that is newer than the table still has a family. */
function stranger(code: string): Explanation | undefined {
  const status = /(\d{3})\d{4}$/.exec(code)?.[1];
  const hint = status === undefined ? undefined : hintForServiceCode(code);
  if (hint === undefined) return undefined;
  return { code, status: Number(status), meaning: 'A code that this version does not know', hint };
}
