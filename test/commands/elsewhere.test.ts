import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAccountShell, type AccountShell } from '../support/account-shell.ts';
import { dockerSave, testImage } from '../support/archives.ts';
import { startMemoryRegistry, type Oddity } from '../support/memory-registry.ts';
import { sendJson } from '../support/scripted-server.ts';

/* What works with SWR alone, and what is said of other registries. */

/** Each noun once, with an operand where it takes one. */
const CALLS = (where: string): string[][] => [
  ['repo', 'show', `${where}/a/app`],
  ['repo', 'add', `${where}/a/app`],
  ['repo', 'remove', `${where}/a/app`, '--yes'],
  ['tag', 'show', `${where}/a/app:v1`],
  ['tag', 'add', `${where}/a/app:v1`, 'v2'],
  ['perm', 'list', `${where}/a/app`],
  ['perm', 'add', `${where}/a/app`, 'alice=read'],
  ['share', 'list', `${where}/a/app`],
  ['trigger', 'list', `${where}/a/app`],
  ['retention', 'list', `${where}/a/app`],
  ['sync', 'list', `${where}/a/app`],
  ['org', 'show', where],
  ['org', 'add', where],
];

const asked = (shell: AccountShell): Promise<unknown> =>
  shell.run(['org', 'list', '-o', 'name']).then(({ stdout }) => stdout);

describe('a command that works with SWR alone', () => {
  it.each(CALLS('HOST').map((args) => ({ args })))('refuses another registry: $args', async ({ args }) => {
    const shell = await openAccountShell();
    const { host } = await startMemoryRegistry();
    const { stderr, stdout, exitCode } = await shell.run(args.map((word) => word.replace('HOST', host)));
    expect(stderr).toContain(`Error: ${host} is no SWR, so this command does nothing there\n`);
    expect(stderr).toContain(`swrctl repo list ${host}\n`);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
    expect(await asked(shell)).toBe('team\n');
  });

  it.each([
    ['org', 'list'],
    ['org', 'show', 'team'],
    ['repo', 'show', 'a/app'],
    ['perm', 'matrix'],
    ['share', 'list'],
    ['quota'],
    ['usage'],
    ['sync', 'regions'],
    ['api', 'GET', '/v2/manage/namespaces'],
  ])('says so when the registry in use is none: %s %s', async (...args) => {
    const shell = await openAccountShell();
    const { host } = await startMemoryRegistry();
    const { SWRCTL_AK, SWRCTL_SK } = shell.env as Record<string, string>;
    const env = {
      ...{ HOME: shell.home, SWRCTL_CONFIG_DIR: join(shell.home, 'none'), SWRCTL_REGISTRY: host },
      ...{ SWRCTL_AK: SWRCTL_AK ?? '', SWRCTL_SK: SWRCTL_SK ?? '', SWRCTL_REGION: 'cn-north-4' },
    };
    const { stderr, exitCode } = await shell.run(args, { env });
    expect(stderr).toContain(`Error: ${host} is no SWR, so this command does nothing there\n`);
    expect(exitCode).toBe(2);
    expect((await shell.run(args, { env: { ...env, SWRCTL_REGISTRY: '' } })).stderr).not.toContain('is no SWR');
  });

  it('names the flag for another SWR', async () => {
    const [here, there] = [await openAccountShell(), await openAccountShell()];
    const { stderr, exitCode } = await here.run(['perm', 'list', `${there.registry}/team/app`]);
    expect(stderr).toContain(`Hint: Leave the host out and choose it with: --registry ${there.registry}\n`);
    expect(exitCode).toBe(2);
  });

  it('takes the registry in use before a name, and users and tags with colons', async () => {
    const { run, registry, save } = await openAccountShell();
    await save('one.tar', dockerSave(testImage()));
    await run(['push', 'one.tar', 'team/app:1']);
    expect(await run(['tag', 'show', `${registry}/team/app:1`])).toMatchObject({ exitCode: 0 });
    expect(await run(['tag', 'show', 'app:1', '--org', 'team'])).toMatchObject({ exitCode: 0 });
    expect((await run(['perm', 'add', 'team', '03f2c0:alice=read'])).stderr).not.toContain('is no SWR');
  });
});

describe('a push to another registry', () => {
  it.each(['--create-org', '--public'])('makes no management call for %s', async (flag) => {
    const shell = await openAccountShell();
    await shell.save('one.tar', dockerSave(testImage()));
    const registry = await startMemoryRegistry();
    const { stderr, exitCode } = await shell.run(['push', 'one.tar', `${registry.host}/fresh/app:v1`, flag]);
    expect(stderr).toContain(`${flag} is for SWR, and ${registry.host} is none\nHint: Leave ${flag} out\n`);
    expect(exitCode).toBe(2);
    expect(registry.asked()).toEqual([]);
    expect(await asked(shell)).toBe('team\n');
  });

  it.each(['POST', 'PUT'])('says that it is read-only when it answers %s with 405', async (refused) => {
    const shell = await openAccountShell();
    await shell.save('one.tar', dockerSave(testImage()));
    const { host } = await startMemoryRegistry(({ method, url }, response) => {
      if (method !== refused || (refused === 'PUT' && !url.includes('/manifests/'))) return false;
      response.writeHead(405).end('Method not allowed');
      return true;
    });
    const { stderr, exitCode } = await shell.run(['push', 'one.tar', `${host}/a/app:v1`]);
    expect(stderr).toContain(`: ${host} is read-only\n`);
    expect(stderr).toContain('Hint: Push to another registry; if');
    expect(exitCode).toBe(1);
  });
});

describe('an error of another registry', () => {
  const failing =
    (status: number, code: string): Oddity =>
    (_request, response) => {
      sendJson(response, status, { errors: [{ code, message: 'no' }] });
      return true;
    };

  it.each([
    { status: 401, code: 'UNAUTHORIZED' },
    { status: 403, code: 'DENIED' },
    { status: 404, code: 'NAME_UNKNOWN' },
    { status: 404, code: 'MANIFEST_UNKNOWN' },
    { status: 400, code: 'MANIFEST_INVALID' },
    { status: 400, code: 'NAME_INVALID' },
    { status: 409, code: 'SVCSTG.SWR.4090000' },
    { status: 400, code: 'SVCSTG.SWR.4000203' },
  ])('names nothing that only SWR has: $status $code', async ({ status, code }) => {
    const shell = await openAccountShell();
    await shell.save('one.tar', dockerSave(testImage()));
    const { host } = await startMemoryRegistry(failing(status, code));
    for (const args of [
      ['push', 'one.tar', `${host}/a/app:v1`],
      ['pull', `${host}/a/app:v1`],
      ['inspect', `${host}/a/app:v1`],
      ['digest', `${host}/a/app:v1`],
      ['copy', `${host}/a/app`, `${host}/b/app`, '--all-tags'],
      ['tag', 'list', `${host}/a/app`],
      ['tag', 'remove', `${host}/a/app:v1`, '--yes'],
      ['repo', 'list', host],
    ]) {
      const { stderr, exitCode } = await shell.run([...args, '--retries', '0']);
      expect(exitCode).not.toBe(0);
      expect(stderr).not.toMatch(/organi[sz]ation|SWR[^C.]|region|perm |swrctl auth|ORG\/|access key/);
      // Commands that stand alone are for the registry in use.
      expect(stderr).not.toMatch(/swrctl (?:login|repo list|tag list)(?:\n| team|$)/);
    }
  });
});
