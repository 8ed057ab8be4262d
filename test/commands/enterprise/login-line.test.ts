import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../support/temp-dir.ts';
import { loginAt, openTwoInstances } from './two-instances.ts';

/** The CSV that the console hands out for somebody who cannot make a credential himself. */
async function csvWith(line: string): Promise<string> {
  const path = join(await tempDir(), 'login.csv');
  await writeFile(path, `Credential,Login command\nbuild,"${line}"\n`, { mode: 0o600 });
  return path;
}

describe('login --credentials-file with a CSV that holds a login line', () => {
  it('writes the login of an instance, proven, and makes nothing', async () => {
    const { run, home, teamCi, asked } = await openTwoInstances();
    const file = await csvWith(`docker login -u ${teamCi.userId} -p ${teamCi.authToken} ${teamCi.host}`);
    const { stderr, exitCode } = await run(['login', '--credentials-file', file]);
    expect({ stderr, exitCode }).toMatchObject({ exitCode: 0 });
    expect(await loginAt(home, teamCi.host)).toBe(`${teamCi.userId}:${teamCi.authToken}`);
    expect(await asked(/credential$/)).toBe(0);
    expect((await run(['login', '--instance', 'other', '--credentials-file', file])).exitCode).toBe(0);
  });

  it('writes nothing where the registry does not take it', async () => {
    const { run, home, teamCi } = await openTwoInstances();
    const file = await csvWith(`docker login -u ${teamCi.userId} -p wrong ${teamCi.host}`);
    const { stderr, exitCode } = await run(['login', '--credentials-file', file]);
    expect(exitCode).toBe(4);
    expect(stderr).not.toContain('wrong');
    expect(await loginAt(home, teamCi.host)).toBeUndefined();
  });

  it('makes no lasting credential of it', async () => {
    const { run, teamCi } = await openTwoInstances();
    const file = await csvWith(`docker login -u ${teamCi.userId} -p ${teamCi.authToken} ${teamCi.host}`);
    const { stderr, exitCode } = await run([
      'login',
      '--instance',
      'team-ci',
      '--long-term',
      'x',
      '--credentials-file',
      file,
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('takes an access key');
  });
});
