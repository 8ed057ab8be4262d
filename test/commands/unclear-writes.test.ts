import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../support/account-shell.ts';
import { startAnsweringFront } from '../support/answering-front.ts';
import { dockerSave, testImage } from '../support/archives.ts';

const failed = (code: string) => ({
  status: 500,
  body: { errors: [{ errorCode: `SVCSTG.SWR.${code}`, errorMessage: 'Server internal error', detail: '' }] },
});

/** An account whose service does what it is asked to, and says that it failed: the first time, or every time. */
async function setUp(times: number, code = '5000084') {
  const shell = await openAccountShell();
  await shell.save('app.tar', dockerSave(testImage()));
  await shell.run(['push', 'app.tar', 'team/web:v1']);
  await shell.run(['org', 'add', 'copies'], {
    env: { ...shell.env, SWRCTL_REGION: 'cn-east-3', SWRCTL_PROJECT: 'cn-east-3' },
  });
  let left = times;
  const writes: string[] = [];
  const endpoint = await startAnsweringFront(shell.emulator.info.endpoint, ({ method = '', url = '' }) => {
    if (method === 'GET' || !url.startsWith('/v2/manage/')) return undefined;
    writes.push(`${method} ${url}`);
    left -= 1;
    return left >= 0 ? failed(code) : undefined;
  });
  return {
    ...shell,
    writes,
    unclear: (args: readonly string[]) =>
      shell.run(args, { env: { ...shell.env, SWRCTL_ENDPOINT: endpoint, SWRCTL_RETRIES: '1' } }),
  };
}

const TRIGGER = ['--on', 'all', '--cluster', 'prod', '--namespace', 'shop', '--workload', 'deployment/web'];
const SYNC = ['--to-region', 'cn-east-3', '--to-org', 'copies'];
const SHARE = ['team/web', '--account', 'partner'];

/** Each write of the management API, what has to be there before, and what it says at the end. */
const WRITES: readonly { readonly before?: readonly string[][]; readonly args: string[]; readonly told: string }[] = [
  { args: ['org', 'add', 'parts'], told: 'Created organization parts' },
  { before: [['org', 'add', 'parts']], args: ['org', 'remove', 'parts', '--yes'], told: 'Removed organization parts' },
  { args: ['repo', 'add', 'team/new'], told: 'Created private repository team/new' },
  { args: ['repo', 'set', 'team/web', '--description', 'shop'], told: 'Changed team/web' },
  { args: ['repo', 'remove', 'team/web', '--yes'], told: 'Removed repository team/web' },
  { args: ['tag', 'add', 'team/web:v1', 'stable'], told: 'Added team/web:stable' },
  { args: ['tag', 'remove', 'team/web:v1', '--yes'], told: 'Removed team/web:v1' },
  { args: ['perm', 'add', 'team', 'bob=read'], told: 'bob on team: no permission → read' },
  { before: [['perm', 'add', 'team', 'bob=read']], args: ['perm', 'set', 'team', 'bob=edit'], told: 'read → edit' },
  {
    before: [['perm', 'add', 'team', 'bob=read']],
    args: ['perm', 'remove', 'team', 'bob', '--yes'],
    told: 'read → no permission',
  },
  { args: ['share', 'add', ...SHARE, '--until', 'forever'], told: 'Shared team/web with partner' },
  {
    before: [['share', 'add', ...SHARE, '--until', 'forever']],
    args: ['share', 'set', ...SHARE, '--description', 'x'],
    told: 'Changed the share',
  },
  {
    before: [['share', 'add', ...SHARE, '--until', 'forever']],
    args: ['share', 'remove', 'team/web', 'partner', '--yes'],
    told: 'Ended the share',
  },
  { args: ['trigger', 'add', 'team/web', 't1', ...TRIGGER, '--container', 'c'], told: 'Added trigger t1' },
  {
    before: [['trigger', 'add', 'team/web', 't1', ...TRIGGER, '--container', 'c']],
    args: ['trigger', 'disable', 'team/web', 't1'],
    told: 'on → off',
  },
  {
    before: [['trigger', 'add', 'team/web', 't1', ...TRIGGER, '--container', 'c']],
    args: ['trigger', 'remove', 'team/web', 't1', '--yes'],
    told: 'Removed trigger t1',
  },
  { args: ['retention', 'add', 'team/web', '--keep-days', '30', '--yes'], told: 'Added the rule' },
  {
    before: [['retention', 'add', 'team/web', '--keep-days', '30', '--yes']],
    args: ['retention', 'set', 'team/web', '--keep-days', '60', '--yes'],
    told: 'keep 30 days → keep 60 days',
  },
  {
    before: [['retention', 'add', 'team/web', '--keep-days', '30', '--yes']],
    args: ['retention', 'set', 'team/web', '--keep-count', '5', '--yes'],
    told: 'keep 30 days → keep the newest 5',
  },
  {
    before: [['retention', 'add', 'team/web', '--keep-days', '30', '--yes']],
    args: ['retention', 'remove', 'team/web', '--yes'],
    told: 'keep 30 days → no rule',
  },
  { args: ['sync', 'add', 'team/web', ...SYNC], told: 'not copied → copied' },
  {
    before: [['sync', 'add', 'team/web', ...SYNC]],
    args: ['sync', 'remove', 'team/web', ...SYNC, '--yes'],
    told: 'copied → not copied',
  },
  { args: ['sync', 'run', 'team/web:v1', ...SYNC], told: 'Copying team/web:v1' },
];

describe.each([
  { times: 1, name: 'the first answer is 500' },
  { times: 99, name: 'every answer is 500' },
])('a write that was done although $name', ({ times }) => {
  it.each(WRITES)('is looked at before anything is told: $args', async ({ before = [], args, told }) => {
    const { run, unclear } = await setUp(times);
    for (const step of before) expect((await run(step)).stderr).not.toContain('Error');
    const { stderr, exitCode } = await unclear(args);
    expect(stderr).toContain(told);
    expect(stderr).not.toContain('Error');
    expect(exitCode).toBe(0);
  });
});

describe('a write that failed', () => {
  it('is told as the service told it where nothing came of it', async () => {
    const { run } = await openAccountShell();
    const { stderr, exitCode } = await run(['org', 'add', 'team']);
    expect(stderr).toContain('exists already');
    expect(exitCode).toBe(8);
  });

  it.each(['5004002', '5001101', '5070070', '5006033'])('is not sent again with code %s', async (code) => {
    const { unclear, writes } = await setUp(99, code);
    await unclear(['org', 'add', 'parts']);
    expect(writes).toEqual(['POST /v2/manage/namespaces']);
  });
});
