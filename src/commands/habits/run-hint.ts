import { posixWord } from '../../model/shell-word.ts';
import type { Meant } from './typed-line.ts';

/** A hint that names a command line. */
export const runHint = (words: Meant): string => `Run: ${['swrctl', ...words.map(posixWord)].join(' ')}`;
