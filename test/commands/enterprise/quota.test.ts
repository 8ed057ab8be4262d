import { describe, expect, it } from 'vitest';
import { openInstanceShell } from './instance-shell.ts';

interface QuotaRow {
  readonly name: string;
  readonly limit: number;
  readonly used?: number;
  readonly free?: number;
}

describe('swrctl quota in an instance', () => {
  it('says what the instance may hold, and how much is left', async () => {
    const { run, json } = await openInstanceShell({ quotas: { 'ee.namespace': 5 } });
    await run(['org', 'add', 'web']);
    const rows = await json<QuotaRow[]>(['quota']);
    expect(rows[0]).toEqual({ name: 'namespace', limit: 5, used: 2, free: 3 });
    const credential = rows.find(({ name }) => name === 'credential');
    expect(Object.keys(credential ?? {})).toEqual(['name', 'limit']);
    expect((await run(['quota'])).stdout).toContain('namespace\t5\t2\t3\n');
  });

  it('stays as it is without an instance', async () => {
    const { runShared } = await openInstanceShell();
    expect((await runShared(['quota'])).stdout).toBe('organization\t5\t1\t4\n');
  });
});

describe('swrctl usage in an instance', () => {
  it('says what the instance holds', async () => {
    const { run, json } = await openInstanceShell();
    const rows = await json<{ name: string; used: number }[]>(['usage']);
    expect(rows[0]).toEqual({ name: 'namespace', used: 1 });
    expect(rows.at(-1)).toEqual({ name: 'storage', used: 0 });
    expect((await run(['usage'])).stdout).toContain('namespace\t1\n');
  });

  it.each([['--metric', 'storage'], ['--days', '30'], ['--monthly'], ['--total']])(
    'refuses what an instance does not keep: %s',
    async (...args) => {
      const { run, runShared } = await openInstanceShell();
      const { stdout, stderr, exitCode } = await run(['usage', ...args]);
      expect(stderr).toContain(`${args[0]} is for the shared edition`);
      expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
      expect((await runShared(['usage', ...args])).exitCode).toBe(0);
    },
  );
});
