import { describe, expect, it } from 'vitest';
import { regionWarning } from '../../src/app/settings/regions.ts';
import { endpointsOf, readSettings } from '../../src/app/settings/settings.ts';
import { withProfile } from '../../src/app/settings/with-profile.ts';
import { SETTINGS, type SettingRow } from '../../src/app/settings/settings-table.ts';

const PLACE = { homeDir: '/home/me', platform: 'linux' } as const;

const read = (flags: Record<string, unknown> = {}, env: Record<string, string> = {}): ReturnType<typeof readSettings> =>
  readSettings(flags, env, PLACE);

describe('readSettings', () => {
  it('has the documented defaults', () => {
    expect(read()).toMatchObject({
      jobs: 3,
      retries: 5,
      timeoutMs: 60_000,
      rate: undefined,
      region: undefined,
      noInput: false,
      debug: false,
      quiet: false,
      color: 'auto',
      insecureHosts: [],
      plainHttpHosts: [],
      configDir: '/home/me/.config/swrctl',
      cacheDir: '/home/me/.cache/swrctl',
    });
  });

  it('takes a flag before a variable, and says where each value is from', () => {
    const settings = read({ region: 'cn-north-4' }, { SWRCTL_REGION: 'cn-east-3', SWRCTL_ORG: 'team' });
    expect(settings).toMatchObject({ region: 'cn-north-4', org: 'team' });
    expect(settings.sources).toMatchObject({ region: 'flag', org: 'environment', jobs: 'default' });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(read({}, { SWRCTL_REGION: '', SWRCTL_JOBS: ' ', SWRCTL_CONFIG_DIR: '' })).toMatchObject({
      region: undefined,
      jobs: 3,
      configDir: '/home/me/.config/swrctl',
    });
  });

  it.each([
    { flags: { jobs: '0' }, names: '--jobs' },
    { flags: { jobs: 'many' }, names: '--jobs' },
    { flags: { rate: '-1' }, names: '--rate' },
    { flags: { retries: '1.5' }, names: '--retries' },
    { flags: { timeout: '0s' }, names: '--timeout' },
    { flags: { timeout: 'soon' }, names: '--timeout' },
    { flags: { region: 'evil.example.com/' }, names: '--region' },
    { flags: { endpoint: 'ftp://x' }, names: '--endpoint' },
    { flags: { registry: 'host/path' }, names: '--registry' },
    { flags: { color: 'sometimes' }, names: '--color' },
    { env: { SWRCTL_JOBS: 'x' }, names: 'SWRCTL_JOBS' },
    { env: { SWRCTL_REGION: 'a b' }, names: 'SWRCTL_REGION' },
    { env: { SWRCTL_IAM_ENDPOINT: 'https://u:p@iam' }, names: 'SWRCTL_IAM_ENDPOINT' },
  ])('rejects $flags$env and names $names', ({ flags, env, names }) => {
    expect(() => read(flags, env)).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringMatching(`^${names} `) as string }),
    );
  });

  it('never repeats a password that stands in a URL', () => {
    expect(() => read({}, { SWRCTL_ENDPOINT: 'https://me:secret@api' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') as string }),
    );
  });

  it('runs 16 transfers at most', () => {
    expect(read({ jobs: '99' }).jobs).toBe(16);
  });

  it.each([
    ['30s', 30_000],
    ['30', 30_000],
    ['2m', 120_000],
    ['500ms', 500],
    ['1.5h', 5_400_000],
  ])('takes %s for a duration', (text, ms) => {
    expect(read({ timeout: text }).timeoutMs).toBe(ms);
  });

  it.each([
    ['swr.cn-north-4.myhuaweicloud.com', 'swr.cn-north-4.myhuaweicloud.com', undefined],
    ['http://127.0.0.1:5050', '127.0.0.1:5050', 'http'],
    ['HTTPS://Registry.Example.com/', 'registry.example.com', 'https'],
    ['[::1]:5000', '[::1]:5000', undefined],
  ])('reads registry %s as %s', (text, registry, registryScheme) => {
    expect(read({}, { SWRCTL_REGISTRY: text })).toMatchObject({ registry, registryScheme });
  });

  it.each([
    [{ input: false }, {}, true],
    [{}, { CI: 'true' }, true],
    [{}, { CI: 'false' }, false],
    [{}, { SWRCTL_NO_INPUT: '1' }, true],
    [{}, { SWRCTL_NO_INPUT: '0' }, false],
  ])('with %o and %o has noInput %s', (flags, env, noInput) => {
    expect(read(flags, env as Record<string, string>).noInput).toBe(noInput);
  });

  it.each([
    ['api', true],
    ['1', true],
    ['0', false],
  ])('with SWRCTL_DEBUG=%s has debug %s', (value, debug) => {
    expect(read({}, { SWRCTL_DEBUG: value }).debug).toBe(debug);
  });

  it('keeps settings where the platform does', () => {
    const { configDir } = readSettings({}, {}, { homeDir: '/Users/me', platform: 'darwin' });
    expect(configDir).toBe('/Users/me/Library/Preferences/swrctl');
    expect(read({}, { XDG_CONFIG_HOME: '/x' }).configDir).toBe('/x/swrctl');
    expect(read({}, { SWRCTL_CONFIG_DIR: '/y' }).configDir).toBe('/y');
  });
});

describe('a project of the environment', () => {
  const A = { SWRCTL_REGION: 'cn-north-4', SWRCTL_PROJECT: 'cn-north-4', SWRCTL_PROJECT_ID: 'id-a' };
  const B = { region: 'ap-southeast-3' };
  const kept = { project: A.SWRCTL_PROJECT, projectId: A.SWRCTL_PROJECT_ID };
  const none = { project: undefined, projectId: undefined };

  it.each([
    { name: 'with its own region', flags: {}, env: A, expected: kept },
    { name: 'with its own region once more as a flag', flags: { region: 'cn-north-4' }, env: A, expected: kept },
    { name: 'with another region as a flag', flags: B, env: A, expected: none },
    {
      name: 'that is named after the region of the flag',
      flags: B,
      env: { ...A, SWRCTL_PROJECT: 'ap-southeast-3_team' },
      expected: { project: 'ap-southeast-3_team', projectId: 'id-a' },
    },
    {
      name: 'beside the project of a flag, whose id it is not',
      flags: { ...B, project: 'ap-southeast-3_team' },
      env: A,
      expected: { project: 'ap-southeast-3_team', projectId: undefined },
    },
    {
      name: 'beside an id as a flag',
      flags: { ...B, projectId: 'id-b' },
      env: A,
      expected: { project: undefined, projectId: 'id-b' },
    },
    {
      name: 'of which nobody says the region',
      flags: B,
      env: { SWRCTL_PROJECT: 'mine', SWRCTL_PROJECT_ID: 'id' },
      expected: { project: 'mine', projectId: 'id' },
    },
  ])('$name is $expected', ({ flags, env, expected }) => {
    expect(read(flags, env)).toMatchObject(expected);
  });

  it('is not said to come from the environment when it was left out', () => {
    expect(read(B, A).sources).toMatchObject({ region: 'flag', project: 'default', projectId: 'default' });
    expect(endpointsOf(read(B, A)).project).toBe('ap-southeast-3');
  });

  it('belongs to the region of the profile when the environment names none', () => {
    const { SWRCTL_REGION: region, ...env } = A;
    expect(withProfile(read(B, env), { region })).toMatchObject({ ...B, ...none });
    expect(withProfile(read({}, env), { region })).toMatchObject({ region, ...kept });
    expect(withProfile(read({ region: ['cn-east-3', 'cn-north-4'] }, env), { region })).toMatchObject(kept);
    expect(withProfile(read({ region }, A), { region: 'cn-east-3' })).toMatchObject({ region, ...kept });
  });
});

describe('withProfile', () => {
  const profile = {
    region: 'cn-north-4',
    project: 'cn-north-4_team',
    registry: '127.0.0.1:5050',
    registryScheme: 'http',
    endpoint: 'http://127.0.0.1:5050',
    org: 'team',
  } as const;

  it('fills in what nobody said', () => {
    const settings = withProfile(read({ org: 'mine' }), profile);
    expect(settings).toMatchObject({ ...profile, org: 'mine' });
    expect(settings.sources).toMatchObject({ org: 'flag', region: 'profile', registry: 'profile' });
  });

  it('takes nothing that belongs to a region when another one is asked for', () => {
    const settings = withProfile(read({ region: 'cn-east-3' }), profile);
    expect(settings).toMatchObject({ region: 'cn-east-3', org: 'team' });
    expect(endpointsOf(settings)).toEqual({
      registry: 'swr.cn-east-3.myhuaweicloud.com',
      registryScheme: undefined,
      endpoint: 'https://swr-api.cn-east-3.myhuaweicloud.com',
      iamEndpoint: 'https://iam.cn-east-3.myhuaweicloud.com',
      project: 'cn-east-3',
    });
  });

  it('does not give another project the id of the one of the profile', () => {
    const withId = { ...profile, projectId: 'id' };
    expect(withProfile(read({ project: 'cn-north-4' }), withId)).toMatchObject({ projectId: undefined });
    expect(withProfile(read({ project: profile.project }), withId)).toMatchObject({ projectId: 'id' });
    const usual = { region: 'cn-north-4', projectId: 'id' };
    expect(withProfile(read({ project: 'cn-north-4' }), usual)).toMatchObject({ projectId: 'id' });
  });

  it('does not give a registry from elsewhere the scheme of the profile', () => {
    expect(withProfile(read({ registry: 'other.example.com' }), profile).registryScheme).toBeUndefined();
  });
});

describe('endpointsOf', () => {
  it('knows the region whose hosts end in .eu', () => {
    expect(endpointsOf({ region: 'eu-west-101' })).toMatchObject({
      registry: 'swr.eu-west-101.myhuaweicloud.eu',
      endpoint: 'https://swr-api.eu-west-101.myhuaweicloud.eu',
      iamEndpoint: 'https://iam.eu-west-101.myhuaweicloud.eu',
    });
  });

  it('knows nothing without a region', () => {
    expect(Object.values(endpointsOf({})).every((value) => value === undefined)).toBe(true);
  });
});

describe('regionWarning', () => {
  it('warns of a region that is not on the list, and only then', () => {
    expect(regionWarning('cn-moon-1')).toContain('cn-moon-1');
    expect(regionWarning('cn-north-4')).toBeUndefined();
  });
});

describe('SETTINGS', () => {
  // Source: docs/reference/contract.md#settings.
  const VARIABLES = [
    ...['CONFIG_DIR', 'CACHE_DIR', 'PROFILE', 'REGION', 'PROJECT', 'PROJECT_ID', 'ENDPOINT', 'INSTANCE', 'REGISTRY'],
    ...[
      'IAM_ENDPOINT',
      'ORG',
      'JOBS',
      'RATE',
      'RETRIES',
      'TIMEOUT',
      'NO_INPUT',
      'DEBUG',
      'KEYCHAIN',
      'METADATA_ENDPOINT',
      'CLOUD',
      'PLAIN_HTTP',
    ],
  ].map((name) => `SWRCTL_${name}`);

  it('has the variables of the contract', () => {
    const rows: SettingRow[] = Object.values(SETTINGS);
    expect(rows.flatMap(({ variable }) => variable ?? []).sort()).toEqual([...VARIABLES].sort());
  });
});
