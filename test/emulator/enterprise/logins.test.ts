import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startTestEmulator } from '../../support/emulator.ts';
import { itWith } from '../../support/peers.ts';
import { enterpriseApi } from './api.ts';
import { pushTo } from './pushes.ts';
import { startThreeRegistries, statusesOf } from './three-registries.ts';

const DAY = 24 * 60 * 60;
const UNKNOWN = { base: 401, token: 401 };
const GOOD = { base: 200, token: 200 };

interface Made {
  readonly token_id: string;
  readonly user_id: string;
  readonly auth_token: string;
}

const loginOf = ({ user_id: user, auth_token: password }: Made) => ({ user, password });

describe('a login of one registry on the port', () => {
  it('is none of the others', async () => {
    const { shared, first, second } = await startThreeRegistries();
    for (const [registry, strangers] of [
      [first, [shared, second]],
      [second, [shared, first]],
    ] as const) {
      expect(await statusesOf(registry, registry)).toEqual(GOOD);
      for (const stranger of strangers) expect(await statusesOf(registry, stranger)).toEqual(UNKNOWN);
    }
    // The shared edition takes no Basic but for tokens.
    expect(await statusesOf(shared, shared)).toEqual({ base: 401, token: 200 });
    for (const stranger of [first, second]) expect(await statusesOf(shared, stranger)).toEqual(UNKNOWN);
  });

  it('makes tokens that are none of the others', async () => {
    const { all } = await startThreeRegistries();
    const tokens = await Promise.all(
      all.map(async ({ host, user, password }) => {
        const challenge = (await fetch(`http://${host}/v2/`)).headers.get('www-authenticate') ?? '';
        const [, realm = ''] = /realm="([^"]+)"/.exec(challenge) ?? [];
        const headers = { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
        return ((await (await fetch(realm, { headers })).json()) as { token: string }).token;
      }),
    );
    const statuses = await Promise.all(
      all.map(({ host }) =>
        Promise.all(
          tokens.map(
            async (token) =>
              (await fetch(`http://${host}/v2/`, { headers: { authorization: `Bearer ${token}` } })).status,
          ),
        ),
      ),
    );
    expect(statuses).toEqual([
      [200, 401, 401],
      [401, 200, 401],
      [401, 401, 200],
    ]);
  });
});

describe('a credential', () => {
  async function setUp() {
    const emulator = await startTestEmulator({ instances: ['team-ci'] });
    const [registry] = emulator.info.instances;
    if (registry === undefined) throw new Error('there is no instance');
    return { emulator, api: enterpriseApi(emulator), registry };
  }

  it('of a name is refused while it is disabled, and after it was removed', async () => {
    const { api, registry } = await setUp();
    const made = await api.call<Made & Record<string, unknown>>('CreateInstanceLtCredential', {
      body: { name: 'job' },
    });
    const path = { credential_id: made.token_id };
    expect(await statusesOf(registry, loginOf(made))).toEqual(GOOD);
    await api.call('UpdateInstanceLtCredential', { path, body: { enable: false } });
    expect(await statusesOf(registry, loginOf(made))).toEqual(UNKNOWN);
    await api.call('UpdateInstanceLtCredential', { path, body: { enable: true } });
    expect(await statusesOf(registry, loginOf(made))).toEqual(GOOD);
    await api.call('DeleteInstanceLtCredential', { path });
    expect(await statusesOf(registry, loginOf(made))).toEqual(UNKNOWN);
  });

  it('of a day is refused after it', async () => {
    const { api, emulator, registry } = await setUp();
    const made = await api.call<Made & Record<string, unknown>>('CreateInstanceTempCredential');
    await emulator.control('clock', { advanceSeconds: DAY - 60 });
    expect(await statusesOf(registry, loginOf(made))).toEqual(GOOD);
    await emulator.control('clock', { advanceSeconds: 60 });
    expect(await statusesOf(registry, loginOf(made))).toEqual(UNKNOWN);
  });
});

describe('the default domain of an instance', () => {
  itWith('curl')('leads to it at the address of any other, and no login of another counts there', async () => {
    const { emulator, shared, first, second } = await startThreeRegistries();
    const { domain_name_infos: domains } = await enterpriseApi(emulator).call<{
      domain_name_infos: { domain_name: string }[];
    }>('ListDomainNames');
    const [name = ''] = domains.map(({ domain_name: domain }) => domain);
    expect(name).toMatch(/^team-ci-[0-9a-z]{6}\.swr-pro\.localhost$/);
    const { port } = new URL(shared.host.replace(/^/, 'http://'));
    const curl = async (address: string, login: readonly string[]): Promise<string> => {
      const to = ['--resolve', `${name}:${port}:${address}`, `http://${name}:${port}/v2/`];
      return (await promisify(execFile)('curl', ['-s', '-i', '--max-time', '20', ...login, ...to])).stdout;
    };
    const basic = ({ user, password }: { user: string; password: string }) => ['-u', `${user}:${password}`];
    for (const address of ['127.0.0.1', '127.0.0.2', '127.0.0.3']) {
      const asked = await curl(address, []);
      expect(asked).toContain('401 Unauthorized');
      expect(asked).toContain(`realm="http://${name}:${port}/service/token",service="harbor-registry"`);
      expect(await curl(address, basic(first))).toContain('200 OK');
      for (const stranger of [shared, second])
        expect(await curl(address, basic(stranger))).toContain('401 Unauthorized');
    }
  });
});

describe('a pull without a login', () => {
  const statusOf = async (host: string): Promise<number> => {
    const scope = 'repository:library/app:pull';
    const reply = await fetch(`http://${host}/service/token?service=harbor-registry&scope=${scope}`);
    const { token } = (await reply.json()) as { token: string };
    const headers = { accept: '*/*', authorization: `Bearer ${token}` };
    return (await fetch(`http://${host}/v2/library/app/manifests/v1`, { headers })).status;
  };

  it('needs an instance and a namespace that allow it', async () => {
    const emulator = await startTestEmulator({ instances: ['team-ci'] });
    const api = enterpriseApi(emulator);
    const host = emulator.info.instances[0]?.host ?? '';
    await pushTo(emulator, 'library/app', ['v1']);
    const found: number[] = [];
    for (const anonymous of [false, true]) {
      await api.call('UpdateInstanceConfiguration', { body: { anonymous_access: anonymous } });
      for (const open of ['false', 'true']) {
        const path = { namespace_name: 'library' };
        await api.call('UpdateInstanceNamespace', { path, body: { metadata: { public: open } } });
        found.push(await statusOf(host));
      }
    }
    expect(found).toEqual([401, 401, 401, 200]);
  });
});
