import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../support/run.ts';
import { INSTANCE, openInstanceShell, type InstanceShell } from '../enterprise/instance-shell.ts';
import { statusesOf } from '../../emulator/enterprise/three-registries.ts';

const PINNED = `library/swrctl@sha256:${'0'.repeat(64)}`;
const GOOD = { base: 200, token: 200 };

interface Secret {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly data: { readonly '.dockerconfigjson': string };
}

interface Entry {
  readonly username: string;
  readonly password: string;
}

function authsOf({ data }: Secret): Record<string, Entry> {
  const config = Buffer.from(data['.dockerconfigjson'], 'base64').toString();
  return (JSON.parse(config) as { auths: Record<string, Entry> }).auths;
}

/** The one login of a printed secret. */
function loginIn({ stdout, stderr }: RunResult): { host: string; user: string; password: string; expiresAt?: string } {
  if (stdout === '') throw new Error(stderr);
  const secret = JSON.parse(stdout) as Secret;
  const entries = Object.entries(authsOf(secret));
  expect(entries).toHaveLength(1);
  const [[host, { username: user, password }] = ['', { username: '', password: '' }]] = entries;
  const end = secret.metadata.annotations?.['swrctl/expires-at'];
  return { host, user, password, ...(end === undefined ? {} : { expiresAt: end }) };
}

const hostOf = ({ emulator }: InstanceShell, index = 0): string => emulator.info.instances[index]?.host ?? '';

const postsOf = async ({ emulator }: InstanceShell, end: string): Promise<number> =>
  (await emulator.calls()).filter(({ method, path }) => method === 'POST' && path.endsWith(end)).length;

/** The login key that follows from the access key, in the form of docker configs. */
const sharedLogin = ({ emulator }: InstanceShell): string => emulator.login().password;

describe('k8s secret of an instance', () => {
  it.each([{ args: [] }, { args: ['--type', 'temporary'] }])(
    'is a temporary credential of it with $args',
    async ({ args }) => {
      const shell = await openInstanceShell();
      const printed = await shell.run(['k8s', 'secret', '-o', 'json', ...args]);
      const login = loginIn(printed);
      expect(login.host).toBe(hostOf(shell));
      expect(await statusesOf(login, login)).toEqual(GOOD);
      expect(Date.parse(login.expiresAt ?? '') - Date.now()).toBeGreaterThan(23 * 3_600_000);
      expect(await postsOf(shell, '/temp-credential')).toBe(1);
      expect(printed.stderr).toContain(`swrctl k8s cronjob --image IMAGE --instance ${INSTANCE}`);
      expect(JSON.stringify(authsOf(JSON.parse(printed.stdout) as Secret))).not.toContain(sharedLogin(shell));
      const checked = await shell.run(['k8s', 'check', '-', '-o', 'json'], { stdin: printed.stdout });
      expect(checked.exitCode).toBe(0);
      expect(JSON.parse(checked.stdout)).toMatchObject([{ registry: login.host, status: 'ok' }]);
    },
  );

  it('is the long-term credential that login made, until --type says otherwise', async () => {
    const shell = await openInstanceShell();
    expect(await shell.run(['login', '--long-term', 'k8s'])).toMatchObject({ exitCode: 0 });
    for (const args of [[], ['--type', 'long-term']]) {
      const printed = await shell.run(['k8s', 'secret', '-o', 'json', ...args]);
      const login = loginIn(printed);
      expect(login).not.toHaveProperty('expiresAt');
      expect(await statusesOf(login, login)).toEqual(GOOD);
      expect(printed.stderr).toContain('as long as its credential is there and enabled');
    }
    expect(await postsOf(shell, '/temp-credential')).toBe(0);
    expect(loginIn(await shell.run(['k8s', 'secret', '-o', 'json', '--type', 'temporary']))).toHaveProperty(
      'expiresAt',
    );
  });

  it('has no long-term login to give where none was made, and says how to make one', async () => {
    const shell = await openInstanceShell();
    const before = await shell.run(['k8s', 'secret', '--type', 'long-term']);
    expect(before).toMatchObject({ exitCode: 4, stdout: '' });
    expect(before.stderr).toContain(`swrctl login --instance ${INSTANCE} --long-term NAME`);
    await shell.run(['login']); // a temporary one in docker's config is none either
    expect(await shell.run(['k8s', 'secret', '--type', 'long-term'])).toMatchObject({ exitCode: 4, stdout: '' });
  });

  it('is the login that somebody was given, where nothing else can be made', async () => {
    const shell = await openInstanceShell();
    const { userId = '', authToken = '' } = shell.emulator.info.instances[0] ?? {};
    const { env } = shell;
    await shell.run(['instance', 'list']); // the host is known from here on
    await shell.run(['login', hostOf(shell), '-u', userId, '--password-stdin'], { stdin: authToken });
    const printed = await shell.run(['k8s', 'secret', '-o', 'json', '--type', 'long-term']);
    expect(loginIn(printed)).toEqual({ host: hostOf(shell), user: userId, password: authToken });
    const none = await shell.run(['k8s', 'secret'], { env: { ...env, SWRCTL_AK: '', SWRCTL_SK: '' } });
    expect(none).toMatchObject({ exitCode: 4, stdout: '' });
  });

  it.each([
    { args: ['k8s', 'secret', '--region', 'cn-north-4,cn-east-3'], says: '--instance none' },
    { args: ['k8s', 'secret', '--type', 'temporary', '--duration', '2h'], says: '--duration' },
    { args: ['k8s', 'cronjob', '--image', PINNED, '--duration', '2h'], says: '--duration' },
    { args: ['k8s', 'cronjob', '--image', PINNED, '--region', 'cn-north-4,cn-east-3'], says: '--instance none' },
  ])('refuses what is of the shared edition: $args', async ({ args, says }) => {
    const shell = await openInstanceShell();
    const refused = await shell.run(args);
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toContain(says);
    expect(await shell.writes()).toEqual([]);
  });

  it('leaves the shared edition as it was', async () => {
    const shell = await openInstanceShell();
    const printed = await shell.runShared(['k8s', 'secret', '-o', 'json']);
    expect(loginIn(printed)).toEqual({ host: shell.registry, ...shell.emulator.login() });
  });
});

describe('k8s check of an instance', () => {
  it('tells a credential that was removed from one that ended', async () => {
    const shell = await openInstanceShell();
    await shell.run(['login', '--long-term', 'k8s']);
    const lasting = await shell.run(['k8s', 'secret', '-o', 'json']);
    const ending = await shell.run(['k8s', 'secret', '-o', 'json', '--type', 'temporary']);
    await shell.run(['credential', 'remove', 'k8s', '--yes']);
    const check = async (secret: RunResult, now?: () => Date) => {
      const more = now === undefined ? {} : { now };
      const { stdout, exitCode } = await shell.run(['k8s', 'check', '-', '-o', 'json'], {
        stdin: secret.stdout,
        ...more,
      });
      return { exitCode, statuses: (JSON.parse(stdout) as { status: string }[]).map(({ status }) => status) };
    };
    expect(await check(lasting)).toEqual({ exitCode: 4, statuses: ['denied'] });
    expect(await check(ending)).toEqual({ exitCode: 0, statuses: ['ok'] });
    await shell.emulator.control('clock', { advanceSeconds: 25 * 3600 });
    const later = () => new Date(Date.now() + 25 * 3_600_000);
    expect(await check(ending, later)).toEqual({ exitCode: 4, statuses: ['expired'] });
  });
});

interface Job {
  readonly spec: {
    readonly jobTemplate: {
      readonly spec: { readonly template: { readonly spec: { readonly containers: readonly Container[] } } };
    };
  };
}

interface Container {
  readonly image: string;
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
}

describe('k8s cronjob of an instance', () => {
  it('makes temporary credentials of it, in a shell that has nothing but its own variables', async () => {
    const shell = await openInstanceShell({ instances: [INSTANCE, 'other'] });
    const printed = await shell.run(['k8s', 'cronjob', '--image', PINNED, '-o', 'json', '-n', 'web']);
    expect(printed).toMatchObject({ exitCode: 0 });
    const { items } = JSON.parse(printed.stdout) as { items: (Job & { kind: string })[] };
    const job = items.find(({ kind }) => kind === 'CronJob');
    const [container] = job?.spec.jobTemplate.spec.template.spec.containers ?? [];
    expect(container?.image).toBe(`${hostOf(shell)}/${PINNED}`);
    const [line = ''] = (container?.command.at(-1) ?? '').split('\n');
    const [, ...words] = line.replace(/ >.*/, '').split(' ');
    expect(words.slice(0, 4)).toEqual(['k8s', 'secret', '--instance', INSTANCE]);
    const variables = container?.env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])) ?? [];
    const { ak, sk } = shell.emulator.info;
    const env = { ...Object.fromEntries(variables), SWRCTL_AK: ak, SWRCTL_SK: sk, HOME: shell.home } as Record<
      string,
      string
    >;
    expect(env).not.toHaveProperty('SWRCTL_REGISTRY');
    const made = await shell.run([...words, '-o', 'json'], { env });
    const login = loginIn(made);
    expect(login.host).toBe(hostOf(shell));
    expect(await statusesOf(login, login)).toEqual(GOOD);
    expect(printed.stderr).toContain(line.replace(/ >.*/, ''));
  });

  it('says so when its time table leaves gaps, without a flag that instances have not', async () => {
    const shell = await openInstanceShell();
    const { stderr } = await shell.run(['k8s', 'cronjob', '--image', PINNED, '--schedule', '@weekly']);
    expect(stderr).toContain('logins live about 12 hours: in between, pulls fail');
    expect(stderr).not.toContain('--duration');
  });

  it('makes them with what login saved', async () => {
    const shell = await openInstanceShell();
    await shell.run(['login', '--insecure-storage']);
    const env = Object.fromEntries(Object.entries(shell.env).filter(([name]) => name !== 'SWRCTL_INSTANCE'));
    const printed = await shell.run(['k8s', 'cronjob', '--image', PINNED], { env });
    expect(printed.stdout).toContain(`swrctl k8s secret --instance ${INSTANCE} `);
    expect(printed.stdout).not.toContain('SWRCTL_REGISTRY');
  });
});
