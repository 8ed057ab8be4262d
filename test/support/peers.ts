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
 * `CI=true` or `SWRCTL_TEST_INSTALL=1` it runs, and fails.
 */
export function itWith(...programs: readonly string[]) {
  const missing = programs.filter((name) => findProgram(name) === undefined);
  const mustRun = process.env['CI'] === 'true' || process.env['SWRCTL_TEST_INSTALL'] === '1';
  if (missing.length === 0 || mustRun) return it;
  console.warn(`skipped: tests that need ${missing.join(', ')}, not installed here`);
  return it.skip;
}

/** `itWith` for tests that only root can run; says so where they are left out. */
export function itAsRootWith(...programs: readonly string[]) {
  if (process.getuid?.() === 0) return itWith(...programs);
  console.warn(`skipped: tests that need to be root (${programs.join(', ')})`);
  return it.skip;
}
