import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../support/run.ts';
import { tempDir } from '../../support/temp-dir.ts';

describe('a file where a reference belongs', () => {
  it.each([
    ['push team/app:v1 app.tar', 'The archive comes first: swrctl push app.tar team/app:v1'],
    ['push app.tar other.tar', 'Push one archive at a time: swrctl push app.tar && swrctl push other.tar'],
    ['pull app.tar team/app:v1', 'Write: swrctl pull team/app:v1 -o app.tar'],
    ['pull team/app:v1 new.tar', 'Write: swrctl pull team/app:v1 -o new.tar'],
    ['pull team/app:v1 team/app:v2 ./new.tar', 'Write: swrctl pull team/app:v1 team/app:v2 -o ./new.tar'],
    ['pull app.tar', 'An archive is sent by: swrctl push app.tar ORG/REPO:TAG'],
    ['copy app.tar team/app:v1', 'An archive is sent by: swrctl push app.tar team/app:v1'],
    ['copy team/app:v1 new.tar', 'An image is saved by: swrctl pull team/app:v1 -o new.tar'],
    ['copy team/app:v1 ./app.tar', 'An image is saved by: swrctl pull team/app:v1 -o ./app.tar'],
  ])('swrctl %s', async (line, hint) => {
    const cwd = await tempDir();
    for (const name of ['app.tar', 'other.tar']) await writeFile(join(cwd, name), 'x');
    const { exitCode, stderr } = await runCli(line.split(' '), { cwd, homeDir: cwd });
    expect(stderr).toContain(`Hint: ${hint}\n`);
    expect(exitCode).toBe(2);
  });

  it.each(['--registry=user:a-password@swr.example', '--endpoint=https://user:a-password@api.example'])(
    'is told without the password of %s',
    async (flag) => {
      const cwd = await tempDir();
      const { stderr } = await runCli(['pull', 'app.tar', 'team/app:v1', '--region=cn-north-4', flag], {
        cwd,
        homeDir: cwd,
      });
      expect(stderr).toContain('swrctl pull team/app:v1 -o app.tar --region cn-north-4\n');
      expect(stderr).not.toContain('a-password');
    },
  );

  it.each([{ more: [] }, { more: ['--json'] }])(
    'is told without the password of a reference $more',
    async ({ more }) => {
      const cwd = await tempDir();
      const args = ['copy', 'user:a-password@swr.example/team/app:v1', './new.tar', ...more];
      const { stderr, exitCode } = await runCli(args, { cwd, homeDir: cwd });
      expect(stderr).not.toContain('a-password');
      expect(exitCode).toBe(2);
    },
  );

  it('is none where a repository only has such a name', async () => {
    const cwd = await tempDir();
    await writeFile(join(cwd, 'app'), 'x');
    for (const line of ['pull team/app.tar:v1 -o out.tar', 'pull app', 'copy team/a.tar:v1 team/b.tar:v1']) {
      expect((await runCli(line.split(' '), { cwd, homeDir: cwd })).stderr).not.toContain('is a file');
    }
  });
});
