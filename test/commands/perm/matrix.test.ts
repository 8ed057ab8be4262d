import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openAccountShell, type AccountShell } from '../../support/account-shell.ts';
import type { RunResult } from '../../support/run.ts';

interface MatrixShell extends AccountShell {
  readonly matrix: (...args: string[]) => Promise<RunResult>;
  /** The same on a terminal. */
  readonly see: (columns: number, ...args: string[]) => Promise<string[]>;
  /** Paths of permissions that were asked for. */
  readonly asked: () => Promise<string[]>;
}

const ORGANIZATIONS = Array.from({ length: 40 }, (_, index) => `department-${String(index).padStart(2, '0')}`);

/** Each with a repository on which bob alone has a right; alice manages every second organization. */
const seedOf = (organizations: readonly string[]): string =>
  JSON.stringify({
    organizations: organizations.map((name, index) => ({
      name,
      grants: [{ user: 'alice', level: index % 2 === 0 ? 'manage' : 'read' }],
      repositories: [{ name: 'web', grants: [{ user: 'bob', level: 'edit' }] }, { name: 'quiet' }],
    })),
  });

async function setUp(organizations: readonly string[]): Promise<MatrixShell> {
  const limits = { quotas: { namespace: 100 } };
  const shell = await openAccountShell({ seed: seedOf(organizations), ...limits });
  const matrix: MatrixShell['matrix'] = (...args) => shell.run(['perm', 'matrix', ...args, '--rate', '1000']);
  return {
    ...shell,
    matrix,
    see: async (columns, ...args) => {
      const { stdout } = await shell.run(['perm', 'matrix', ...args, '--rate', '1000'], { tty: true, columns });
      return stripVTControlCharacters(stdout).split('\n').slice(0, -1);
    },
    asked: async () =>
      (await shell.emulator.calls()).map(({ path }) => path).filter((path) => path.endsWith('/access')),
  };
}

const rows = ({ stdout }: RunResult): Record<string, unknown>[] => JSON.parse(stdout) as Record<string, unknown>[];

describe('swrctl perm matrix', () => {
  it('asks for organizations alone, once each, and says how to see repositories', async () => {
    const { matrix, asked } = await setUp(['team', 'tools']);
    const { stdout, stderr } = await matrix('-o', 'table');
    expect(stdout).toMatch(/^USER +team +tools\nadministrator +manage +manage\nalice +manage +read\n$/);
    expect(stderr).toContain('--org ORG or --user USER');
    expect(await asked()).toEqual(['/v2/manage/namespaces/team/access', '/v2/manage/namespaces/tools/access']);
  });

  it.each([['team'], ['--org', 'team']])('shows repositories that add something with %s %s', async (...args) => {
    const { matrix } = await setUp(['team', 'tools']);
    expect(rows(await matrix(...args, '--json=user,levels,cannotPush'))).toEqual([
      { user: 'administrator', levels: { team: 'manage', 'team/web': 'manage' }, cannotPush: [] },
      { user: 'alice', levels: { team: 'manage', 'team/web': 'manage' }, cannotPush: [] },
      { user: 'bob', levels: { 'team/web': 'edit' }, cannotPush: ['team/web'] },
    ]);
    expect((await matrix(...args, '-o', 'table')).stdout).toMatch(
      /^USER +team +team\/web\n[^]*\nbob +- +edit, no push\n$/,
    );
  });

  it('refuses two different organizations, and takes the same one twice', async () => {
    const { matrix } = await setUp(['team', 'tools']);
    const { stdout, stderr, exitCode } = await matrix('team', '--org', 'tools');
    expect(stderr).toContain('Two organizations are given: team and --org tools');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect((await matrix('team', '--org', 'team')).exitCode).toBe(0);
  });

  it.each(['table', 'json', 'tsv'])('says of a user without any right that he has none: -o %s', async (format) => {
    const { matrix } = await setUp(['team', 'tools']);
    const carol = `${'c'.repeat(32)}:carol`;
    const anywhere = await matrix('--user', carol, '--user', 'alice', '-o', format);
    expect(anywhere.stderr).toContain('carol has no right anywhere\n');
    expect(anywhere.stderr).not.toContain('alice has');
    expect(anywhere.exitCode).toBe(0);
    expect((await matrix('team', '--user', carol, '-o', format)).stderr).toContain('carol has no right in team\n');
  });

  it('does not take the default organization of a profile or a variable for a choice', async () => {
    const { run, env } = await setUp(['team', 'tools']);
    const { stdout } = await run(['perm', 'matrix'], { env: { ...env, SWRCTL_ORG: 'team' } });
    expect(stdout).toMatch(/^user\tteam\ttools\n/);
  });

  it('shows one user in all repositories, and asks for none that could not matter', async () => {
    const { matrix, asked } = await setUp(['team', 'tools']);
    const [bob] = rows(await matrix('--user', 'bob', '--json'));
    expect(bob).toMatchObject({ user: 'bob', levels: { 'team/web': 'edit', 'tools/web': 'edit' } });
    const before = (await asked()).length;
    const [alice, ...others] = rows(await matrix('--user', 'alice', '--json=user,levels'));
    expect([alice, others]).toEqual([{ user: 'alice', levels: { team: 'manage', tools: 'read' } }, []]);
    expect((await asked()).slice(before).filter((path) => path.includes('/team/repos/'))).toEqual([]);
    const unknown = await matrix('--user', 'nobody');
    expect(unknown.stderr).toContain('The account has no user "nobody"');
    expect(unknown.exitCode).toBe(5);
  });

  it('has a line of headings in a pipe, since they depend on the data', async () => {
    const { matrix } = await setUp(['team', 'tools']);
    expect((await matrix()).stdout).toBe('user\tteam\ttools\nadministrator\tmanage\tmanage\nalice\tmanage\tread\n');
  });

  it.each([80, 45])('can be read for 40 organizations in %d columns', async (columns) => {
    const { see, asked } = await setUp(ORGANIZATIONS);
    const lines = await see(columns);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    for (const name of ORGANIZATIONS) expect(lines.some((line) => line.startsWith(`${name} `))).toBe(true);
    expect(lines.join('\n')).not.toContain('DEPARTMENT');
    expect((await asked()).length).toBe(ORGANIZATIONS.length);
  });

  it('lists the users of each level where they do not fit side by side', async () => {
    const { see } = await setUp(['team', 'tools']);
    expect(await see(30, '--org', 'tools')).toEqual(
      expect.arrayContaining([expect.stringMatching(/^TARGET +MANAGE +EDIT +READ$/)]),
    );
  });

  it('slows down when the service throttles', async () => {
    const { matrix, emulator } = await setUp(['team', 'tools']);
    await emulator.control('faults', { faults: ['503:GET:/v2/manage/namespaces/tools/access@1'] });
    const { stderr, exitCode } = await matrix();
    expect(stderr).toContain('is throttling, slowing down');
    expect(exitCode).toBe(0);
  });
});
