type Row = readonly [term: string, text: string];

/** Two columns of text: terms, and beside them what they mean, wrapped to `width` columns. */
export function formatColumns(rows: readonly Row[], width = 80): string {
  const indent = Math.max(...rows.map(([term]) => term.length)) + 4;
  return rows
    .map(([term, text]) => {
      const [first = '', ...more] = wrap(text, Math.max(width - indent, 20));
      const rest = more.map((line) => `${' '.repeat(indent)}${line}`);
      return [`  ${term.padEnd(indent - 2)}${first}`, ...rest].join('\n');
    })
    .join('\n');
}

/**
 * Groups of terms and their texts, aligned with each other: two rows beside each other, read downward, where all fit
 * into `width` columns; else one below the other. One text per group.
 */
export function besideEachOther(groups: readonly (readonly Row[])[], width: number): string[] {
  const rows = groups.flat();
  const term = Math.max(...rows.map(([name]) => name.length)) + 2;
  const cell = term + Math.max(...rows.map(([, text]) => text.length)) + 2;
  if (2 * cell > width) return groups.map((group) => formatColumns(group, width));
  const cellOf = ([name, text]: Row): string => `  ${name.padEnd(term)}${text}`;
  return groups.map((group) => {
    const half = Math.ceil(group.length / 2);
    const line = (left: Row, index: number): string => {
      const right = group[half + index];
      return right === undefined ? cellOf(left) : `${cellOf(left).padEnd(cell)}${cellOf(right)}`;
    };
    return group.slice(0, half).map(line).join('\n');
  });
}

/** Lines of whole words. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
