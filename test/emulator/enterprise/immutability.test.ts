import { describe, expect, it } from 'vitest';
import { startTestEmulator, type TestEmulator } from '../../support/emulator.ts';
import { OCI_MANIFEST } from '../../support/registry-calls.ts';
import { enterpriseApi } from './api.ts';
import { describePolicies } from './policy-suite.ts';
import { PEOPLE } from './refusals.ts';
import { registryOf } from './registry-of.ts';

const rule = (
  tags: string,
  repositories = '**',
  more: { decoration?: string; scope?: string; disabled?: boolean } = {},
) => ({
  priority: 0,
  disabled: more.disabled ?? false,
  action: 'immutable',
  template: 'immutable_template',
  tag_selectors: [
    { kind: 'doublestar', decoration: more.decoration ?? 'matches', pattern: tags, extras: '{"untagged":true}' },
  ],
  scope_selectors: {
    repository: [{ kind: 'doublestar', decoration: more.scope ?? 'repoMatches', pattern: repositories }],
  },
});

describePolicies('rules of immutability', {
  create: 'CreateImmutableRule',
  list: 'ListImmutableRules',
  update: 'UpdateImmutableRule',
  remove: 'DeleteImmutableRule',
  parameter: 'immutable_rule_id',
  listKey: 'immutable_rules',
  isOfNamespace: true,
  documents: () => ({
    good: rule('v*'),
    other: rule('release-*'),
    changed: rule('v1.*', 'app', { disabled: true }),
  }),
});

const PATH = { namespace_name: 'team' };
const CREATED = { status: 201 };
const KEPT = { status: 412, code: 'PRECONDITION' };

async function withRules(...rules: readonly unknown[]): Promise<TestEmulator> {
  const emulator = await startTestEmulator({ seed: PEOPLE });
  for (const body of rules) await enterpriseApi(emulator).call('CreateImmutableRule', { path: PATH, body });
  return emulator;
}

describe('a tag that a rule covers', () => {
  it('is pushed once: not again, also not with equal content', async () => {
    const { push, pull } = registryOf(await withRules(rule('v*')));
    const first = await push('team/app', 'v1', 'one');
    expect(first).toMatchObject(CREATED);
    const message = "Failed to process request due to 'team/app:v1' configured as immutable.";
    expect(await push('team/app', 'v1', 'two')).toMatchObject({ ...KEPT, message });
    expect(await push('team/app', 'v1', 'one')).toMatchObject({ ...KEPT, message });
    expect((await pull('team/app', 'v1')).headers.get('docker-content-digest')).toBe(first.digest);
    expect(await push('team/app', 'v2', 'two')).toMatchObject(CREATED);
    expect(await push('team/app', 'latest', 'one')).toMatchObject(CREATED);
    expect(await push('team/app', 'latest', 'two')).toMatchObject(CREATED);
  });

  it('keeps its version', async () => {
    const { push, remove, putManifest, pull } = registryOf(await withRules(rule('v*')));
    const { digest } = await push('team/app', 'v1', 'one');
    const text = (await pull('team/app', digest)).text;
    expect(await putManifest('team/app', 'other', OCI_MANIFEST, text)).toMatchObject(CREATED);
    expect(await remove('team/app', digest)).toMatchObject({
      status: 412,
      error: { code: 'PRECONDITION', message: expect.stringContaining("'team/app:v1'") as string },
    });
    expect((await pull('team/app', 'other')).status).toBe(200);
    const free = await push('team/app', 'free', 'two');
    expect(await remove('team/app', free.digest)).toMatchObject({ status: 202 });
  });

  it('is kept by the API, too', async () => {
    const emulator = await withRules(rule('v*'));
    const api = enterpriseApi(emulator);
    const { push } = registryOf(emulator);
    const { digest } = await push('team/app', 'v1', 'one');
    const free = await push('team/app', 'free', 'two');
    const path = { ...PATH, repository_name: 'app' };
    const covered = { status: 412, code: 'SVCSTG.SWR.4120001' };
    expect(await api.refused('DeleteInstanceTag', { path: { ...path, tag_name: 'v1' } })).toMatchObject(covered);
    expect(await api.refused('DeleteInstanceArtifact', { path: { ...path, reference: digest } })).toMatchObject(
      covered,
    );
    expect(await api.refused('DeleteInstanceRepository', { path })).toMatchObject(covered);
    await api.call('DeleteInstanceTag', { path: { ...path, tag_name: 'free' } });
    expect(free.status).toBe(201);
  });

  it.each<{ title: string; rules: unknown[]; kept: string[]; free: string[] }>([
    { title: 'the whole name', rules: [rule('v1')], kept: ['app:v1'], free: ['app:v10', 'app:xv1'] },
    {
      title: 'braces, by repository and tag',
      rules: [rule('{v*,stable}', '{app,tools/**}')],
      kept: ['app:v1', 'app:stable', 'tools/a:v2', 'tools/a/b:v2'],
      free: ['app:dev', 'web:v1'],
    },
    {
      title: 'tags that are left out',
      rules: [rule('dev-*', '**', { decoration: 'excludes' })],
      kept: ['app:v1'],
      free: ['app:dev-1'],
    },
    {
      title: 'repositories that are left out',
      rules: [rule('**', 'play/*', { scope: 'excludes' })],
      kept: ['app:v1', 'play/a/b:v1'],
      free: ['play/a:v1'],
    },
    { title: 'one star stays in its segment', rules: [rule('**', '*')], kept: ['app:a'], free: ['tools/a:a'] },
    { title: 'rules that are off', rules: [rule('v*', '**', { disabled: true })], kept: [], free: ['app:v1'] },
    { title: 'any of several', rules: [rule('a*'), rule('b*')], kept: ['app:a', 'app:b'], free: ['app:c'] },
  ])('is found by $title', async ({ rules, kept, free }) => {
    const { push } = registryOf(await withRules(...rules));
    const again = async (names: readonly string[]) =>
      Promise.all(
        names.map(async (name) => {
          const [repository = '', tag = ''] = name.split(':');
          const { status } = await push(`team/${repository}`, tag, 'one');
          return [status, (await push(`team/${repository}`, tag, 'two')).status];
        }),
      );
    expect(await again(kept)).toEqual(kept.map(() => [201, 412]));
    expect(await again(free)).toEqual(free.map(() => [201, 201]));
  });

  it('is free in other namespaces, when the rule is off, and when it is gone', async () => {
    const emulator = await withRules(rule('v*'));
    const api = enterpriseApi(emulator);
    const { push } = registryOf(emulator);
    for (const layer of ['one', 'two']) expect(await push('library/app', 'v1', layer)).toMatchObject(CREATED);
    await push('team/app', 'v1', 'one');
    const [{ id } = { id: 0 }] = (await api.call<{ immutable_rules: { id: number }[] }>('ListImmutableRules'))
      .immutable_rules;
    const path = { ...PATH, immutable_rule_id: id };
    await api.call('UpdateImmutableRule', { path, body: rule('v*', '**', { disabled: true }) });
    expect(await push('team/app', 'v1', 'two')).toMatchObject(CREATED);
    await api.call('UpdateImmutableRule', { path, body: rule('v*') });
    expect(await push('team/app', 'v1', 'three')).toMatchObject(KEPT);
    await api.call('DeleteImmutableRule', { path });
    expect(await push('team/app', 'v1', 'three')).toMatchObject(CREATED);
  });
});

describe('selectors', () => {
  const wrong = { status: 400, code: 'SVCSTG.SWR.4000014' };

  it.each<[string, unknown]>([
    ['a pattern without an end', rule('{v1')],
    ['a repository in the place of a tag', rule('v*', '**', { decoration: 'repoMatches' })],
    ['another kind of scope', { ...rule('v*'), scope_selectors: { project: rule('v*').scope_selectors.repository } }],
    ['no repository', { ...rule('v*'), scope_selectors: {} }],
    [
      'two repositories',
      { ...rule('v*'), scope_selectors: { repository: Array(2).fill(rule('a').scope_selectors.repository[0]) } },
    ],
  ])('refuse %s', async (_title, body) => {
    const emulator = await withRules();
    expect(await enterpriseApi(emulator).refused('CreateImmutableRule', { path: PATH, body })).toMatchObject(wrong);
  });
});
