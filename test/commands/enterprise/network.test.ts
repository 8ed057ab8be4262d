import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../../src/emulator/emulator.ts';
import { INSTANCE, openInstanceShell, scripted, typing, type InstanceShell } from './instance-shell.ts';

interface Network {
  readonly status: string;
  readonly allowList: readonly { cidr: string; description?: string }[];
  readonly vpcs: readonly Record<string, unknown>[];
}

const VPC = ['--vpc', 'vpc-2', '--subnet', 'subnet-2'];

/** With public access switched on. */
async function openPublicShell(options: EmulatorOptions = {}): Promise<InstanceShell> {
  const shell = await openInstanceShell(options);
  await shell.run(['network', 'public', 'on', '--wait']);
  return shell;
}

describe('swrctl network show', () => {
  it('says who reaches the instance', async () => {
    const { run, json } = await openPublicShell();
    await run(['network', 'allow', 'set', '203.0.113.0/24=office', '198.51.100.7']);
    await run(['network', 'vpc', 'add', ...VPC]);
    const network = await json<Network>(['network', 'show']);
    expect(network).toMatchObject({
      status: 'on',
      allowList: [{ cidr: '203.0.113.0/24', description: 'office' }, { cidr: '198.51.100.7/32' }],
      vpcs: [{ vpc: 'vpc-2', subnet: 'subnet-2', status: 'Running' }],
    });
    expect(network.allowList[1]).not.toHaveProperty('description');
    const { stdout } = await run(['network', 'show']);
    expect(stdout).toContain('status\ton\n');
    expect(stdout).toContain('allowList\t203.0.113.0/24 office\nallowList\t198.51.100.7/32\n');
  });

  it.each([
    ['show'],
    ['public', 'on'],
    ['allow', 'list'],
    ['allow', 'add', '10.0.0.1'],
    ['vpc', 'list'],
    ['vpc', 'add', ...VPC],
    ['vpc', 'remove', 'vpc-2', '--yes'],
  ])('needs an instance: network %s %s', async (...args) => {
    const { runShared } = await openInstanceShell();
    const { stdout, stderr, exitCode } = await runShared(['network', ...args]);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain('no instance is chosen');
    expect(stderr).toContain('swrctl instance list');
  });
});

describe('swrctl network public', () => {
  it('switches on and off, waits, and warns of an empty list', async () => {
    const { run, json } = await openInstanceShell();
    const on = await run(['network', 'public', '--wait', 'on', '-o', 'json']);
    expect(JSON.parse(on.stdout)).toEqual({ status: 'on', allowList: [] });
    expect(on.stderr).toContain(`Public access to ${INSTANCE} is on now\n`);
    expect(on.stderr).toContain('Warning: the list of addresses that are let in is empty');
    expect(on.stderr).toContain('swrctl network allow add CIDR');
    expect(await run(['network', 'public', 'off', '--wait'])).toEqual({
      ...{ stdout: '', exitCode: 0, stderr: `Public access to ${INSTANCE} is off now\n` },
    });
    expect(await json<Network>(['network', 'show'])).toMatchObject({ status: 'off' });
    expect((await run(['network', 'public', 'off'])).stderr).toBe(`Public access to ${INSTANCE} is off already\n`);
  });

  it('says that it goes on in the service, and gives up waiting in time', async () => {
    const { run, writes } = await openInstanceShell({ jobTimeMs: 600_000 });
    const begun = await run(['network', 'public', 'on']);
    expect(begun).toMatchObject({ exitCode: 0, stdout: '' });
    expect(begun.stderr).toContain('is being switched on; see how far it is with: swrctl network show');
    const late = await run(['network', 'public', 'on', '--wait=50ms']);
    expect(late.exitCode).toBe(1);
    expect(late.stderr).toContain('not over after 50ms');
    expect(await writes()).toHaveLength(1);
  });

  it('exits 1 when the service gives up', async () => {
    let isAsked = false;
    const run = await scripted(({ method = '', url = '' }) => {
      if (!url.includes('/endpoint-policy')) return undefined;
      isAsked ||= method === 'POST';
      return { status: isAsked ? 'EnableFailed' : 'Disable', ip_list: null };
    });
    const { stdout, stderr, exitCode } = await run(['network', 'public', 'on', '--wait']);
    expect(stderr).toContain(`could not switch public access to ${INSTANCE} on`);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
  });

  it('wants on or off', async () => {
    const { run } = await openInstanceShell();
    expect((await run(['network', 'public'])).exitCode).toBe(2);
    expect((await run(['network', 'public', 'maybe'])).exitCode).toBe(2);
  });
});

describe('swrctl network allow', () => {
  it('adds, sets and removes, reads back, and leaves the others as they are', async () => {
    const { run, json } = await openPublicShell();
    expect(await run(['network', 'allow', 'add', '203.0.113.0/24=office', '198.51.100.7'])).toEqual({
      stdout: '',
      stderr: `Changed who may reach ${INSTANCE}: added 203.0.113.0/24 (office), added 198.51.100.7/32\n`,
      exitCode: 0,
    });
    expect(await json(['network', 'allow', 'add', '192.0.2.0/25=a=b'])).toEqual([
      { cidr: '203.0.113.0/24', description: 'office' },
      { cidr: '198.51.100.7/32' },
      { cidr: '192.0.2.0/25', description: 'a=b' },
    ]);
    const removed = await run(['network', 'allow', 'remove', '198.51.100.7', '--yes']);
    expect(removed.stderr).toBe(`Changed who may reach ${INSTANCE}: removed 198.51.100.7/32\n`);
    await run(['network', 'allow', 'set', '203.0.113.0/24', '10.0.0.0/8=vpn', '--yes']);
    expect(await json(['network', 'allow', 'list'])).toEqual([
      { cidr: '203.0.113.0/24', description: 'office' },
      { cidr: '10.0.0.0/8', description: 'vpn' },
    ]);
    expect((await run(['network', 'allow', 'list', '-o', 'name'])).stdout).toBe('203.0.113.0/24\n10.0.0.0/8\n');
    expect((await run(['network', 'allow', 'set', '203.0.113.0/24', '10.0.0.0/8'])).stderr).toContain(
      'is like that already',
    );
  });

  it('exits 8 for what is there, and 0 with --exist-ok where it is the same', async () => {
    const { run } = await openPublicShell();
    const add = ['network', 'allow', 'add', '203.0.113.7=runner'];
    await run(add);
    const again = await run(add);
    expect(again.stderr).toContain('203.0.113.7/32 is let in already');
    expect(again.exitCode).toBe(8);
    expect((await run([...add, '--exist-ok'])).exitCode).toBe(0);
    expect((await run(['network', 'allow', 'add', '203.0.113.7=other', '--exist-ok'])).exitCode).toBe(8);
  });

  it.each([['0.0.0.0/0'], ['0.0.0.0/0=all'], ['::/0']])(
    'does not let everybody in without --yes: %s',
    async (range) => {
      const { run, writes } = await openPublicShell();
      for (const verb of ['add', 'set']) {
        const { stderr, exitCode } = await run(['network', 'allow', verb, range]);
        expect(stderr).toContain('the whole internet');
        expect(stderr).toContain('--yes');
        expect(exitCode).toBe(6);
      }
      expect(await writes()).toHaveLength(1); // the switch
    },
  );

  it('sees the whole internet in several ranges, also where some are there already', async () => {
    const { run, json } = await openPublicShell();
    const halves = ['0.0.0.0/1', '128.0.0.0/1'];
    expect(await run(['network', 'allow', 'set', ...halves])).toMatchObject({
      stderr: expect.stringContaining('These ranges together let in the whole internet') as string,
      exitCode: 6,
    });
    expect((await run(['network', 'allow', 'add', '0.0.0.0/1'])).exitCode).toBe(0);
    expect((await run(['network', 'allow', 'add', '128.0.0.0/2', '192.0.0.0/2'])).exitCode).toBe(6);
    expect((await run(['network', 'allow', 'add', '128.0.0.0/2', '224.0.0.0/3'])).exitCode).toBe(0);
    expect(await json(['network', 'allow', 'list'])).toHaveLength(3);
  });

  it('takes nothing out of the list with "set" that nobody confirmed', async () => {
    const { run, json } = await openPublicShell();
    await run(['network', 'allow', 'add', '203.0.113.0/24', '198.51.100.7']);
    const set = ['network', 'allow', 'set', '203.0.113.0/24', '10.0.0.0/8'];
    const refused = await run(set);
    expect(refused.stderr).toContain(`Removing the access of 198.51.100.7/32 to ${INSTANCE} needs a confirmation`);
    expect(refused.exitCode).toBe(6);
    expect(await json(['network', 'allow', 'list'])).toHaveLength(2);
    expect((await run([...set, '--yes'])).stderr).toContain('removed 198.51.100.7/32');
  });

  it('lets everybody in with --yes', async () => {
    const { run, json } = await openPublicShell();
    expect((await run(['network', 'allow', 'add', '0.0.0.0/0', '--yes'])).exitCode).toBe(0);
    expect(await json(['network', 'allow', 'list'])).toEqual([{ cidr: '0.0.0.0/0' }]);
  });

  it.each([
    ['300.1.1.1'],
    ['10.0.0.0/33'],
    ['10.0.0.0/'],
    ['10.0.0.0/08'],
    ['10.0.0'],
    ['office'],
    [''],
    ['=text'],
    ['10.0.0.0/8/8'],
    ['010.0.0.1'],
    ['10.0.0.5/24'],
  ])('refuses what is no range before it asks anybody: "%s"', async (range) => {
    const { run, emulator } = await openPublicShell();
    const before = (await emulator.calls()).length;
    const result = await run(['network', 'allow', 'add', range, '--yes']);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('Hint:');
    expect((await emulator.calls()).length).toBe(before);
  });

  it('says how to write a range that begins elsewhere', async () => {
    const { run } = await openPublicShell();
    expect((await run(['network', 'allow', 'add', '10.1.2.250/26'])).stderr).toContain('10.1.2.192/26');
  });

  it('needs public access on, and says how', async () => {
    const { run, writes } = await openPublicShell();
    await run(['network', 'public', 'off', '--wait']);
    const before = await writes();
    for (const args of [
      ['add', '10.0.0.1'],
      ['set', '10.0.0.1'],
      ['remove', '10.0.0.1', '--yes'],
    ]) {
      const { stderr, exitCode } = await run(['network', 'allow', ...args]);
      expect(stderr).toContain('swrctl network public on --wait');
      expect(exitCode).toBe(6);
    }
    expect(await writes()).toEqual(before);
  });

  it('exits 5 for what is not in the list, and changes nothing', async () => {
    const { run, json } = await openPublicShell();
    await run(['network', 'allow', 'add', '10.0.0.1']);
    const { stderr, exitCode } = await run(['network', 'allow', 'remove', '10.0.0.1', '10.0.0.2', '--yes']);
    expect(stderr).toContain('10.0.0.2/32 is not in the list');
    expect(exitCode).toBe(5);
    expect(await json(['network', 'allow', 'list'])).toHaveLength(1);
  });

  it('asks before a removal', async () => {
    const { run, json } = await openPublicShell();
    await run(['network', 'allow', 'add', '10.0.0.1']);
    expect((await run(['network', 'allow', 'remove', '10.0.0.1'])).exitCode).toBe(6);
    expect((await run(['network', 'allow', 'remove', '10.0.0.1'], typing('n'))).exitCode).toBe(6);
    expect(await json(['network', 'allow', 'list'])).toHaveLength(1);
    expect((await run(['network', 'allow', 'remove', '10.0.0.1'], typing('y'))).exitCode).toBe(0);
    expect(await json(['network', 'allow', 'list'])).toEqual([]);
  });
});

describe('swrctl network vpc', () => {
  it('lets a VPC in and shuts it out again, by its id and by that of the entry', async () => {
    const { run, json } = await openInstanceShell();
    const added = await run(['network', 'vpc', 'add', ...VPC, '--description', 'build farm', '--wait']);
    expect(added).toMatchObject({ exitCode: 0, stdout: '' });
    expect(added.stderr).toMatch(new RegExp(`^VPC vpc-2 is let in to ${INSTANCE} at 192\\.168\\.0\\.\\d+\n$`));
    const [entry] = await json<Record<string, string>[]>(['network', 'vpc', 'list']);
    expect(entry).toMatchObject({ vpc: 'vpc-2', subnet: 'subnet-2', status: 'Running', description: 'build farm' });
    expect(entry?.['createdAt']).toMatch(/^\d{4}-/);
    expect(entry).not.toHaveProperty('statusText');
    const gone = await run(['network', 'vpc', 'remove', 'vpc-2', '--wait', '--yes']);
    expect(gone).toEqual({ stdout: '', stderr: `VPC vpc-2 is let in to ${INSTANCE} no longer\n`, exitCode: 0 });
    const made = await json<{ id: string }>(['network', 'vpc', 'add', ...VPC]);
    expect((await run(['network', 'vpc', 'remove', made.id, '--yes'])).exitCode).toBe(0);
    expect(await json(['network', 'vpc', 'list'])).toEqual([]);
  });

  it('says that it goes on in the service', async () => {
    const { run } = await openInstanceShell({ jobTimeMs: 600_000 });
    const begun = await run(['network', 'vpc', 'add', ...VPC]);
    expect(begun.stderr).toContain('is being let in');
    expect(begun.exitCode).toBe(0);
    const late = await run(['network', 'vpc', 'add', ...VPC, '--exist-ok', '--wait=50ms']);
    expect(late.stderr).toContain('not over after 50ms');
    expect(late.exitCode).toBe(1);
    expect((await run(['network', 'vpc', 'remove', 'vpc-2', '--yes'])).stderr).toContain('is being shut out');
    expect((await run(['network', 'vpc', 'remove', 'vpc-2', '--yes', '--wait=50ms'])).exitCode).toBe(1);
  });

  it.each([
    { verb: ['add', ...VPC], first: 'Creating', last: 'CreateError' },
    { verb: ['remove', 'e1', '--yes'], first: 'Running', last: 'DeleteError' },
  ])('exits 1 with the reason when it ends as $last', async ({ verb, first, last }) => {
    const entry = { id: 'e1', vpc_id: 'vpc-2', subnet_id: 'subnet-2' };
    let isAsked = false;
    const run = await scripted(({ method = '', url = '' }) => {
      if (!url.includes('/internal-endpoints')) return undefined;
      isAsked ||= method !== 'GET';
      if (method !== 'GET') return { id: 'e1' };
      if (url.includes('/e1')) return { ...entry, status: last, status_text: 'no address is free' };
      return { internal_endpoints: isAsked || first === 'Running' ? [{ ...entry, status: first }] : [], total: 1 };
    });
    const { stderr, exitCode } = await run(['network', 'vpc', ...verb, '--wait']);
    expect(stderr).toContain(`is ${last}: no address is free`);
    expect(exitCode).toBe(1);
  });

  it('says what is wrong', async () => {
    const { run } = await openInstanceShell();
    expect((await run(['network', 'vpc', 'add', '--vpc', 'v'])).stderr).toContain('--subnet');
    await run(['network', 'vpc', 'add', ...VPC]);
    const again = await run(['network', 'vpc', 'add', ...VPC]);
    expect(again.stderr).toContain(`VPC vpc-2 is let in to ${INSTANCE} already`);
    expect(again.exitCode).toBe(8);
    expect((await run(['network', 'vpc', 'add', ...VPC, '--exist-ok', '-o', 'name'])).exitCode).toBe(0);
    expect((await run(['network', 'vpc', 'add', '--vpc', 'vpc-2', '--subnet', 'other'])).exitCode).toBe(8);
    expect((await run(['network', 'vpc', 'remove', 'vpc-2'])).exitCode).toBe(6);
    const missing = await run(['network', 'vpc', 'remove', 'nope', '--yes']);
    expect(missing.stderr).toContain('swrctl network vpc list');
    expect(missing.exitCode).toBe(5);
  });
});
