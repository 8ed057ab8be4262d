import { describe, expect, it } from 'vitest';
import { INSTANCE, openInstanceShell, scripted, typing } from './instance-shell.ts';

const HOST = 'registry.example.com';
const ADD = ['domain', 'add', HOST, '--certificate', 'scs1'];

interface Row {
  readonly host: string;
  readonly id: string;
  readonly default: boolean;
}

describe('swrctl domain', () => {
  it('adds, lists, changes and removes a host name', async () => {
    const { run, json } = await openInstanceShell();
    const added = await run(ADD);
    expect(added).toMatchObject({ stdout: '', exitCode: 0 });
    expect(added.stderr).toContain(`Added domain ${HOST} to ${INSTANCE}`);
    const list = await json<Row[]>(['domain', 'list']);
    expect(list.map((one) => one.default)).toEqual([true, false]);
    expect(list[0]).not.toHaveProperty('certificate');
    expect(list[1]).toMatchObject({ host: HOST, certificate: 'scs1' });
    expect((await run(['domain', 'list', '-o', 'name'])).stdout).toContain(`\n${HOST}\n`);
    const changed = await run(['domain', 'set', HOST.toUpperCase(), '--certificate', 'scs2']);
    expect(changed.stderr).toBe(`Changed domain ${HOST}: certificate: scs1 → scs2\n`);
    expect(await json(['domain', 'set', HOST, '--certificate', 'scs2'])).toMatchObject({ certificate: 'scs2' });
    expect(await run(['domain', 'remove', HOST, '--yes'])).toEqual({
      ...{ stdout: '', stderr: `Removed domain ${HOST}\n`, exitCode: 0 },
    });
    expect(await json<Row[]>(['domain', 'list'])).toHaveLength(1);
  });

  it('prints what it made with -o json', async () => {
    const { json } = await openInstanceShell();
    expect(await json(ADD)).toMatchObject({ host: HOST, default: false, certificate: 'scs1' });
  });

  it('exits 8 for one that is there, and 0 with --exist-ok where it is the same', async () => {
    const { run } = await openInstanceShell();
    await run(ADD);
    const again = await run(ADD);
    expect(again.stderr).toContain(`has a domain ${HOST} already`);
    expect(again.exitCode).toBe(8);
    expect((await run([...ADD, '--exist-ok'])).exitCode).toBe(0);
    expect((await run(['domain', 'add', HOST, '--certificate', 'scs2', '--exist-ok'])).exitCode).toBe(8);
  });

  it('keeps the default domain', async () => {
    const { run, json } = await openInstanceShell();
    const [first] = await json<Row[]>(['domain', 'list']);
    const host = first?.host ?? '';
    for (const args of [
      ['remove', host, '--yes'],
      ['set', host, '--certificate', 'scs1'],
    ]) {
      const { stderr, exitCode } = await run(['domain', ...args]);
      expect(stderr).toContain(`${host} is the default domain`);
      expect(exitCode).toBe(6);
    }
  });

  it('asks before a removal', async () => {
    const { run, json } = await openInstanceShell();
    await run(ADD);
    expect((await run(['domain', 'remove', HOST])).exitCode).toBe(6);
    expect((await run(['domain', 'remove', HOST], typing('n'))).exitCode).toBe(6);
    expect(await json<Row[]>(['domain', 'list'])).toHaveLength(2);
  });

  it.each([
    { args: ['add', HOST], exitCode: 2, message: '--certificate' },
    { args: ['add', 'https://registry.example.com', '--certificate', 'c'], exitCode: 2, message: 'no host name' },
    { args: ['add', 'registry', '--certificate', 'c'], exitCode: 2, message: 'no host name' },
    { args: ['add', `${'a'.repeat(64)}.example`, '--certificate', 'c'], exitCode: 2, message: 'no host name' },
    { args: ['set', 'nope.example', '--certificate', 'c'], exitCode: 5, message: 'swrctl domain list' },
    { args: ['remove', 'nope.example', '--yes'], exitCode: 5, message: 'swrctl domain list' },
  ])('says what is wrong, with $exitCode: domain $args', async ({ args, exitCode, message }) => {
    const { run, writes } = await openInstanceShell();
    const result = await run(['domain', ...args]);
    expect(result).toMatchObject({ stdout: '', exitCode });
    expect(result.stderr).toContain(message);
    expect(await writes()).toEqual([]);
  });

  it('names the gate where an instance has no domains of its own', async () => {
    const writes: string[] = [];
    const run = await scripted(({ method = '', url = '' }) => {
      if (method !== 'GET') writes.push(method);
      if (url.includes('/feature-gates')) return { enableDomainName: false, enableArtifactGc: true };
      return url.includes('/domainname') ? { domain_name_infos: [] } : undefined;
    });
    for (const args of [ADD.slice(1), ['set', HOST, '--certificate', 'c'], ['remove', HOST, '--yes']]) {
      const { stderr, exitCode } = await run(['domain', ...args]);
      expect(stderr).toContain('enableDomainName');
      expect(exitCode).toBe(6);
    }
    expect((await run(['domain', 'list', '-o', 'json'])).stdout).toBe('[]\n');
    expect(writes).toEqual([]);
  });

  it('needs an instance', async () => {
    const { runShared } = await openInstanceShell();
    for (const args of [['domain', 'list'], ADD, ['domain', 'remove', HOST, '--yes']]) {
      const { stderr, exitCode } = await runShared(args);
      expect(stderr).toContain('no instance is chosen');
      expect(exitCode).toBe(2);
    }
  });
});
