import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

// libdeflate claims that it needs Node 24. npm copies that into package-lock.json when the package is added anew or
// updated; the line has to go again, or `npm ci` warns on Node 20 and 22. docs/benchmarks.md says why it may.
it('npm ci has nothing to say about the versions of Node that we name', async () => {
  const cwd = join(import.meta.dirname, '..');
  const { stderr } = await run('npm', ['ci', '--dry-run', '--offline', '--ignore-scripts'], { cwd });
  expect(stderr).not.toContain('EBADENGINE');
});
