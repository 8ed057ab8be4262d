import { access, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { completeInBash, completeInFish } from '../completion/in-shells.ts';
import { itWith } from '../support/peers.ts';
import { BIN, runCli } from '../support/run.ts';
import { startServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Names that mean something to a shell; whoever shares a repository or pushes a tag chooses them. */
const NAMES = [
  'v1',
  '$(touch pwned)',
  '`touch pwned`',
  '${x:-$(touch pwned)}',
  'a;touch pwned',
  "a'b",
  'a"b',
  'a b',
  'a\nb',
  'a\u001B[31m',
  '*',
  '~root',
  'a|b',
  'a\\b',
];

describe('names that mean something to a shell', () => {
  const place = async (): Promise<{ folder: string; env: Record<string, string> }> => {
    const tags = NAMES.map((Tag) => ({ Tag, name: Tag }));
    const server = await startServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ users: tags.map(({ name }, id) => ({ id: String(id), name, enabled: true })) }));
    });
    const folder = await tempDir();
    await symlink(BIN, join(folder, 'swrctl'));
    for (const shell of ['bash', 'fish']) {
      await writeFile(join(folder, `swrctl.${shell}`), (await runCli(['completion', shell])).stdout);
    }
    await mkdir(join(folder, 'config'), { mode: 0o700 });
    const env = {
      ...{ SWRCTL_ENDPOINT: server.origin, SWRCTL_IAM_ENDPOINT: server.origin, SWRCTL_REGION: 'cn-north-4' },
      ...{ SWRCTL_PROJECT_ID: 'p', SWRCTL_AK: 'A', SWRCTL_SK: 'secret-of-a', SWRCTL_KEYCHAIN: 'off' },
      ...{ SWRCTL_CONFIG_DIR: join(folder, 'config'), SWRCTL_CACHE_DIR: join(folder, 'cache') },
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    };
    return { folder, env };
  };

  itWith('bash', 'fish')('are not offered, and nothing of them runs', async () => {
    const { folder, env } = await place();
    const where = { folder, env, cwd: folder };
    expect(await completeInBash(['swrctl', 'perm', 'remove', 'team', ''], where)).toEqual(['v1']);
    expect(await completeInFish('swrctl perm remove team ', where)).toEqual(['v1']);
    await expect(access(join(folder, 'pwned'))).rejects.toThrow('ENOENT');
  });
});
