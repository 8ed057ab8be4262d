import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect } from 'vitest';
import { openAccountShell } from '../support/account-shell.ts';
import { dockerSave, testImage } from '../support/archives.ts';
import { itWith } from '../support/peers.ts';

const SWRCTL = join(import.meta.dirname, '../../bin/swrctl.js');
const TRIGGER = ['--on', 'all', '--cluster', 'prod', '--workload', 'deployment/web'];
const SYNC = ['--to-region', 'cn-east-3', '--to-org', 'copies'];

async function setUp() {
  const shell = await openAccountShell();
  await shell.save('app.tar', dockerSave(testImage()));
  for (const args of [
    ['push', 'app.tar', 'team/web:v1', 'team/web:v2'],
    ['perm', 'add', 'team', 'alice=read', 'bob=read'],
    ['retention', 'add', 'team/web', '--keep-days', '300'],
    ['trigger', 'add', 'team/web', 't1', ...TRIGGER],
    ['trigger', 'add', 'team/web', 't2', ...TRIGGER],
    ['share', 'add', 'team/web', '--account', 'partner', '--until', 'forever'],
  ]) {
    const { exitCode, stderr } = await shell.run(args);
    if (exitCode !== 0) throw new Error(stderr);
  }
  await shell.run(['org', 'add', 'copies'], {
    env: { ...shell.env, SWRCTL_REGION: 'cn-east-3', SWRCTL_PROJECT: 'cn-east-3' },
  });
  await shell.run(['sync', 'add', 'team/web', ...SYNC]);
  // Not execFileSync: the emulator is in this process.
  const bash = async (script: string): Promise<string> => {
    const functions = `set -o pipefail; swrctl() { '${SWRCTL}' "$@"; }; export -f swrctl`;
    const { stdout } = await promisify(execFile)('bash', ['-c', `${functions}; ${script}`], {
      ...{ cwd: shell.home, env: { ...shell.env, PATH: process.env['PATH'] } },
    });
    return stdout;
  };
  return { ...shell, bash };
}

describe('list -o name', () => {
  itWith('bash').each([
    { list: 'org list', verbs: ['org show', 'repo list'] },
    { list: 'repo list team', verbs: ['repo show', 'tag list', 'repo remove --yes'] },
    { list: 'tag list team/web', verbs: ['tag show', 'digest', 'inspect', 'tag remove --yes'] },
    { list: 'retention list team/web', verbs: ['retention show', 'retention list', 'retention remove --yes'] },
    {
      list: 'trigger list team/web',
      verbs: ['trigger show team/web', 'trigger disable team/web', 'trigger remove --yes team/web'],
    },
    { list: 'perm list team', verbs: ['perm remove --yes team'], only: 'alice\nbob' },
    { list: 'share list team/web', verbs: ['share show', 'share remove --yes'], lines: true },
    { list: 'sync list team/web', verbs: ['sync list', 'sync jobs', `sync remove --yes ${SYNC.join(' ')}`] },
  ])('gives what its siblings take: $list', async ({ list, verbs, only, lines = false }) => {
    const { bash } = await setUp();
    const filter = only === undefined ? '' : `| grep -xE '${only.replace('\n', '|')}'`;
    for (const verb of verbs) {
      const each = lines ? '-L1' : '-n1';
      await expect(bash(`swrctl ${list} -o name ${filter} | xargs ${each} '${SWRCTL}' ${verb}`)).resolves.toBeDefined();
    }
  });

  itWith('bash')('has the same names as the first column of what goes into a pipe', async () => {
    const { bash } = await setUp();
    for (const list of ['org list', 'repo list team', 'tag list team/web']) {
      expect(await bash(`swrctl ${list} | cut -f1`)).toBe(await bash(`swrctl ${list} -o name`));
    }
    expect((await bash('swrctl tag list team/web -o name')).split('\n').sort()).toEqual([
      '',
      'team/web:v1',
      'team/web:v2',
    ]);
    expect(JSON.parse(await bash('swrctl tag list team/web --json=name --sort name'))).toEqual([
      { name: 'v1' },
      { name: 'v2' },
    ]);
  });
});
