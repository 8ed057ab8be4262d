/**
 * The plain form of an entry name: no `./`, no leading or doubled slash, `a/../b` shortened.
 *
 * @returns undefined when the name climbs out of the archive.
 */
export function normalizeName(name: string): string | undefined {
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** The folder part of a normalized name; empty at the root. */
export function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')));
}

/** A name for a message: short, and without control characters. */
export function printableName(name: string): string {
  const clean = name.replace(/[\p{Cc}\p{Cf}]/gu, '?');
  return clean.length > 200 ? `${clean.slice(0, 197)}...` : clean;
}
