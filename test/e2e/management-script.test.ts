import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../support/account-shell.ts';
import { dockerSave, testImage } from '../support/archives.ts';
import { BIN } from '../support/run.ts';

const SCRIPT = join(import.meta.dirname, 'management-script.sh');

describe('a shell script of a user', () => {
  it('builds an organization with all that belongs to it and leaves the account as it was', async () => {
    const { env, home, save } = await openAccountShell();
    await save('app.tar', dockerSave(testImage()));
    await mkdir(join(home, 'bin'));
    await writeFile(join(home, 'bin/swrctl'), `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`);
    await chmod(join(home, 'bin/swrctl'), 0o755);
    const path = [join(home, 'bin'), process.env['PATH']].join(delimiter);
    const { stdout } = await promisify(execFile)('sh', [SCRIPT], { cwd: home, env: { ...env, PATH: path } });
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('left as found');
  }, 180_000);
});
