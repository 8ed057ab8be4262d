import { describe, expect, it } from 'vitest';
import { OUTSIDER } from '../../src/emulator/iam/accounts.ts';
import { openAccountShell } from '../support/account-shell.ts';
import { dockerSave, testImage } from '../support/archives.ts';

async function setUp() {
  const shell = await openAccountShell();
  await shell.save('app.tar', dockerSave(testImage()));
  await shell.save('new.tar', dockerSave(testImage({ texts: ['new'] })));
  await shell.run(['push', 'app.tar', 'team/web:v1']);
  await shell.run(['push', 'new.tar', 'team/web:v2']);
  await shell.run(['org', 'add', 'copies'], {
    env: { ...shell.env, SWRCTL_REGION: 'cn-east-3', SWRCTL_PROJECT: 'cn-east-3' },
  });
  return shell;
}

const TRIGGER = ['trigger', 'add', 'team/web', 't1', '--on', 'all', '--cluster', 'prod'];
const KEEP = ['retention', 'add', 'team/web', '--yes', '--keep-days'];

/** Every `add`: once, what it says the second time, and the same with something else. */
const ADDS: readonly { readonly args: string[]; readonly fact: string; readonly other?: string[] }[] = [
  { args: ['org', 'add', 'parts'], fact: 'Organization parts exists already, and it is yours' },
  {
    args: ['repo', 'add', 'team/new', '--description', 'shop'],
    fact: 'There is a repository team/new already',
    other: ['repo', 'add', 'team/new', '--public'],
  },
  {
    args: ['tag', 'add', 'team/web:v1', 'stable'],
    fact: 'already',
    other: ['tag', 'add', 'team/web:v2', 'stable'],
  },
  {
    args: ['perm', 'add', 'team', 'bob=read'],
    fact: 'bob has read on team already',
    other: ['perm', 'add', 'team', 'bob=edit'],
  },
  {
    args: ['share', 'add', 'team/web', '--account', 'partner', '--until', '2099-01-31'],
    fact: 'team/web is shared with partner already',
    other: ['share', 'add', 'team/web', '--account', 'partner', '--until', 'forever'],
  },
  {
    args: [...TRIGGER, '--workload', 'deployment/web'],
    fact: 'team/web has a trigger t1 already',
    other: [...TRIGGER, '--workload', 'deployment/api'],
  },
  {
    args: [...KEEP, '90'],
    fact: 'team/web has a retention rule already: keep 90 days',
    other: [...KEEP, '80'],
  },
  {
    args: ['sync', 'add', 'team/web', '--to-region', 'cn-east-3', '--to-org', 'copies'],
    fact: 'team/web to copies in cn-east-3 is copied already',
  },
];

describe.each(ADDS)('$args of what exists', ({ args, fact, other }) => {
  it('exits 8, with --exist-ok 0 where it is the same, and 8 where it is not', async () => {
    const { run } = await setUp();
    expect(await run(args)).toMatchObject({ exitCode: 0 });
    const again = await run(args);
    expect(again.stderr).toContain(fact);
    expect(again.stderr).toContain('--exist-ok');
    expect(again.exitCode).toBe(8);
    const fine = await run([...args, '--exist-ok']);
    expect(fine.stderr).toContain(fact);
    expect(fine.stderr).not.toContain('Error');
    expect(fine.exitCode).toBe(0);
    if (other !== undefined) {
      const different = await run([...other, '--exist-ok']);
      expect(different.stderr).toContain('Error');
      expect(different.exitCode).toBe(8);
    }
  });

  it('prints what is there with -o json', async () => {
    const { run } = await setUp();
    await run(args);
    const { stdout } = await run([...args, '--exist-ok', '-o', 'json']);
    expect(Object.keys(JSON.parse(stdout) as object).length).toBeGreaterThan(1);
  });
});

describe('add of an organization of another account', () => {
  it('is exit 8 also with --exist-ok', async () => {
    const { run, env } = await openAccountShell();
    const { ak, sk } = OUTSIDER;
    const theirs = await run(['org', 'add', 'theirs'], { env: { ...env, SWRCTL_AK: ak, SWRCTL_SK: sk } });
    expect(theirs.exitCode).toBe(0);
    const { stderr, exitCode } = await run(['org', 'add', 'theirs', '--exist-ok']);
    expect(stderr).toContain('possibly in another account');
    expect(exitCode).toBe(8);
  });
});
