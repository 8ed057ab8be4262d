/**
 * A shell pattern as a regular expression for whole names: `*` any text, `?` one character, `[a-c]` and `[!a-c]` one of
 * a set, `{a,b}` one of several.
 */
export function globPattern(glob: string): RegExp {
  let depth = 0;
  const source = glob.replace(/\[!?[^\]]+\]|\\.|[^]/g, (part) => {
    if (part === '{') depth += 1;
    if (part === '}' && depth > 0) return (depth -= 1) >= 0 ? ')' : '';
    return translate(part, depth > 0);
  });
  return new RegExp(`^${source}${')'.repeat(depth)}$`);
}

function translate(part: string, isInBraces: boolean): string {
  if (part === '*') return '.*';
  if (part === '?') return '.';
  if (part === '{') return '(?:';
  if (part === ',' && isInBraces) return '|';
  if (part.length > 2) return `[${part.startsWith('[!') ? `^${part.slice(2, -1)}` : part.slice(1, -1)}]`;
  return part.slice(-1).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
