import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../support/run.ts';
import { tempDir } from '../../support/temp-dir.ts';

describe('a source as skopeo writes it', () => {
  it.each([
    { source: 'docker-archive:app.tar', hint: 'Write app.tar\n' },
    { source: 'docker-archive:app.tar:team/app:v1', hint: 'Write app.tar, and --image team/app:v1 behind it\n' },
    { source: 'oci-archive:app.tar', hint: 'Write app.tar\n' },
    { source: 'oci:layout:v1', hint: 'Write layout, and --image v1 behind it\n' },
    { source: 'dir:folder', hint: 'skopeo copy dir:folder oci:DIR' },
    { source: 'docker-daemon:app:v1', hint: 'docker save app:v1 | swrctl push - ORG/REPO:TAG\n' },
    { source: 'containers-storage:localhost/app:v1', hint: 'podman save localhost/app:v1 | swrctl push -' },
    { source: 'docker://ghcr.io/a/b:1', hint: 'swrctl copy ghcr.io/a/b:1 ORG/REPO:TAG\n' },
  ])('$source is pushed by the words of the hint', async ({ source, hint }) => {
    const cwd = await tempDir();
    const { exitCode, stderr } = await runCli(['push', source, 'team/app:v1'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(hint);
  });

  it.each(['inspect', 'digest', 'manifest', 'check'])('is known to %s where it can be no tag', async (verb) => {
    const cwd = await tempDir();
    await writeFile(join(cwd, 'app.tar'), '');
    await mkdir(join(cwd, 'layout'));
    for (const source of ['docker-archive:app.tar', 'oci:layout']) {
      const { exitCode, stderr } = await runCli([verb, source], { cwd });
      expect(stderr).toContain('is no part of a path');
      expect(exitCode).toBe(2);
    }
  });

  it.each(['docker://u:a-secret-word@h.example/a/b', 'oci:http://u:a-secret-word@h.example/a'])(
    'is told without the password of %s',
    async (source) => {
      const { exitCode, stderr } = await runCli(['push', source, 'team/app:v1']);
      expect(exitCode).toBe(2);
      expect(stderr).not.toContain('a-secret-word');
    },
  );

  it('leaves a repository that is called oci, and a file with such a name', async () => {
    const cwd = await tempDir();
    const reference = await runCli(['inspect', '127.0.0.1:1/oci:dir', '--retries', '0'], { cwd });
    expect(reference.stderr).not.toContain('is no part of a path');
    await writeFile(join(cwd, 'oci:app.tar'), 'no archive');
    const file = await runCli(['push', 'oci:app.tar', 'team/app:v1'], { cwd });
    expect(file.stderr).not.toContain('is no part of a path');
  });
});
