/** Two columns of text: terms, and beside them what they mean, wrapped to `width` columns. */
export function formatColumns(rows: readonly (readonly [term: string, text: string])[], width = 100): string {
  const indent = Math.max(...rows.map(([term]) => term.length)) + 4;
  return rows
    .map(([term, text]) => {
      const [first = '', ...more] = wrap(text, width - indent);
      const rest = more.map((line) => `${' '.repeat(indent)}${line}`);
      return [`  ${term.padEnd(indent - 2)}${first}`, ...rest].join('\n');
    })
    .join('\n');
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
