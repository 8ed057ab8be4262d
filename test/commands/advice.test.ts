import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../support/account-shell.ts';
import { startServer, status } from '../support/scripted-server.ts';

describe('advice', () => {
  it.each([
    { args: ['repo', 'list', 'team/app'], exitCode: 2, hint: 'List its tags: swrctl tag list team/app' },
    {
      args: ['tag', 'list', 'team/app:v1'],
      exitCode: 2,
      hint: 'A repository has no tag, so leave ":v1" out: team/app',
    },
    { args: ['retention', 'list', 'team/app@x'], exitCode: 2, hint: 'so leave "@x" out: team/app' },
    {
      args: ['share', 'add', 'team/app', '--account', 'nobody', '--until', '30d'],
      exitCode: 5,
      hint: 'Check the name of the other account (--account)',
    },
    { args: ['tag', 'show', 'team/app:nope'], exitCode: 5, hint: 'swrctl tag list team/app\n' },
    { args: ['trigger', 'show', 'team/app', 'x'], exitCode: 5, hint: 'swrctl trigger list team/app\n' },
    { args: ['perm', 'remove', 'team', 'nobody', '--yes'], exitCode: 5, hint: 'alice, bob' },
    { args: ['emulator', 'start', '--port', '99999'], exitCode: 2, hint: 'swrctl emulator start --help\n' },
    { args: ['emulator', 'env', '--port', '65536'], exitCode: 2, hint: 'swrctl emulator env --help\n' },
    { args: ['perm', 'matrix', 'team', '--org', 'other'], exitCode: 2, hint: 'swrctl perm matrix team\n' },
    { args: ['org', 'list', '--jobs', 'abc'], exitCode: 2, hint: 'swrctl help connection\n' },
    { args: ['tag', 'list', 'team/app', '--limit', 'x'], exitCode: 2, hint: 'Run: swrctl tag list --help\n' },
  ])('of $args is about what was meant', async ({ args, exitCode, hint }) => {
    const { run } = await openAccountShell();
    await run(['org', 'add', 'team']);
    await run(['repo', 'add', 'team/app']);
    const result = await run(args);
    expect(result.stderr.slice(result.stderr.indexOf('Hint:'))).toContain(hint);
    expect(result.exitCode).toBe(exitCode);
  });

  it('of a variable names the topic of variables', async () => {
    const { run, env } = await openAccountShell();
    const { stderr, exitCode } = await run(['org', 'list'], { env: { ...env, SWRCTL_RATE: 'fast' } });
    expect(stderr).toContain('swrctl help environment\n');
    expect(exitCode).toBe(2);
  });

  it('of a 404 without the words of the service is about its address', async () => {
    const other = await startServer(status(404, { 'content-type': 'text/plain' }, 'not found'));
    const { run, env } = await openAccountShell();
    const { stderr } = await run(['org', 'list'], { env: { ...env, SWRCTL_ENDPOINT: other.origin } });
    expect(stderr).toContain(`Hint: Does the management API answer at ${other.origin}?`);
    expect(stderr).toContain('swrctl auth status');
  });

  it('to renew a secret keeps its name and namespace', async () => {
    const { run } = await openAccountShell();
    const auth = Buffer.from('cn-north-4@OLD:gone').toString('base64');
    const { stdout: settings } = await run(['auth', 'status', '--json']);
    const { registry } = JSON.parse(settings) as { registry: string };
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'old-pull', namespace: 'web' },
      type: 'kubernetes.io/dockerconfigjson',
      stringData: { '.dockerconfigjson': JSON.stringify({ auths: { [registry]: { auth } } }) },
    };
    const { stderr, exitCode } = await run(['k8s', 'check', '-'], { stdin: JSON.stringify(secret) });
    expect(stderr).toContain('swrctl k8s secret --name old-pull -n web | kubectl apply -f -\n');
    expect(exitCode).toBe(4);
  });

  it('about what others share is for others', async () => {
    const { run } = await openAccountShell();
    expect((await run(['repo', 'list', '--shared-with-me'])).stderr).toContain('its owner does that');
    expect((await run(['repo', 'list', '--shared-by-me'])).stderr).toContain('swrctl share add');
  });
});
