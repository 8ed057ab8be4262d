import { describe, expect, it } from 'vitest';
import { parseUntil } from '../../../src/commands/share/until.ts';
import { openAccountShell } from '../../support/account-shell.ts';
import { OUTSIDER } from '../../../src/emulator/iam/accounts.ts';

async function setUp() {
  const shell = await openAccountShell();
  await shell.run(['repo', 'add', 'team/web']);
  return { ...shell, share: (...args: string[]) => shell.run(['share', ...args]) };
}

describe('swrctl share', () => {
  it('shares until a day, changes the end, and ends the share', async () => {
    const { share } = await setUp();
    const added = await share('add', 'team/web', '--account', 'partner', '--until', '2999-01-31', '--json');
    expect(added.stderr).toBe('Shared team/web with partner until 2999-02-01T00:00:00Z\n');
    expect(JSON.parse(added.stdout)).toMatchObject({
      ...{ repository: 'team/web', account: 'partner', until: '2999-02-01T00:00:00.000Z', valid: true },
      ...{ description: '', creator: 'administrator' },
    });
    const changed = await share('set', 'team/web', '--account', 'partner', '--until', 'forever');
    expect(changed.stderr).toBe(
      'Changed the share of team/web with partner: until: 2999-02-01T00:00:00.000Z → forever\n',
    );
    expect((await share('remove', 'team/web', 'partner')).exitCode).toBe(6);
    expect((await share('remove', 'team/web', 'partner', '--yes')).stderr).toBe(
      'Ended the share of team/web with partner\n',
    );
    const gone = await share('show', 'team/web', 'partner');
    expect(gone.stderr).toContain('team/web is not shared with partner');
    expect(gone.exitCode).toBe(5);
  });

  it('keeps what set does not name', async () => {
    const { share } = await setUp();
    await share('add', 'team/web', '--account', 'partner', '--until', '30d', '--description', 'audit');
    const before = JSON.parse((await share('show', 'team/web', 'partner', '--json')).stdout) as { until: string };
    await share('set', 'team/web', '--account', 'partner', '--description', 'new');
    const after: unknown = JSON.parse((await share('show', 'team/web', 'partner', '--json')).stdout);
    expect(after).toMatchObject({ until: before.until, description: 'new' });
  });

  it('lists all that is shared, and what ends soon', async () => {
    const { share, run } = await setUp();
    await run(['repo', 'add', 'team/api']);
    await share('add', 'team/web', '--account', 'partner', '--until', '10d');
    await share('add', 'team/api', '--account', 'partner', '--until', 'forever');
    expect((await share('list', '-o', 'name')).stdout.split('\n').sort()).toEqual([
      '',
      'team/api partner',
      'team/web partner',
    ]);
    expect((await share('list', '--expiring', '14d', '-o', 'name')).stdout).toBe('team/web partner\n');
    expect((await share('list', '--expiring', '9d', '-o', 'name')).stdout).toBe('');
    expect((await run(['repo', 'list', '--shared-by-me', '-o', 'name'])).stdout).toContain('team/web\n');
  });

  it('shows the other side what is shared with it', async () => {
    const { share, run, env } = await setUp();
    await share('add', 'team/web', '--account', 'partner', '--until', '30d');
    const other = { ...env, SWRCTL_AK: OUTSIDER.ak, SWRCTL_SK: OUTSIDER.sk };
    const { stdout } = await run(['repo', 'list', '--shared-with-me', '--json=name,owner,valid'], { env: other });
    expect(JSON.parse(stdout)).toEqual([{ name: 'team/web', owner: 'emulator', valid: true }]);
  });

  it.each([
    {
      name: 'a public repository',
      args: ['add', 'team/open', '--account', 'partner', '--until', '1d'],
      message: 'team/open is public',
      exitCode: 6,
    },
    {
      name: 'what is shared already',
      args: ['add', 'team/web', '--account', 'partner', '--until', '1d'],
      message: 'shared with partner already',
      exitCode: 8,
    },
    {
      name: 'an end that is over',
      args: ['add', 'team/web', '--account', 'x', '--until', '2020-01-01'],
      message: 'which is over already',
      exitCode: 2,
    },
    {
      name: 'an end without a unit',
      args: ['add', 'team/web', '--account', 'x', '--until', '30'],
      message: 'Write it as 2027-01-31, 30d or forever',
      exitCode: 2,
    },
    {
      name: 'a set without a change',
      args: ['set', 'team/web', '--account', 'partner'],
      message: 'Nothing was said to change',
      exitCode: 2,
    },
    {
      name: 'a share without an end',
      args: ['add', 'team/web', '--account', 'partner'],
      message: '--until',
      exitCode: 2,
    },
    {
      name: 'a change of what is not shared',
      args: ['set', 'team/web', '--account', 'nope', '--until', '1d'],
      message: 'not shared with nope',
      exitCode: 5,
    },
  ])('refuses $name', async ({ args, message, exitCode }) => {
    const { share, run } = await setUp();
    await run(['repo', 'add', 'team/open', '--public']);
    await share('add', 'team/web', '--account', 'partner', '--until', '10d');
    const result = await share(...args);
    expect(result.stderr).toContain(message);
    expect(result.exitCode).toBe(exitCode);
  });
});

describe('parseUntil', () => {
  const now = new Date('2027-01-01T12:00:00.400Z');

  it.each([
    { text: 'forever', end: 'forever' },
    { text: '30d', end: '2027-01-31T12:00:01.000Z' },
    { text: '2h', end: '2027-01-01T14:00:01.000Z' },
    { text: '2027-01-01', end: '2027-01-02T00:00:00.000Z' },
    { text: '2027-02-01T10:00Z', end: '2027-02-01T10:00:00.000Z' },
  ])('reads $text as $end', ({ text, end }) => {
    const until = parseUntil(text, now);
    expect(until === 'forever' ? until : until.toISOString()).toBe(end);
  });

  it.each(['', '0d', '30', '2027-02-30', 'tomorrow', '2027-01-01T11:00Z', '-5d'])('refuses "%s"', (text) => {
    expect(() => parseUntil(text, now)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});
