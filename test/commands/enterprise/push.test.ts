import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../../src/emulator/emulator.ts';
import { enterpriseApi } from '../../emulator/enterprise/api.ts';
import { dockerSave, testImage } from '../../support/archives.ts';
import { INSTANCE, openInstanceShell } from './instance-shell.ts';

/** A shell with two archives of different images, and the host of the instance. */
async function open(options: EmulatorOptions = {}) {
  const shell = await openInstanceShell(options);
  await shell.save('app.tar', dockerSave(testImage({ texts: ['one'] })));
  await shell.save('other.tar', dockerSave(testImage({ texts: ['two'] })));
  const { emulator, run } = shell;
  const host = emulator.info.instances[0]?.host ?? '';
  /** Requests that change something in the registry. */
  const sent = async () =>
    (await emulator.calls()).filter(
      ({ method, path }) => method !== 'GET' && method !== 'HEAD' && /\/(?:blobs|manifests)\//.test(path),
    ).length;
  const protect = (pattern: string, repositories = '**', disabled = false) =>
    enterpriseApi(emulator).call('CreateImmutableRule', {
      path: { namespace_name: 'library' },
      body: {
        ...{ priority: 0, disabled, action: 'immutable', template: 'immutable_template' },
        tag_selectors: [{ kind: 'doublestar', decoration: 'matches', pattern, extras: '{"untagged":true}' }],
        scope_selectors: { repository: [{ kind: 'doublestar', decoration: 'repoMatches', pattern: repositories }] },
      },
    });
  const digestOf = async (ref: string) => (await run(['inspect', ref, '--json=digest'])).stdout;
  return { ...shell, host, sent, protect, digestOf };
}

describe('push to an instance', () => {
  it('makes the repository, and names the instance by its host', async () => {
    const { run, host, json } = await open();
    const { stdout, exitCode } = await run(['push', 'app.tar', 'library/app:v1']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${host}/library/app:v1@sha256:[0-9a-f]{64}\n$`));
    expect(await json<unknown[]>(['tag', 'list', 'library/app'])).toHaveLength(1);
  });

  it('exits 5 for a namespace that is not there, before the first byte', async () => {
    const { run, sent, writes } = await open();
    const { stdout, stderr, exitCode } = await run(['push', 'app.tar', 'nope/app:v1']);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 5 });
    expect(stderr).toContain(`There is no namespace "nope" in ${INSTANCE}`);
    expect(stderr).toContain('--create-org');
    expect(await sent()).toBe(0);
    expect((await writes()).filter((call) => !call.endsWith('/temp-credential'))).toEqual([]);
  });

  it('makes a private namespace with --create-org, none with --dry-run', async () => {
    const { run, json, sent } = await open();
    const dry = await run(['push', 'app.tar', 'fresh/app:v1', '--create-org', '--dry-run']);
    expect(dry.exitCode).toBe(0);
    expect(await json<{ name: string }[]>(['org', 'list'])).toHaveLength(1);
    expect(await sent()).toBe(0);
    const { stderr, exitCode } = await run(['push', 'app.tar', 'fresh/app:v1', '--create-org']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`Created private namespace fresh in ${INSTANCE}`);
    expect(await json(['org', 'show', 'fresh'])).toMatchObject({ name: 'fresh', public: false });
    const again = await run(['push', 'other.tar', 'fresh/app:v2', '--create-org']);
    expect(again.stderr).not.toContain('Created');
    expect(again.exitCode).toBe(0);
  });

  it('exits 2 for --public, which belongs to the namespace', async () => {
    const { run, sent } = await open();
    const { stderr, exitCode } = await run(['push', 'app.tar', 'library/app:v1', '--public']);
    expect(stderr).toContain('visibility belongs to the namespace');
    expect(stderr).toContain('swrctl org set library --public');
    expect(exitCode).toBe(2);
    expect(await sent()).toBe(0);
  });
});

describe('push to a tag that a rule protects', () => {
  it('exits 6 before the first byte, naming the rule', async () => {
    const { run, sent, protect, digestOf } = await open();
    await run(['push', 'app.tar', 'library/app:v1']);
    const before = await digestOf('library/app:v1');
    await protect('v*', 'a*');
    const count = await sent();
    const { stdout, stderr, exitCode } = await run(['push', 'other.tar', 'library/app:v1']);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 6 });
    expect(stderr).toMatch(/rule \d+ protects it \(repositories "a\*", tags "v\*"\)/);
    expect(await sent()).toBe(count);
    expect(await digestOf('library/app:v1')).toBe(before);
  });

  it('is done, and sends nothing, where the tag holds this very image', async () => {
    const { run, sent, protect } = await open();
    const first = await run(['push', 'app.tar', 'library/app:v1']);
    await protect('v*');
    const count = await sent();
    const { stdout, exitCode } = await run(['push', 'app.tar', 'library/app:v1']);
    expect({ stdout, exitCode }).toEqual({ stdout: first.stdout, exitCode: 0 });
    expect(await sent()).toBe(count);
  });

  it.each([
    { what: 'of another pattern', pattern: 'w*' },
    { what: 'of another repository', pattern: 'v*', repositories: 'b*' },
    { what: 'that is disabled', pattern: 'v*', disabled: true },
  ])('goes on with a rule $what', async ({ pattern, repositories, disabled }) => {
    const { run, protect } = await open();
    await run(['push', 'app.tar', 'library/app:v1']);
    await protect(pattern, repositories, disabled);
    expect((await run(['push', 'other.tar', 'library/app:v1'])).exitCode).toBe(0);
  });

  it('goes on with a tag that is not there yet', async () => {
    const { run, protect } = await open();
    await protect('v*');
    expect((await run(['push', 'app.tar', 'library/app:v1'])).exitCode).toBe(0);
  });

  it('exits 6 where the registry says it, for who may not ask for the rules', async () => {
    const { run, protect, env, host, emulator } = await open();
    await run(['push', 'app.tar', 'library/app:v1']);
    await protect('v*');
    const { userId, authToken } = emulator.info.instances[0] ?? { userId: '', authToken: '' };
    const bare = { ...env, SWRCTL_AK: '', SWRCTL_SK: '', SWRCTL_INSTANCE: '', SWRCTL_METADATA_ENDPOINT: 'off' };
    const login = ['login', host, '-u', userId, '--password-stdin'];
    expect((await run(login, { env: bare, stdin: authToken })).exitCode).toBe(0);
    const { stderr, exitCode } = await run(['push', 'other.tar', `${host}/library/app:v1`], { env: bare });
    expect(exitCode, stderr).toBe(6);
    expect(stderr).toMatch(/immutable|protects/i);
  });

  it('copy exits 6, too', async () => {
    const { run, protect, sent } = await open();
    await run(['push', 'app.tar', 'library/app:v1']);
    await run(['push', 'other.tar', 'library/src:v1']);
    await protect('v*', 'app');
    const count = await sent();
    const { exitCode } = await run(['copy', 'library/src:v1', 'library/app:v1']);
    expect(exitCode).toBe(6);
    expect(await sent()).toBe(count);
  });
});

describe('pull from an instance', () => {
  const SEED = `instances: [{ name: ${INSTANCE}, namespaces: [{ name: library }], reports: [
    { image: library/bad, vulnerabilities: [{ id: CVE-2, severity: high, package: openssl }] }] }]`;

  it('exits 6 for an image that is blocked, with what the service says and what to do', async () => {
    const { run } = await open({ seed: SEED, instances: [] });
    await run(['push', 'app.tar', 'library/bad:v1']);
    expect((await run(['pull', 'library/bad:v1', '-o', 'one.tar'])).exitCode).toBe(0);
    expect((await run(['org', 'set', 'library', '--block', 'high'])).exitCode).toBe(0);
    const { stdout, stderr, exitCode } = await run(['pull', 'library/bad:v1', '-o', 'two.tar']);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 6 });
    expect(stderr).toMatch(/high/i);
    expect(stderr).toContain('1 vulnerability');
    expect(stderr).toContain('swrctl org set NS --block');
    await run(['org', 'set', 'library', '--block', 'critical']);
    expect((await run(['pull', 'library/bad:v1', '-o', 'two.tar'])).exitCode).toBe(0);
  });

  it('does not block a push of the same image to a tag that a rule protects', async () => {
    const { run, protect } = await open({ seed: SEED, instances: [] });
    await run(['push', 'app.tar', 'library/bad:v1']);
    await protect('v*');
    await run(['org', 'set', 'library', '--block', 'high']);
    const { exitCode, stderr } = await run(['push', 'app.tar', 'library/bad:v1']);
    expect(exitCode, stderr).toBe(0);
  });

  it('says that a closed network is closed', async () => {
    const { run, env } = await open({ quirks: { 'ee-closed': true } });
    for (const args of [
      ['pull', 'library/app:v1', '-o', 'one.tar'],
      ['push', 'app.tar', 'library/app:v1'],
    ]) {
      const { stderr, exitCode } = await run(args, { env: { ...env, SWRCTL_RETRIES: '0' } });
      expect(exitCode, stderr).toBe(1);
      expect(stderr).toContain('closed by default');
      expect(stderr).toContain('swrctl network show');
    }
  });
});
