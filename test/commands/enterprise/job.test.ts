import { describe, expect, it } from 'vitest';
import { sendJson, startServer } from '../../support/scripted-server.ts';
import { openInstanceShell, type InstanceShell } from './instance-shell.ts';

/** A shell where an instance is made; gives the id of the job. */
async function withJob(jobTimeMs = 0): Promise<InstanceShell & { readonly id: string }> {
  const shell = await openInstanceShell({ jobTimeMs });
  const place = ['--vpc', 'vpc-1', '--subnet', 'subnet-1', '--spec', 'professional'];
  const { job } = await shell.json<{ job: string }>(['instance', 'add', 'build', ...place, '--yes']);
  return { ...shell, id: job };
}

describe('swrctl job', () => {
  it('lists, shows, waits for and removes a job', async () => {
    const { run, json, id } = await withJob();
    const [first] = await json<Record<string, unknown>[]>(['job', 'list']);
    expect(first).toMatchObject({ id, type: 'CreateInstance', status: 'succeeded', resource: 'build' });
    expect(first?.['createdAt']).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(Object.values(first ?? {})).not.toContain(null);
    expect(await json(['job', 'show', id])).toEqual(first);
    expect((await run(['job', 'list'])).stdout).toMatch(new RegExp(`^${id}\t`));
    expect(await run(['job', 'wait', id])).toEqual({ stdout: '', stderr: `Job ${id} succeeded\n`, exitCode: 0 });
    expect(await json(['job', 'wait', id, '--timeout', '10s'])).toEqual(first);
    expect(await run(['job', 'remove', id])).toMatchObject({ exitCode: 6 });
    expect(await run(['job', 'remove', id, '--yes'])).toEqual({
      stdout: '',
      stderr: `Removed job ${id}\n`,
      exitCode: 0,
    });
    expect(await json(['job', 'list'])).toEqual([]);
  });

  it('filters by state, and stops at the limit', async () => {
    const { run, json, id } = await withJob();
    expect(await json(['job', 'list', '--status', 'failed'])).toEqual([]);
    expect(await json(['job', 'list', '--status', 'succeeded', '--limit', '1'])).toMatchObject([{ id }]);
    expect((await run(['job', 'list', '--status', 'Success'])).exitCode).toBe(2);
  });

  it('gives up waiting when the time is over', async () => {
    const { run, id } = await withJob(600_000);
    const { stderr, exitCode } = await run(['job', 'wait', id, '--timeout', '50ms']);
    expect(stderr).toContain('not over after');
    expect(stderr).toContain(`swrctl job show ${id}`);
    expect(exitCode).toBe(1);
  });

  it.each([
    ['show', 'nope'],
    ['wait', 'nope'],
    ['remove', 'nope', '--yes'],
  ])('exits 5 for a job that is not there: job %s', async (...args) => {
    const { run } = await openInstanceShell();
    const { stdout, stderr, exitCode } = await run(['job', ...args]);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 5 });
    expect(stderr).toContain('swrctl job list');
  });

  it('works without an instance in use, and with one that does not exist', async () => {
    const { run, runShared, env, id } = await withJob();
    expect((await runShared(['job', 'show', id])).exitCode).toBe(0);
    expect((await run(['job', 'show', id], { env: { ...env, SWRCTL_INSTANCE: 'nope' } })).exitCode).toBe(0);
  });

  it.each(['Failed', 'Error'])('ends with 1 and the reason when the job is %s', async (status) => {
    const server = await startServer((_request, response) => {
      sendJson(response, 200, { id: 'j1', status, type: 'CreateInstance', reason: 'the subnet is full' });
    });
    const { run, env } = await openInstanceShell();
    const options = { env: { ...env, SWRCTL_ENDPOINT: server.origin } };
    const { stderr, exitCode } = await run(['job', 'wait', 'j1'], options);
    expect(stderr).toContain('the subnet is full');
    expect(exitCode).toBe(1);
    const shown = await run(['job', 'show', 'j1', '-o', 'json'], options);
    expect(JSON.parse(shown.stdout)).toMatchObject({ status: 'failed', reason: 'the subnet is full' });
  });
});
