import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import { dockerSave, testImage } from '../../support/archives.ts';

const DAY_MS = 86_400_000;

/** Three tags: `old` and `same` are 40 days old, `new` has the image of `same`. */
async function setUp() {
  const shell = await openAccountShell();
  await shell.save('old.tar', dockerSave(testImage({ texts: ['old'] })));
  await shell.save('new.tar', dockerSave(testImage({ texts: ['new'] })));
  await shell.run(['push', 'old.tar', 'team/web:old']);
  await shell.emulator.control('clock', { advanceSeconds: 60 });
  await shell.run(['push', 'new.tar', 'team/web:same']);
  const later = new Date(Date.now() + 40 * DAY_MS);
  await shell.emulator.control('clock', { advanceSeconds: (40 * DAY_MS) / 1000 });
  await shell.run(['push', 'new.tar', 'team/web:new'], { now: () => later });
  const preview = (...args: string[]) =>
    shell.run(['retention', 'preview', 'team/web', ...args], { now: () => new Date(later.getTime() + 1000) });
  return { ...shell, preview };
}

describe('swrctl retention preview', () => {
  it('says what would happen to each tag, newest first, and changes nothing', async () => {
    const { preview, emulator } = await setUp();
    const { stdout, stderr, exitCode } = await preview('--keep-days', '30');
    const rows = stdout.trimEnd().split('\n');
    expect(rows.map((row) => row.split('\t').slice(0, 3))).toEqual([
      ['new', 'keep', 'updated within 30 days'],
      ['same', 'delete', 'not updated for more than 30 days; frees nothing, same image as new'],
      ['old', 'delete', 'not updated for more than 30 days'],
    ]);
    expect(stderr).toMatch(/^The rule would delete 2 of 3 tags and free at most \d+ B\n$/);
    expect(exitCode).toBe(0);
    const writes = (await emulator.calls()).filter(
      ({ method, path }) => method !== 'GET' && path.startsWith('/v2/manage'),
    );
    expect(writes).toEqual([]);
  });

  it('documents and prints its JSON fields', async () => {
    const { preview } = await setUp();
    const { stdout } = await preview('--keep-count', '1', '--except-tag', 'old', '--json');
    const rows = JSON.parse(stdout) as Record<string, unknown>[];
    expect(Object.keys(rows[0] ?? {}).sort()).toEqual(
      ['name', 'action', 'reason', 'digest', 'size', 'updatedAt', 'sharedWith'].sort(),
    );
    expect(rows.map(({ name, action, sharedWith }) => ({ name, action, sharedWith }))).toEqual([
      { name: 'new', action: 'keep', sharedWith: [] },
      { name: 'same', action: 'delete', sharedWith: ['new'] },
      { name: 'old', action: 'keep', sharedWith: [] },
    ]);
  });

  it.each([
    { name: 'exits 10 with --exit-code when a tag would go', args: ['--keep-count', '1'], exitCode: 10 },
    { name: 'exits 0 with --exit-code when none would', args: ['--keep-count', '3'], exitCode: 0 },
  ])('$name', async ({ args, exitCode }) => {
    const { preview } = await setUp();
    expect(await preview(...args, '--exit-code')).toMatchObject({ exitCode });
  });

  it('warns of alternatives without parentheses and of tags that are not there', async () => {
    const { preview } = await setUp();
    const { stderr } = await preview('--keep-days', '30', '--except-regex', 'o|x', '--except-tag', 'latest');
    expect(stderr).toContain('Warning: SWR reads "o|x" as "^o|x$", and so leaves out old too; write it as "(o|x)"\n');
    expect(stderr).toContain('Warning: --except-tag latest: the repository has no such tag\n');
  });

  it.each([
    { args: [], message: 'neither how long nor how many' },
    { args: ['--keep-days', '1', '--keep-count', '1'], message: 'contradict each other' },
    { args: ['--keep-days', '366'], message: '--keep-days is "366", expected a whole number, 1 to 365' },
    { args: ['--keep-count', '1001'], message: '--keep-count is "1001", expected a whole number, 1 to 1000' },
    { args: ['--keep-count', '0'], message: '--keep-count is "0"' },
    { args: ['--keep-days', '1', '--except-regex', '(a'], message: '"(a" is not a regular expression' },
  ])('refuses $args', async ({ args, message }) => {
    const { run } = await openAccountShell();
    const { stderr, exitCode } = await run(['retention', 'preview', 'team/web', ...args]);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});
