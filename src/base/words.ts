/** `tag` → `tags`, `repository` → `repositories`. */
export const plural = (noun: string): string => (/[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`);

/** `1 tag`, `3 tags`. */
export const counted = (count: number, noun: string): string => `${count} ${count === 1 ? noun : plural(noun)}`;
