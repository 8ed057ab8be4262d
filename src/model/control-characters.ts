/**
 * Everything that a terminal may act on instead of showing it: C0 and C1 controls, DEL, line and paragraph separators,
 * and the marks that reorder text (bidirectional overrides and isolates).
 */
export const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g; // eslint-disable-line no-control-regex -- finding control characters is the purpose

/** True when `text` has one of them. */
export function hasControls(text: string): boolean {
  return text.search(CONTROL_CHARACTERS) !== -1;
}

const SHORT: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  return SHORT[character] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
}

/** In lower-case hexadecimal digits, with zeros before them. */
export function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

/**
 * Makes text from a server, an archive or a file name harmless on a terminal and keeps it on one line: control
 * characters become `\n`, `\x1b`, `\u202e`.
 */
export function escapeControls(text: string): string {
  return text.replace(CONTROL_CHARACTERS, escapeCharacter);
}
