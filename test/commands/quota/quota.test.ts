import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';

describe('swrctl quota', () => {
  it('says how much is used and how much is left', async () => {
    const { run } = await openAccountShell();
    const { stdout, exitCode } = await run(['quota', '--json']);
    expect(JSON.parse(stdout)).toEqual([{ name: 'organization', limit: 5, used: 1, free: 4 }]);
    expect(exitCode).toBe(0);
  });

  it('shows the quotas of images where they are on', async () => {
    const { run } = await openAccountShell({ quotas: { repository: 2 } });
    await run(['repo', 'add', 'team/a']);
    expect((await run(['quota'])).stdout).toBe('organization\t5\t1\t4\nrepository\t2\t1\t1\n');
  });
});
