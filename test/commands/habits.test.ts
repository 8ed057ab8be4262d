import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/app/world.ts';
import { createProgram } from '../../src/bin/program.ts';
import { takes } from '../../src/commands/habits/tree-words.ts';
import { commandTree } from '../../src/commands/tree.ts';
import { runCli } from '../support/run.ts';

const context = { world: { version: '0', stdout: {} } } as unknown as Context;
const root = createProgram(
  context,
  commandTree(context),
  { command: '', options: {}, output: undefined },
  () => undefined,
);

/** A line from docker, crane, skopeo, gh, kubectl or hcloud, and the command that does it here. */
const HABITS: readonly (readonly [typed: string, meant: string])[] = [
  ['whoami', 'auth status'],
  ['status', 'auth status'],
  ['images', 'repo list'],
  ['images -a', 'repo list'],
  ['images team', 'repo list team'],
  ['images team/web', 'tag list team/web'],
  ['image ls', 'repo list'],
  ['image list team', 'repo list team'],
  ['images ls team', 'repo list team'],
  ['image ls team/web', 'tag list team/web'],
  ['image rm team/app:v1', 'tag remove team/app:v1'],
  ['image inspect team/app:v1', 'inspect team/app:v1'],
  ['image save team/app:v1 -o app.tar', 'pull team/app:v1 -o app.tar'],
  ['image tag team/app:v1 v2', 'tag add team/app:v1 v2'],
  ['image pull team/app:v1', 'pull team/app:v1'],
  ['get images team', 'repo list team'],
  ['delete image team/app:v1', 'tag remove team/app:v1'],
  ['profile use work', 'auth switch work'],
  ['context rm work', 'auth remove work'],
  ['contexts', 'auth list'],
  ['share add partner team/app', 'share add team/app --account partner --until 30d'],
  ['share add team/app partner', 'share add team/app --account partner --until 30d'],
  ['share add team/app team/web --account partner', 'share add team/app team/web --account partner --until 30d'],
  ['share add team/app --until forever', 'share add team/app --account ACCOUNT --until forever'],
  ['share set partner team/app --description audit', 'share set team/app --account partner --description audit'],
  ['perm add alice=read team', 'perm add team alice=read'],
  ['perm set alice=read bob=edit team/app', 'perm set team/app alice=read bob=edit'],
  ['perm add org/r1 org/r2 dora=read', 'perm add org/r1 dora=read'],
  ['config set jobs=4', 'config set jobs 4'],
  ['config set org = team', 'config set org team'],
  ['config set password=hunter22', 'config set --help'],
  ['ls', 'org list'],
  ['ls team', 'repo list team'],
  ['ls team/web', 'tag list team/web'],
  ['tags', 'tag list ORG/REPO'],
  ['tags team/web', 'tag list team/web'],
  ['list-tags team/web', 'tag list team/web'],
  ['repos', 'repo list'],
  ['repositories list team', 'repo list team'],
  ['orgs', 'org list'],
  ['namespaces', 'org list'],
  ['rmi team/web:v1', 'tag remove team/web:v1'],
  ['rmi -f team/web', 'tag remove team/web:latest'],
  ['rm team/web:v1', 'tag remove team/web:v1'],
  ['rm team/web', 'repo remove team/web'],
  ['rm team', 'org remove team'],
  ['rm', '--help'],
  ['delete repo team/web', 'repo remove team/web'],
  ['delete team/web:v1', 'tag remove team/web:v1'],
  ['save team/web:v1 -o web.tar', 'pull team/web:v1 -o web.tar'],
  ['save --output=web.tar team/web:v1', 'pull team/web:v1 -o web.tar'],
  ['save team/web:v1', 'pull team/web:v1'],
  ['export team/web:v1 web.tar', 'pull team/web:v1 -o web.tar'],
  ['load -i web.tar', 'push web.tar'],
  ['load --input web.tar', 'push web.tar'],
  ['load', 'push -'],
  ['catalog', 'repo list'],
  ['get', 'org list'],
  ['get orgs', 'org list'],
  ['get repos', 'repo list'],
  ['get repo team/web', 'repo show team/web'],
  ['get tags team/web', 'tag list team/web'],
  ['get tag team/web:v1', 'tag show team/web:v1'],
  ['get team/web', 'repo show team/web'],
  ['describe repo team/web', 'repo show team/web'],
  ['describe team/web:v1', 'tag show team/web:v1'],
  ['create org team', 'org add team'],
  ['create namespace team', 'org add team'],
  ['create repo', 'repo add --help'],
  ['list repos team', 'repo list team'],
  ['tag team/web:v1 stable', 'tag add team/web:v1 stable'],
  ['tag team/web:v1 team/web:stable', 'tag add team/web:v1 stable'],
  ['tag team/web team/web:stable', 'tag add team/web:latest stable'],
  ['tag team/web:v1 quay.io/team/web:v1', 'copy team/web:v1 quay.io/team/web:v1'],
  ['retag team/web:v1 stable', 'tag add team/web:v1 stable'],
  ['tag team/web', 'tag list team/web'],
  ['tag team/web:v1', 'tag show team/web:v1'],
  ['repo team/web', 'repo show team/web'],
  ['repo view team/web', 'repo show team/web'],
  ['org describe team', 'org show team'],
  ['org new team', 'org add team'],
  ['perm grant team alice=read', 'perm add team alice=read'],
  ['perm revoke team alice', 'perm remove team alice'],
  ['perm team', 'perm --help'],
  ['share revoke team/web other', 'share remove team/web other'],
  ['history team/web:v1', 'inspect team/web:v1'],
  ['validate app.tar', 'check app.tar'],
  ['switch work', 'auth switch work'],
  ['configure', 'login'],
  ['SWR ListNamespaces', 'org list'],
  ['SWR ListReposDetails --namespace=team', 'repo --help'],
  ['SWR CreateAuthorizationToken', 'login --help'],
  ['limits', 'help limits'],
  ['-v', '--version'],
  ['push -t team/app:v1 app.tar', 'push app.tar team/app:v1'],
  ['push app.tar team/app:v1 --tag v2', 'push app.tar team/app:v2'],
  ['push app.tar --tag v2', 'push app.tar ORG/REPO:v2'],
  ['push -f app.tar team/app:v1', 'push app.tar team/app:v1'],
  ['image ls', 'repo list'],
  ['image list team', 'repo list team'],
  ['image push team/web:v1', 'push - team/web:v1'],
  ['image push app.tar team/web:v1', 'push app.tar team/web:v1'],
  ['image rm team/app:v1', 'tag remove team/app:v1'],
  ['image tag team/app:v1 stable', 'tag add team/app:v1 stable'],
  ['image save team/app:v1 -o app.tar', 'pull team/app:v1 -o app.tar'],
  ['push --file=app.tar team/app:v1', 'push app.tar team/app:v1'],
  ['push app.tar team/app:v1 --tag v2', 'push app.tar team/app:v2'],
  ['push app.tar team/app --tag=v2', 'push app.tar team/app:v2'],
  ['push -t v2 app.tar localhost:5000/team/app', 'push app.tar localhost:5000/team/app:v2'],
  ['push app.tar --tag v2', 'push app.tar ORG/REPO:v2'],
];

describe('what people type by habit', () => {
  it.each(HABITS)('%s suggests %s', async (typed, meant) => {
    const { stdout, stderr, exitCode } = await runCli(typed.split(' '));
    expect(stderr.split('\n').at(-2)).toBe(`Hint: Run: swrctl ${meant}`);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
  });

  it.each(HABITS.filter(([, meant]) => !meant.includes('--')))('%s suggests what can be run', (_typed, meant) => {
    expect(takes(root, meant.split(' ').slice(0, meant.includes(' -o ') ? -2 : undefined))).toBe(true);
  });

  it.each([
    ['org list -v', '--debug'],
    ['org remove team -f', '--yes'],
    ['tag remove team/web:v1 --force', '--yes'],
    ['org list --jq .[0]', '--query'],
    ['org list --format json', '--output'],
    ['repo list --cli-region=cn-north-4', '--region'],
    ['repo list -n team', '--org'],
    ['pull team/web:v1 --tls-verify=false', '--insecure HOST'],
    ['org list --no-trunc', '--output wide'],
    ['org list -o jsonpath={.name}', '--query EXPRESSION, in JMESPath, instead of -o jsonpath.'],
    ["org list --output jsonpath={.items['a'].name}", '--query'],
    ['tag list team/app -o go-template={{.Name}}', '--query EXPRESSION, in JMESPath, instead of -o go-template.'],
    ['org list -o custom-columns=NAME:.name', '--json=FIELD,FIELD'],
    ['org list -o csv', '-o tsv'],
    ['tag list -n 5 team/app', '--limit 5 instead of -n'],
    ['org list -n5', '--limit 5'],
  ])('%s suggests %s', async (typed, flag) => {
    const { stderr, exitCode } = await runCli(typed.split(' '));
    expect(stderr).toContain(`Write ${flag}`);
    expect(stderr).toContain('Run: swrctl ');
    expect(exitCode).toBe(2);
  });

  it.each([
    ['images', 'usage'],
    ['save', 'share'],
    ['load', 'login'],
    ['get', 'digest'],
    ['build', 'quota'],
    ['xyz', 'Did you mean'],
    ['logs', 'login'],
  ])('%s does not suggest %s, which merely looks alike', async (typed, alike) => {
    expect((await runCli([typed])).stderr).not.toContain(alike);
  });

  it.each(['org list -n team', 'org list --namespace team', 'share list -n 5', 'auth list -n team'])(
    '%s suggests no flag that does nothing there',
    async (typed) => {
      const [noun, verb] = typed.split(' ');
      expect((await runCli(typed.split(' '))).stderr).toMatch(
        new RegExp(`\\nHint: Run: swrctl ${noun} ${verb} --help\\n$`),
      );
    },
  );

  it.each([
    ['pull team/app:v1 -a', 'swrctl pull team/app:v1 --all-platforms --format oci-archive'],
    ['pull team/app:v1 --all-tags', 'swrctl copy team/app ORG/REPO --all-tags'],
    ['push app.tar team/app --all-tags', 'swrctl copy SOURCE ORG/REPO --all-tags'],
    ['copy team/app:v1 backup/app -a', 'swrctl copy team/app backup/app --all-tags'],
  ])('%s suggests %s', async (typed, line) => {
    const { stderr, exitCode } = await runCli(typed.split(' '));
    expect(stderr).toContain(line);
    expect(exitCode).toBe(2);
  });

  it('is told of a choice as of any other', async () => {
    const { stderr, exitCode } = await runCli(['completion', 'tcsh']);
    expect(stderr).toContain('Error: argument "shell": "tcsh" is invalid: choose one of bash, zsh, fish, powershell\n');
    expect(exitCode).toBe(2);
  });

  it('is quoted where a shell would take it apart', async () => {
    const { stderr } = await runCli(['save', 'team/web:v1', '-o', 'my images.tar']);
    expect(stderr).toContain("swrctl pull team/web:v1 -o 'my images.tar'");
  });
});

describe('passwords on the command line', () => {
  it.each([
    ['login -u me -p hunter22 swr.cn-north-4.myhuaweicloud.com'],
    ['login swr.cn-north-4.myhuaweicloud.com -u me -phunter22'],
    ['login swr.cn-north-4.myhuaweicloud.com --username me --password hunter22'],
    ['login swr.cn-north-4.myhuaweicloud.com --password=hunter22 -u me'],
  ])('are not repeated, and the way around them is shown: %s', async (typed) => {
    for (const format of [[], ['--json']]) {
      const { stderr, exitCode } = await runCli([...typed.split(' '), ...format]);
      expect(stderr).not.toContain('hunter22');
      expect(stderr).toContain('swrctl login swr.cn-north-4.myhuaweicloud.com -u USER --password-stdin');
      expect(exitCode).toBe(2);
    }
  });

  it.each([
    'pull a/b --src-creds=me:hunter22',
    'copy a/b c/d --creds me:hunter22',
    'login --sk=hunter22',
    'push --xx=hunter22',
  ])('are not repeated elsewhere either: %s', async (typed) => {
    const { stderr } = await runCli(typed.split(' '));
    expect(stderr).not.toContain('hunter22');
    expect(stderr).toContain('Run: swrctl ');
  });
});
