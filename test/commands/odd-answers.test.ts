import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../support/account-shell.ts';
import { runCli } from '../support/run.ts';
import { startAnsweringFront, type Replacement } from '../support/answering-front.ts';

type Answers = Readonly<Record<string, unknown>>;

/** An account whose service gives some answers that the emulator does not: by method and path, without the query. */
async function setUp(answers: Answers) {
  const shell = await openAccountShell();
  await shell.run(['repo', 'add', 'team/web']);
  const seen: string[] = [];
  const endpoint = await startAnsweringFront(
    shell.emulator.info.endpoint,
    ({ method = '', url = '' }): Replacement | undefined => {
      const call = `${method} ${new URL(url, 'http://x').pathname}`;
      seen.push(call);
      return call in answers ? { status: 200, body: answers[call] } : undefined;
    },
  );
  const env = { ...shell.env, SWRCTL_ENDPOINT: endpoint };
  return { ...shell, seen, run: (...args: string[]) => shell.run(args, { env }) };
}

const TEAM_WEB = '/v2/manage/namespaces/team/repos/web';
const SHARES = '/v2/manage/namespaces/team/repositories/web/access-domains';
const DAYS = { template: 'date_rule', params: { days: '30' }, tag_selectors: [{ kind: 'label', pattern: 'v1' }] };
const COUNT = { template: 'tag_rule', params: { num: '10' }, tag_selectors: [] };
const ODD = { template: 'size_rule', params: { size: '1' }, tag_selectors: [] };
const POLICY = { id: 7, scope: '', algorithm: 'or' };

describe('several retention rules', () => {
  const several = {
    'in one policy': [{ ...POLICY, rules: [DAYS, COUNT] }],
    'in two policies': [
      { ...POLICY, rules: [DAYS] },
      { ...POLICY, id: 8, rules: [COUNT] },
    ],
  };

  it.each(Object.entries(several))('are all shown, %s', async (_name, policies) => {
    const { run } = await setUp({ [`GET ${TEAM_WEB}/retentions`]: policies });
    for (const verb of ['list', 'show']) {
      const { stdout, exitCode } = await run('retention', verb, 'team/web', '--json=keepDays,keepCount,exceptTags');
      expect(JSON.parse(stdout)).toEqual([
        { keepDays: 30, keepCount: null, exceptTags: ['v1'] },
        { keepDays: null, keepCount: 10, exceptTags: [] },
      ]);
      expect(exitCode).toBe(0);
    }
    expect((await run('retention', 'show', 'team/web')).stderr).toContain('2 rules');
  });

  it.each([
    ...Object.entries(several),
    ['with one that has no words here', [{ ...POLICY, rules: [ODD] }]] as const,
    ['joined in another way', [{ ...POLICY, algorithm: 'and', rules: [DAYS] }]] as const,
    [
      'with a selector of another kind',
      [{ ...POLICY, rules: [{ ...COUNT, tag_selectors: [{ kind: 'arch', pattern: 'arm' }] }] }],
    ] as const,
  ])('are not overwritten by set, %s', async (_name, policies) => {
    const { run, seen } = await setUp({ [`GET ${TEAM_WEB}/retentions`]: policies });
    const { stderr, exitCode } = await run('retention', 'set', 'team/web', '--keep-days', '9', '--yes');
    expect(stderr).toContain('team/web has rules that one rule cannot replace');
    expect(stderr).toContain('swrctl retention remove team/web');
    expect(exitCode).toBe(6);
    expect(seen.filter((call) => !call.startsWith('GET'))).toEqual([]);
  });

  it('are shown as the service has them where swrctl has no words for them', async () => {
    const { run } = await setUp({ [`GET ${TEAM_WEB}/retentions`]: [{ ...POLICY, rules: [ODD, COUNT] }] });
    const { stdout } = await run('retention', 'list', 'team/web', '-o', 'json');
    const rows = JSON.parse(stdout) as { keepCount: number | null; other?: string }[];
    expect(rows.map(({ keepCount }) => keepCount)).toEqual([10, null]);
    expect(JSON.parse(rows[1]?.other ?? '')).toEqual(ODD);
  });

  it('stand in the way of add, and are named when they are removed', async () => {
    const { run } = await setUp({ [`GET ${TEAM_WEB}/retentions`]: [{ ...POLICY, rules: [DAYS, COUNT] }] });
    const added = await run('retention', 'add', 'team/web', '--keep-days', '9', '--yes');
    expect(added.stderr).toContain('keep 30 days, except v1; keep the newest 10');
    expect(added.exitCode).toBe(8);
    const removed = await run('retention', 'remove', 'team/web');
    expect(removed.stderr).toContain('keep 30 days, except v1; keep the newest 10');
    expect(removed.exitCode).toBe(6);
  });
});

const share = (account: string, deadline: string) => ({
  ...{ namespace: 'team', repository: 'web', access_domain: account, permit: 'read', deadline, description: '' },
  ...{ creator_id: 'x', creator_name: 'u', status: true },
  ...{ created: '2026-04-28T09:18:19Z', updated: '2026-04-28T09:18:19Z' },
});
const rule = (namespace: string) => ({
  ...{ id: 1, namespace: 'team', repoName: 'web', remoteNamespace: namespace, remoteRegionId: 'cn-east-3' },
  ...{ createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z', override: false, syncAuto: true },
  ...{ domainID: 'd', domainName: 'd' },
});

describe('a list that has no pages', () => {
  const many = (count: number, make: (name: string) => object): object[] =>
    Array.from({ length: count }, (_, index) => make(`name-${index}`));

  it.each([
    { args: ['share', 'list', 'team/web'], path: SHARES, make: (name: string) => share(name, 'forever') },
    { args: ['sync', 'list', 'team/web'], path: `${TEAM_WEB}/sync_repo`, make: rule },
  ])('warns at exactly 100 rows, where the service stops: $args', async ({ args, path, make }) => {
    for (const [count, warned] of [
      [100, true],
      [99, false],
    ] as const) {
      const { run } = await setUp({ [`GET ${path}`]: many(count, make) });
      const { stdout, stderr, exitCode } = await run(...args, '--json');
      expect(JSON.parse(stdout)).toHaveLength(count);
      expect(stderr.includes('there may be more')).toBe(warned);
      expect(exitCode).toBe(0);
    }
  });
});

describe('the end of a share', () => {
  it.each([
    { kept: '2099-01-31T00:00:00Z', is: 'the beginning of the day' },
    { kept: '2099-02-01T00:00:00Z', is: 'the beginning of the next' },
  ])('may be kept by whole days: $is', async ({ kept }) => {
    const { run } = await setUp({
      [`GET ${SHARES}/partner`]: share('partner', kept),
      [`PATCH ${SHARES}/partner`]: {},
    });
    const { stderr, exitCode } = await run(
      'share',
      'set',
      'team/web',
      '--account',
      'partner',
      '--until',
      '2099-01-31T15:00:00Z',
    );
    expect(stderr).not.toContain('Error');
    expect(exitCode).toBe(0);
  });

  it('is told when it is another day', async () => {
    const { run } = await setUp({
      [`GET ${SHARES}/partner`]: share('partner', '2099-03-01T00:00:00Z'),
      [`PATCH ${SHARES}/partner`]: {},
    });
    const { stderr, exitCode } = await run(
      'share',
      'set',
      'team/web',
      '--account',
      'partner',
      '--until',
      '2099-01-31T15:00:00Z',
    );
    expect(stderr).toContain('it is shared until 2099-03-01T00:00:00Z');
    expect(exitCode).toBe(1);
  });
});

describe('a list that is null or left out', () => {
  it.each([
    { args: ['org', 'list'], call: 'GET /v2/manage/namespaces', bodies: [{ namespaces: null }, {}] },
    { args: ['repo', 'list', 'team'], call: 'GET /v2/manage/repos', bodies: [null] },
    { args: ['tag', 'list', 'team/web'], call: `GET ${TEAM_WEB}/tags`, bodies: [null] },
    { args: ['share', 'list', 'team/web'], call: `GET ${SHARES}`, bodies: [null] },
    { args: ['trigger', 'list', 'team/web'], call: `GET ${TEAM_WEB}/triggers`, bodies: [null] },
    { args: ['retention', 'list', 'team/web'], call: `GET ${TEAM_WEB}/retentions`, bodies: [null] },
    { args: ['sync', 'list', 'team/web'], call: `GET ${TEAM_WEB}/sync_repo`, bodies: [null] },
  ])('is nothing: $args', async ({ args, call, bodies }) => {
    for (const body of bodies) {
      const { run } = await setUp({ [call]: body });
      expect(await run(...args, '--json')).toMatchObject({ stdout: '[]\n', exitCode: 0 });
    }
  });
});

describe('the regions of the service', () => {
  it.each(['cn-east-3', 'cn-nowhere-9'])('are not complete, so %s is tried with a warning', async (region) => {
    const { run, seen, ...shell } = await setUp({ 'GET /v2/manage/regions': [{ regionID: 'cn-north-4' }] });
    const there = { ...shell.env, SWRCTL_REGION: 'cn-east-3', SWRCTL_PROJECT: 'cn-east-3' };
    await runCli(['org', 'add', 'team'], { env: there });
    const { stderr } = await run('sync', 'add', 'team/web', '--to-region', region, '--to-org', 'team');
    expect(stderr).toContain(`Warning: the service does not list ${region} as a region to copy to`);
    expect(seen).toContain(`POST ${TEAM_WEB}/sync_repo`);
  });
});
