import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/app/world.ts';
import { waitUntil } from '../../src/commands/shared/wait.ts';
import { runCli } from '../support/run.ts';

/** A clock that only waiting moves. */
function clock() {
  let ms = 0;
  const context = {
    world: { now: () => new Date(ms), signal: new AbortController().signal },
    output: () => ({
      waitFor: (_label: string, work: (tell: () => void) => Promise<unknown>) => work(() => undefined),
    }),
  } as unknown as Context;
  const sleep = (pauseMs: number): Promise<void> => {
    ms += pauseMs;
    return Promise.resolve();
  };
  return { context, sleep, at: () => ms };
}

describe('waiting for the service', () => {
  const wait = { label: 'Making it', pausesMs: [1000, 120_000, 20_000], hint: 'look', isOver: (done: boolean) => done };

  it('looks at once, then after each pause, the last of which goes on', async () => {
    const { context, sleep, at } = clock();
    const looks: number[] = [];
    const look = (): Promise<boolean> => Promise.resolve(looks.push(at()) === 5);
    await waitUntil(context, { ...wait, limitMs: 2_400_000, look }, sleep);
    expect(looks).toEqual([0, 1000, 121_000, 141_000, 161_000]);
  });

  it('looks once more when the time is over, and ends there', async () => {
    const { context, sleep, at } = clock();
    const looks: number[] = [];
    const look = (): Promise<boolean> => Promise.resolve(looks.push(at()) === 0);
    const end = waitUntil(context, { ...wait, limitMs: 5000, look }, sleep);
    await expect(end).rejects.toMatchObject({ code: 'FAILED', message: expect.stringContaining('5s') as string });
    expect(looks).toEqual([0, 1000, 5000]);
  });
});

describe('--wait', () => {
  it('does not take the word behind it, but the one behind "="', async () => {
    const taken = await runCli(['instance', 'remove', '--wait']);
    expect(taken.stderr).toContain('missing required argument "name"');
    const named = await runCli(['instance', 'remove', '--wait', 'ci']);
    expect(named.stderr).not.toContain('--wait is');
    expect((await runCli(['instance', 'remove', '--wait=ci', 'ci'])).stderr).toContain('--wait is "ci"');
    expect((await runCli(['sync', 'run', 'team/app:v1', '--wait', '--to-region', 'x'])).stderr).toContain('--to-org');
  });
});
