import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startTestEmulator } from '../../support/emulator.ts';
import { startKubeServer } from '../../support/kube-server.ts';
import { accountEnv, placeEnv, testHome } from '../../support/login-home.ts';
import { startMetadata } from '../../support/metadata-server.ts';
import { findProgram, itWith } from '../../support/peers.ts';
import { startProxy } from '../../support/proxy-server.ts';
import { BIN, runCli, type RunOptions } from '../../support/run.ts';

const exec = promisify(execFile);
const PINNED = `team/swrctl@sha256:${'0'.repeat(64)}`;
const YEAR = 365 * 24 * 60 * 60 * 1000;

interface Printed {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Record<string, string>;
  };
  readonly data: { readonly '.dockerconfigjson': string };
}

/** A home with the administrator's access key in the environment. */
async function openHome() {
  const emulator = await startTestEmulator({ organizations: ['team'] });
  const home = await testHome();
  const env = { ...home.env, ...accountEnv(emulator.info) };
  const run = (args: readonly string[], options: RunOptions = {}) => runCli(args, { env, cwd: home.dir, ...options });
  return { emulator, home, env, run };
}

const objectsOf = (stdout: string): Printed[] => {
  const value = JSON.parse(stdout) as Printed & { readonly items?: Printed[] };
  return value.items ?? [value];
};

const authsOf = ({ data }: Pick<Printed, 'data'>): unknown =>
  (JSON.parse(Buffer.from(data['.dockerconfigjson'], 'base64').toString()) as { auths: unknown }).auths;

const entry = ({ user, password }: { user: string; password: string }) => ({
  ...{ username: user, password },
  auth: Buffer.from(`${user}:${password}`).toString('base64'),
});

describe('swrctl k8s secret', () => {
  it('prints a long-term login without asking anybody', async () => {
    const { emulator, run } = await openHome();
    const result = await run(['k8s', 'secret', '-o', 'json']);
    expect(result.exitCode).toBe(0);
    const [secret] = objectsOf(result.stdout);
    expect(secret).toMatchObject({
      kind: 'Secret',
      type: 'kubernetes.io/dockerconfigjson',
      metadata: { name: 'swr-pull' },
    });
    expect(secret && authsOf(secret)).toEqual({ [emulator.info.registry]: entry(emulator.login()) });
    expect(secret?.metadata.annotations).toBeUndefined();
    expect((await emulator.calls()).filter(({ path }) => !path.startsWith('/_emulator/'))).toEqual([]);
    expect(result.stderr).not.toContain(emulator.login().password);
  });

  it('gives each namespace its own, and a service account that uses it', async () => {
    const { run } = await openHome();
    const args = [
      'k8s',
      'secret',
      '--namespace',
      'web,jobs,web',
      '--name',
      'pull',
      '-o',
      'json',
      '--patch-serviceaccount',
    ];
    const objects = objectsOf((await run(args)).stdout);
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
      ...['Secret web/pull', 'ServiceAccount web/default', 'Secret jobs/pull', 'ServiceAccount jobs/default'],
    ]);
    expect(objects[1]).toMatchObject({ imagePullSecrets: [{ name: 'pull' }] });
    const named = objectsOf((await run([...args, 'builder'])).stdout);
    expect(named[1]?.metadata.name).toBe('builder');
  });

  it('asks for a temporary one and notes its end', async () => {
    const { emulator, run } = await openHome();
    const before = Date.now();
    const result = await run(['k8s', 'secret', '--type', 'temporary', '--duration', '2h', '-o', 'json']);
    expect(result.exitCode).toBe(0);
    const [secret] = objectsOf(result.stdout);
    const life = Date.parse(secret?.metadata.annotations?.['swrctl/expires-at'] ?? '') - before;
    expect(life).toBeGreaterThan(7_190_000);
    expect(life).toBeLessThan(7_260_000);
    expect(JSON.stringify(secret && authsOf(secret))).not.toContain(emulator.info.ak);
    expect((await run(['k8s', 'check', '-'], { stdin: result.stdout })).exitCode).toBe(0);
  });

  it.each([
    { args: [], job: '' },
    { args: ['-n', 'b'], job: ' -n b' },
    { args: ['-n', 'b,c', '--name', 'pull'], job: ' --name pull -n b,c' },
    { args: ['--name', 'pull'], job: ' --name pull' },
  ])('says which job keeps it fresh, of the same place: $args', async ({ args, job }) => {
    const { run } = await openHome();
    const { stderr } = await run(['k8s', 'secret', '--type', 'temporary', ...args]);
    expect(stderr).toMatch(new RegExp(`swrctl k8s cronjob --image IMAGE${job}\n`));
  });

  it('has a login for each of several regions, temporary ones from each region itself', async () => {
    const { emulator, env, run } = await openHome();
    const proxy = await startProxy(Number(new URL(emulator.url).port));
    const place = {
      ...env,
      SWRCTL_ENDPOINT: 'http://swr-api.cn-north-4.example',
      SWRCTL_REGISTRY: 'swr.cn-north-4.example',
      HTTP_PROXY: proxy.url,
    };
    const args = ['k8s', 'secret', '--region', 'cn-north-4,cn-east-3', '-o', 'json'];
    const longTerm = objectsOf((await run(args, { env: place })).stdout);
    const { user, password } = emulator.login();
    expect(longTerm[0] && authsOf(longTerm[0])).toEqual({
      'swr.cn-north-4.example': entry({ user, password }),
      'swr.cn-east-3.example': entry({ user: user.replace('cn-north-4', 'cn-east-3'), password }),
    });
    expect(proxy.asked).toEqual([]);
    const temporary = await run([...args, '--type', 'temporary'], { env: place });
    expect(temporary).toMatchObject({ exitCode: 0 });
    const [secret] = objectsOf(temporary.stdout);
    expect(Object.keys((secret && authsOf(secret)) ?? {})).toEqual(['swr.cn-north-4.example', 'swr.cn-east-3.example']);
    expect([...proxy.asked].sort()).toEqual([
      'POST http://swr-api.cn-east-3.example/v2/manage/utils/secret?projectname=cn-east-3',
      'POST http://swr-api.cn-north-4.example/v2/manage/utils/secret?projectname=cn-north-4',
    ]);
  });

  it('follows the pattern of the service where no address is set', async () => {
    const home = await testHome();
    const env = { ...home.env, SWRCTL_AK: 'AK', SWRCTL_SK: 'SK' };
    const result = await runCli(['k8s', 'secret', '--region', 'cn-north-4,eu-west-101', '-o', 'json'], { env });
    const [secret] = objectsOf(result.stdout);
    expect(Object.keys((secret && authsOf(secret)) ?? {})).toEqual([
      'swr.cn-north-4.myhuaweicloud.com',
      'swr.eu-west-101.myhuaweicloud.eu',
    ]);
  });

  describe('on an ECS with an agency', () => {
    async function onEcs() {
      const { emulator, home } = await openHome();
      const metadata = { SWRCTL_METADATA_ENDPOINT: await startMetadata(emulator.info) };
      const env = { ...home.env, ...placeEnv(emulator.info), ...metadata };
      return { emulator, home, run: (...args: string[]) => runCli(['k8s', 'secret', '-o', 'json', ...args], { env }) };
    }

    it('has a temporary login from its key, and says why there is no long-term one', async () => {
      const { run } = await onEcs();
      const refused = await run();
      expect(refused).toMatchObject({ exitCode: 4, stdout: '' });
      expect(refused.stderr).toContain('The access key of the agency of this ECS is temporary');
      expect(refused.stderr).toContain('--type temporary');
      expect(await run('--type', 'temporary')).toMatchObject({ exitCode: 0 });
    });

    it('still has the long-term login that swrctl login saved', async () => {
      const { emulator, home, run } = await onEcs();
      await runCli(['login'], { env: { ...home.env, ...accountEnv(emulator.info) } });
      const result = await run();
      expect(result).toMatchObject({ exitCode: 0 });
      const [secret] = objectsOf(result.stdout);
      expect(secret && authsOf(secret)).toEqual({ [emulator.info.registry]: entry(emulator.login()) });
    });
  });

  it('refuses a temporary key that was given, whatever is saved', async () => {
    const { env, run } = await openHome();
    await run(['login']);
    const given = await run(['k8s', 'secret'], { env: { ...env, SWRCTL_SECURITY_TOKEN: 'token' } });
    expect(given).toMatchObject({ exitCode: 4, stdout: '' });
    expect(given.stderr).toContain('A temporary access key makes no long-term login');
  });

  it('takes the long-term login that swrctl login saved', async () => {
    const { emulator, home, run } = await openHome();
    await run(['login']);
    const result = await run(['k8s', 'secret', '-o', 'json'], { env: home.env });
    const [secret] = objectsOf(result.stdout);
    expect(secret && authsOf(secret)).toEqual({ [emulator.info.registry]: entry(emulator.login()) });
  });

  it.each([
    { name: 'no region', env: { SWRCTL_AK: 'A', SWRCTL_SK: 'S' }, args: [], exitCode: 2, says: '--region' },
    { name: 'no credential', env: { SWRCTL_REGION: 'cn-north-4' }, args: [], exitCode: 4, says: 'swrctl login' },
    {
      name: 'a temporary access key',
      env: { SWRCTL_REGION: 'cn-north-4', SWRCTL_AK: 'A', SWRCTL_SK: 'S', SWRCTL_SECURITY_TOKEN: 'T' },
      args: [],
      exitCode: 4,
      says: '--type temporary',
    },
    { name: 'a duration without an end', env: {}, args: ['--duration', '1h'], exitCode: 2, says: '--type temporary' },
    { name: 'a short life', env: {}, args: ['--type', 'temporary', '--duration', '5m'], exitCode: 2, says: '15m' },
    { name: 'a bad namespace', env: {}, args: ['-n', 'a,B'], exitCode: 2, says: '--namespace is "B"' },
    { name: 'an empty part', env: {}, args: ['-n', 'a,'], exitCode: 2, says: 'empty part' },
    { name: 'a bad name', env: {}, args: ['--name', 'a/b'], exitCode: 2, says: '--name' },
    { name: 'a bad region', env: {}, args: ['--region', 'a,b/c'], exitCode: 2, says: '--region' },
    {
      name: 'a bad account',
      env: {},
      args: ['--patch-serviceaccount', 'A'],
      exitCode: 2,
      says: '--patch-serviceaccount',
    },
    {
      name: 'one registry for two regions',
      env: { SWRCTL_REGION: 'a', SWRCTL_REGISTRY: 'r.example', SWRCTL_AK: 'A', SWRCTL_SK: 'S' },
      args: ['--region', 'b,c'],
      exitCode: 2,
      says: 'SWRCTL_REGISTRY',
    },
  ])('refuses $name', async ({ env, args, exitCode, says }) => {
    const home = await testHome();
    const result = await runCli(['k8s', 'secret', ...args], { env: { ...home.env, ...env } });
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toContain(says);
  });
});

describe('swrctl k8s check', () => {
  const statuses = (stdout: string) =>
    (JSON.parse(stdout) as { name: string; status: string }[]).map(({ name, status }) => `${name} ${status}`);

  it('tells good logins from bad ones, secret by secret, and exits 4', async () => {
    const { emulator, run } = await openHome();
    const { registry } = emulator.info;
    const made = await run(['k8s', 'secret', '--name', 'good']);
    const denied = (await run(['k8s', 'secret', '--name', 'denied'])).stdout.replace(
      /\.dockerconfigjson: .*/,
      `.dockerconfigjson: ${Buffer.from(JSON.stringify({ auths: { [registry]: entry({ user: 'p@AKAKAKAKAK', password: 'x' }) } })).toString('base64')}`,
    );
    const passed = denied
      .replace('name: denied', 'name: passed')
      .replace('metadata:', 'metadata:\n  annotations:\n    swrctl/expires-at: "2020-01-01T00:00:00Z"');
    const stdin = [made.stdout, denied, passed].join('---\n');
    const result = await run(['k8s', 'check', '-', '--json'], { stdin });
    expect(statuses(result.stdout)).toEqual(['good ok', 'denied denied', 'passed expired']);
    expect(result.exitCode).toBe(4);
    expect(result.stderr).toContain('2 of 3 logins no longer work');
    const everything = `${result.stdout}${result.stderr}`;
    expect([emulator.info.ak, emulator.login().password].filter((text) => everything.includes(text))).toEqual([]);
  });

  const APPLY = '| kubectl apply -f -';

  it.each([
    { secrets: ['web/old-pull'], commands: [`--name old-pull -n web ${APPLY}`] },
    { secrets: ['/old-pull'], commands: [`--name old-pull ${APPLY}`] },
    { secrets: ['web/swr-pull', 'jobs/swr-pull'], commands: [`-n web,jobs ${APPLY}`] },
    {
      secrets: ['a/x', 'b/y', 'b/x', '/x'],
      commands: [`--name x -n a,b ${APPLY}`, `--name x ${APPLY}`, `--name y -n b`],
    },
    { secrets: ['a/$(id)', 'a;id/x'], commands: [`-n a ${APPLY}`, `--name x ${APPLY}`] },
    { secrets: ['a/p', 'a/q', 'a/r', 'a/s', 'a/t'], commands: ['--name r -n a', '# and 2 more'] },
  ])('hints how to make the same secrets anew: $secrets', async ({ secrets, commands }) => {
    const { emulator, run } = await openHome();
    const auth = entry({ user: 'p@AKAKAKAKAK', password: 'x' });
    const auths = { auths: { [emulator.info.registry]: auth } };
    const manifest = (config: string): string =>
      secrets
        .map((text) => {
          const [namespace, name] = text.split('/');
          const metadata = { name, ...(namespace === '' ? {} : { namespace }) };
          const stringData = { '.dockerconfigjson': config };
          return JSON.stringify({ kind: 'Secret', type: 'kubernetes.io/dockerconfigjson', metadata, stringData });
        })
        .join('\n---\n');
    const denied = await run(['k8s', 'check', '-'], { stdin: manifest(JSON.stringify(auths)) });
    const unreadable = await run(['k8s', 'check', '-'], { stdin: manifest('[]') });
    expect([denied.exitCode, unreadable.exitCode]).toEqual([4, 1]);
    const hints = [denied, unreadable].map(({ stderr }) => /Hint: .*/s.exec(stderr)?.[0].replace(/\s+/g, ' '));
    for (const hint of hints) for (const command of commands) expect(hint).toContain(command);
    expect(hints[0]).toMatch(/^Hint: Renew the secret: swrctl k8s secret /);
    expect(hints[1]).toMatch(/^Hint: Make them anew: swrctl k8s secret /);
    expect(hints.join('')).not.toMatch(/\(id\)|;id/);
  });

  it('sees that a temporary login has ended', async () => {
    const { emulator, run, home } = await openHome();
    const args = ['k8s', 'secret', '--type', 'temporary', '--duration', '15m'];
    await writeFile(join(home.dir, 'secret.yaml'), (await run(args)).stdout);
    expect((await run(['k8s', 'check', 'secret.yaml'])).stdout).toContain('\tok\t');
    await emulator.control('clock', { advanceSeconds: 960 });
    const now = () => new Date(Date.now() + YEAR);
    const result = await run(['k8s', 'check', 'secret.yaml', '-o', 'json'], { now });
    expect(statuses(result.stdout)).toEqual(['swr-pull expired']);
    expect(result.exitCode).toBe(4);
  });

  it('says which registry cannot be reached, and exits 1', async () => {
    const { env, run } = await openHome();
    const made = await run(['k8s', 'secret'], { env: { ...env, SWRCTL_REGISTRY: '127.0.0.1:1' } });
    const result = await run(['k8s', 'check', '-', '--json'], { stdin: made.stdout });
    expect(statuses(result.stdout)).toEqual(['swr-pull unreachable']);
    expect(result.exitCode).toBe(1);
  });

  it.each([
    { name: 'no YAML', stdin: 'a: [', exitCode: 1, says: 'not YAML' },
    { name: 'no secret', stdin: 'kind: Pod', exitCode: 1, says: 'no image pull secret' },
    { name: 'a secret without a name', stdin: 'kind: Secret', exitCode: 1, says: 'metadata' },
    {
      name: 'a secret without a login',
      stdin: 'kind: Secret\nmetadata: {name: a}\ntype: kubernetes.io/dockerconfigjson',
      exitCode: 1,
      says: 'cannot be read',
    },
  ])('exits $exitCode for $name', async ({ stdin, exitCode, says }) => {
    const home = await testHome();
    const result = await runCli(['k8s', 'check', '-'], { env: home.env, stdin });
    expect(result.exitCode).toBe(exitCode);
    expect(result.stderr).toContain(says);
  });

  it('names a file that is not there', async () => {
    const home = await testHome();
    const result = await runCli(['k8s', 'check', 'nowhere.yaml'], { env: home.env, cwd: home.dir });
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain('nowhere.yaml');
  });
});

describe('swrctl k8s cronjob', () => {
  it('prints a job with no secret in it and rights for one secret only', async () => {
    const { emulator, run } = await openHome();
    const result = await run(['k8s', 'cronjob', '--image', PINNED, '-n', 'web,jobs', '-o', 'json']);
    expect(result.exitCode).toBe(0);
    const { ak, sk } = emulator.info;
    expect([ak, sk, emulator.login().password].filter((text) => result.stdout.includes(text))).toEqual([]);
    const objects = objectsOf(result.stdout);
    const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}`);
    const [web, jobs] = ['web', 'jobs'].map((name) => [`Role ${name}`, `RoleBinding ${name}`]);
    expect(names).toEqual(['ServiceAccount web', ...(web ?? []), ...(jobs ?? []), 'CronJob web']);
    const rule = { apiGroups: [''], resources: ['secrets'], resourceNames: ['swr-pull'], verbs: ['get', 'patch'] };
    expect(objects.filter(({ kind }) => kind === 'Role')).toMatchObject([{ rules: [rule] }, { rules: [rule] }]);
    expect(result.stdout).toContain(`${emulator.info.registry}/${PINNED}`);
  });

  it.each([
    { args: ['--schedule', '0 0 1 1 *', '--duration', '1h'], says: 'up to 366 days between two runs' },
    { args: ['--duration', '1h'], says: 'up to 2 hours between two runs, and logins live 1 hour' },
    { args: ['--duration', '2h'], says: 'logins live 2 hours' },
    { args: ['--schedule', '@daily', '--duration', '24h'], says: 'up to 1 day between two runs' },
    { args: ['--schedule', '0 8-18 * * *'], says: 'up to 14 hours between two runs, and logins live about 6 hours' },
    { args: ['--schedule', '0 0 31 2 *'], says: 'hardly ever runs' },
  ])('warns where a login ends before the next run: $args', async ({ args, says }) => {
    const { run } = await openHome();
    const { stderr, exitCode } = await run(['k8s', 'cronjob', '--image', PINNED, ...args]);
    expect(stderr.replace(/\s+/g, ' ')).toContain(says);
    expect(exitCode).toBe(0);
  });

  it.each([[[]], [['--duration', '3h']], [['--schedule', '@hourly', '--duration', '61m']]])(
    'does not warn where logins live long enough: %s',
    async (args) => {
      const { run } = await openHome();
      const { stderr } = await run(['k8s', 'cronjob', '--image', PINNED, ...args]);
      expect(stderr).not.toContain('between two runs');
    },
  );

  it('says of everybody who gets a right in which namespace he is, also when none was named', async () => {
    const { run } = await openHome();
    const objects = objectsOf((await run(['k8s', 'cronjob', '--image', PINNED, '-o', 'json'])).stdout);
    expect(objects.map(({ metadata }) => metadata.namespace)).toEqual(objects.map(() => 'default'));
    const subject = { kind: 'ServiceAccount', name: 'swr-pull-refresh', namespace: 'default' };
    expect(objects.find(({ kind }) => kind === 'RoleBinding')).toMatchObject({ subjects: [subject] });
  });

  it.each([
    { name: 'an image without a digest', args: ['--image', 'team/swrctl:v1'], says: 'has no digest' },
    { name: 'no image', args: [], says: '--image' },
    { name: 'a bad schedule', args: ['--image', PINNED, '--schedule', 'often'], says: '--schedule' },
    { name: 'a long name', args: ['--image', PINNED, '--job-name', 'a'.repeat(53)], says: '--job-name' },
    { name: 'a long life', args: ['--image', PINNED, '--duration', '2d'], says: '24h' },
  ])('refuses $name', async ({ args, says }) => {
    const home = await testHome();
    const env = { ...home.env, SWRCTL_REGION: 'cn-north-4' };
    const result = await runCli(['k8s', 'cronjob', ...args], { env });
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain(says);
  });
});

describe('what kubectl does with it', () => {
  itWith('kubectl').each(['yaml', 'json'])('takes every object as %s', async (format) => {
    const { home, run } = await openHome();
    const kube = await startKubeServer();
    const secret = await run(['k8s', 'secret', '-n', 'on,web', '--patch-serviceaccount', '-o', format]);
    const job = await run(['k8s', 'cronjob', '--image', PINNED, '-n', 'on,web', '-o', format]);
    const env = { ...home.env, KUBECONFIG: kube.config };
    const names = await Promise.all(
      [secret, job].map(async ({ stdout }, index) => {
        const file = join(home.dir, `${index}.${format}`);
        await writeFile(file, stdout);
        const args = ['apply', '--dry-run=client', '--validate=false', '-f', file];
        return (await exec('kubectl', [...args, '-o', 'name'], { env })).stdout.trim().split('\n');
      }),
    );
    const account = 'serviceaccount/swr-pull-refresh';
    const rights = ['role', 'rolebinding'].map((kind) => `${kind}.rbac.authorization.k8s.io/swr-pull-refresh`);
    expect(names).toEqual([
      ['secret/swr-pull', 'serviceaccount/default', 'secret/swr-pull', 'serviceaccount/default'],
      [account, ...rights, ...rights, 'cronjob.batch/swr-pull-refresh'],
    ]);
    expect(kube.calls().every((call) => call.startsWith('GET '))).toBe(true);
  });

  itWith('kubectl')('renews the secret with the command of the job, and uses no right but its own', async () => {
    const { emulator, home, env, run } = await openHome();
    const kube = await startKubeServer();
    const kubectl = (...args: string[]) => exec('kubectl', args, { env: { ...home.env, KUBECONFIG: kube.config } });
    const path = '/api/v1/namespaces/web/secrets/swr-pull';
    await writeFile(join(home.dir, 'first.yaml'), (await run(['k8s', 'secret', '-n', 'web'])).stdout);
    await kubectl('apply', '-f', join(home.dir, 'first.yaml'));
    const before = kube.calls().length;
    const printed = await run(['k8s', 'cronjob', '--image', PINNED, '-n', 'web', '-o', 'json']);
    const [command] = /\["\/bin\/sh".*?\]/.exec(JSON.stringify(JSON.parse(printed.stdout))) ?? ['[]'];
    const [shell = '', ...words] = JSON.parse(command) as string[];
    await writeFile(join(home.dir, 'swrctl'), `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
    await chmod(join(home.dir, 'swrctl'), 0o755);
    const kubectlDir = join(findProgram('kubectl') ?? '', '..');
    const jobEnv = { ...env, PATH: `${home.dir}:${kubectlDir}:/usr/bin:/bin`, KUBECONFIG: kube.config };
    expect((await exec(shell, words, { env: jobEnv })).stdout).toContain('secret/swr-pull configured');
    const secret = kube.objects.get(path) as unknown as Printed;
    expect(secret.metadata.annotations?.['swrctl/expires-at']).toMatch(/^20\d\d-/);
    expect(authsOf(secret)).not.toEqual({ [emulator.info.registry]: entry(emulator.login()) });
    expect(new Set(kube.calls().slice(before))).toEqual(new Set([`GET ${path}`, `PATCH ${path}`]));
  });
});
