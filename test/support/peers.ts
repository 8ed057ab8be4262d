import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { it } from 'vitest';

const PATH = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/bin', '/sbin'];

/** The full path of a program, if it is installed. */
export function findProgram(name: string): string | undefined {
  return PATH.map((folder) => join(folder, name)).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false; // not in this folder
    }
  });
}

/**
 * `it` for a test that needs other people's programs. Without one of them the test is skipped and says so; with
 * `CI=true` it runs, and fails.
 */
export function itWith(...programs: readonly string[]) {
  const missing = programs.filter((name) => findProgram(name) === undefined);
  if (missing.length === 0 || process.env['CI'] === 'true') return it;
  console.warn(`skipped: tests that need ${missing.join(', ')}, not installed here`);
  return it.skip;
}
