import { describe, expect, it } from 'vitest';
import {
  escapeControls,
  escapeControlsAsUnicode,
  escapeControlsInLines,
  hasControls,
} from '../../src/output/safe-text.ts';

describe('escapeControls', () => {
  it.each([
    { name: 'a color sequence', text: '\u001b[31mred', safe: '\\x1b[31mred' },
    { name: 'a C1 control sequence', text: '\u009b2J', safe: '\\x9b2J' },
    { name: 'a window title', text: '\u001b]0;x\u0007', safe: '\\x1b]0;x\\x07' },
    { name: 'line breaks and tabs', text: 'a\r\n\tb', safe: 'a\\r\\n\\tb' },
    { name: 'reordered text', text: 'a\u202eb', safe: 'a\\u202eb' },
  ])('makes $name visible', ({ text, safe }) => {
    expect(escapeControls(text)).toBe(safe);
    expect(hasControls(text)).toBe(true);
  });

  it.each(['plain', 'naïve 镜像 🚢', 'C:\\temp\\new'])('leaves "%s" alone', (text) => {
    expect(escapeControls(text)).toBe(text);
    expect(hasControls(text)).toBe(false);
  });

  it('keeps line breaks where they are wanted', () => {
    expect(escapeControlsInLines('a\nb\u001b[2J')).toBe('a\nb\\x1b[2J');
  });

  it('writes escapes that JSON reads back', () => {
    const text = '\u009b\u202e\u007f';
    expect(JSON.parse(escapeControlsAsUnicode(JSON.stringify(text)))).toBe(text);
    expect(escapeControlsAsUnicode(JSON.stringify(text))).toBe('"\\u009b\\u202e\\u007f"');
  });
});
