import { describe, expect, it } from 'vitest';
import { INSTANCE, openInstanceShell, typing } from './instance-shell.ts';

describe('swrctl label', () => {
  it('sets, lists and removes labels of the instance; others stay', async () => {
    const { run, json } = await openInstanceShell();
    expect(await run(['label', 'set', 'env=prod', 'owner='])).toEqual({
      stdout: '',
      stderr: `Changed labels of ${INSTANCE}: env=prod, owner=\n`,
      exitCode: 0,
    });
    const changed = await run(['label', 'set', 'env=test']);
    expect(changed.stderr).toBe(`Changed labels of ${INSTANCE}: env: prod → test\n`);
    expect(await json(['label', 'list'])).toEqual([
      { key: 'env', value: 'test' },
      { key: 'owner', value: '' },
    ]);
    expect(await json<unknown[]>(['label', 'set', 'env=test', 'cost=a=b/c:d'])).toHaveLength(3);
    expect((await run(['label', 'set', 'env=test'])).stderr).toContain('has these labels already');
    const removed = await run(['label', 'remove', 'env', 'owner', '--yes']);
    expect(removed).toMatchObject({ stdout: '', exitCode: 0 });
    expect(removed.stderr).toContain(`Removed label env of ${INSTANCE}\n`);
    expect((await run(['label', 'list'])).stdout).toBe('cost\ta=b/c:d\n');
  });

  it('does the same with a namespace', async () => {
    const { run, json } = await openInstanceShell();
    expect((await run(['label', 'set', 'library', 'env=prod', 'a=b'])).stderr).toContain('labels of namespace library');
    expect(await json(['label', 'list'])).toEqual([]);
    expect(await json<unknown[]>(['label', 'list', 'library'])).toHaveLength(2);
    expect((await run(['label', 'remove', 'library', 'env', '--yes'])).exitCode).toBe(0);
    expect(await json(['label', 'list', 'library'])).toEqual([{ key: 'a', value: 'b' }]);
  });

  it('finds instances and namespaces by all of several labels, and by any of several values', async () => {
    const { run, json } = await openInstanceShell({ instances: [INSTANCE, 'other'] });
    await run(['label', 'set', 'env=prod', 'owner=web']);
    await run(['label', 'set', 'env=test', '--instance', 'other']);
    await run(['label', 'set', 'library', 'env=prod']);
    const names = async (...args: string[]): Promise<string[]> =>
      (await json<{ name: string }[]>(['label', 'find', ...args])).map(({ name }) => name).sort();
    expect(await names('env=prod')).toEqual([INSTANCE]);
    expect(await names('env=prod', 'env=test')).toEqual(['other', INSTANCE]);
    expect(await names('env')).toEqual(['other', INSTANCE]);
    expect(await names('env', 'owner=web')).toEqual([INSTANCE]);
    expect(await names('env=nope')).toEqual([]);
    const [found] = await json<Record<string, unknown>[]>(['label', 'find', 'env=prod', '--namespaces']);
    expect(found).toMatchObject({ name: 'library', labels: { env: 'prod' } });
    expect(await json(['label', 'list', '--all'])).toContainEqual({
      key: 'env',
      values: expect.arrayContaining(['prod', 'test']) as unknown,
    });
    expect(await json(['label', 'list', '--all', '--namespaces'])).toEqual([{ key: 'env', values: ['prod'] }]);
  });

  it('says which is meant where a word is a namespace and a key', async () => {
    const { run, json } = await openInstanceShell();
    await run(['label', 'set', 'library=yes', 'env=prod']);
    const both = await run(['label', 'remove', 'library', 'env', '--yes']);
    expect(both.stderr).toContain('"library" is a namespace, and a label');
    expect(both.exitCode).toBe(2);
    expect((await run(['label', 'remove', 'library=yes', 'env', '--yes'])).exitCode).toBe(0);
    expect(await json(['label', 'list'])).toEqual([]);
  });

  it('takes 20 labels of one thing, counted with those that are there', async () => {
    const { run, writes } = await openInstanceShell();
    const some = (count: number, prefix: string): string[] =>
      Array.from({ length: count }, (_, index) => `${prefix}${index}=v`);
    expect((await run(['label', 'set', ...some(21, 'k')])).exitCode).toBe(6);
    expect((await run(['label', 'set', ...some(19, 'k')])).exitCode).toBe(0);
    const before = await writes();
    const result = await run(['label', 'set', 'a=1', 'b=2']);
    expect(result.stderr).toContain('21 labels are too many');
    expect(result.exitCode).toBe(6);
    expect(await writes()).toEqual(before);
    expect((await run(['label', 'set', 'k0=w', 'a=1'])).exitCode).toBe(0);
  });

  it.each([
    { args: ['set', `${'k'.repeat(129)}=v`], exitCode: 6, message: '128' },
    { args: ['set', `k=${'v'.repeat(256)}`], exitCode: 6, message: '255' },
    { args: ['set', 'library'], exitCode: 2, message: 'KEY=VALUE' },
    { args: ['set', '=v'], exitCode: 2, message: 'is no label' },
    { args: ['set', 'a=1', 'a=2'], exitCode: 2, message: 'given twice' },
    { args: ['set', 'library', 'other'], exitCode: 2, message: 'is no label' },
    { args: ['set', 'nope', 'a=1'], exitCode: 5, message: 'nope' },
    { args: ['list', 'nope'], exitCode: 5, message: 'nope' },
    { args: ['list', 'library', '--all'], exitCode: 2, message: 'exclude each other' },
    { args: ['list', '--namespaces'], exitCode: 2, message: '--all' },
    { args: ['remove', 'nope', '--yes'], exitCode: 5, message: 'There is no label nope' },
    { args: ['find', '=v'], exitCode: 2, message: 'is no label' },
    { args: ['find'], exitCode: 2, message: 'key' },
  ])('says what is wrong, with $exitCode: label $args', async ({ args, exitCode, message }) => {
    const { run, writes } = await openInstanceShell();
    const result = await run(['label', ...args]);
    expect(result).toMatchObject({ stdout: '', exitCode });
    expect(result.stderr).toContain(message);
    expect(await writes()).toEqual([]);
  });

  it('asks before a removal', async () => {
    const { run, json } = await openInstanceShell();
    await run(['label', 'set', 'env=prod']);
    expect((await run(['label', 'remove', 'env'])).exitCode).toBe(6);
    expect((await run(['label', 'remove', 'env'], typing('n'))).exitCode).toBe(6);
    expect(await json(['label', 'list'])).toHaveLength(1);
    expect((await run(['label', 'remove', 'env=other', '--yes'])).exitCode).toBe(5);
    expect((await run(['label', 'remove', 'env'], typing('y'))).exitCode).toBe(0);
  });

  it('needs an instance, but for what is about the project', async () => {
    const { runShared } = await openInstanceShell();
    for (const args of [['list'], ['set', 'a=b'], ['remove', 'a', '--yes'], ['find', 'a', '--namespaces']]) {
      const { stderr, exitCode } = await runShared(['label', ...args]);
      expect(stderr).toContain('no instance is chosen');
      expect(exitCode).toBe(2);
    }
    expect((await runShared(['label', 'find', 'env=prod', '-o', 'json'])).stdout).toBe('[]\n');
    expect((await runShared(['label', 'list', '--all', '-o', 'json'])).stdout).toBe('[]\n');
  });
});
