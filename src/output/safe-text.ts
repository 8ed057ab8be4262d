import { CONTROL_CHARACTERS, escapeControls, hex } from '../model/control-characters.ts';

export { escapeControls, hasControls } from '../model/control-characters.ts';

/** The same, but line breaks stay. */
export function escapeControlsInLines(text: string): string {
  return text.split('\n').map(escapeControls).join('\n');
}

/** Escapes inside a JSON or double-quoted YAML text, where `\uXXXX` is read back as the character itself. */
export function escapeControlsAsUnicode(text: string): string {
  return text.replace(CONTROL_CHARACTERS, (character) =>
    character === '\n' ? character : `\\u${hex(character.charCodeAt(0), 4)}`,
  );
}
