import { describe, expect, it } from 'vitest';
import { ORDINARY_USERS, OUTSIDER } from '../../src/emulator/iam/accounts.ts';
import { findProject } from '../../src/emulator/domain/regions.ts';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import { pushImage } from '../support/push-image.ts';
import { registryCalls } from '../support/registry-calls.ts';
import { signedCall } from '../support/signed-call.ts';
import { vendorSdk, type VendorCall } from '../support/vendor-sdk.ts';

const app = { namespace: 'team', repository: 'app' };
const PULL = ['repository:team/app:pull'];

const outsider = (emulator: TestEmulator): VendorCall =>
  vendorSdk(emulator, OUTSIDER, { projectId: findProject(OUTSIDER.account.id, 'name', 'cn-north-4')?.id ?? '' });

const share = (deadline: string): unknown => ({ access_domain: 'partner', permit: 'read', deadline, description: '' });

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

describe('a share', () => {
  it('lets the other account pull, and nothing more, until its deadline', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    await pushImage(emulator, 'team/app', ['v1']);
    const login = emulator.login(OUTSIDER.ak, OUTSIDER.sk);
    await expect(emulator.token(PULL, login)).rejects.toThrow('403');
    await vendorSdk(emulator)('createRepoDomains', app, share(inDays(2)));
    const calls = registryCalls(emulator.url, await emulator.token(PULL, login));
    expect((await calls.call('GET', '/v2/team/app/manifests/v1')).status).toBe(200);
    await expect(emulator.token(['repository:team/app:pull,push'], login)).rejects.toThrow('403');
    await emulator.control('clock', { advanceSeconds: 3 * 86_400 });
    await expect(emulator.token(PULL, login)).rejects.toThrow('403');
  });

  it('ends for a reader in the middle of things when it is withdrawn', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    await pushImage(emulator, 'team/app', ['v1']);
    const sdk = vendorSdk(emulator);
    await sdk('createRepoDomains', app, share('forever'));
    const calls = registryCalls(emulator.url, await emulator.token(PULL, emulator.login(OUTSIDER.ak, OUTSIDER.sk)));
    await sdk('deleteRepoDomains', { ...app, accessDomain: 'partner' });
    expect((await calls.call('GET', '/v2/team/app/manifests/v1')).status).toBe(403);
  });

  it('shows the other account the repository, its tags and its own share', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    await pushImage(emulator, 'team/app', ['v1']);
    await vendorSdk(emulator)('createRepoDomains', app, share('forever'));
    const sdk = outsider(emulator);
    expect(await sdk('showRepository', app)).toMatchObject({ name: 'app' });
    expect(await sdk('listRepositoryTags', app)).toHaveProperty('0.Tag', 'v1');
    expect(await sdk('listRepoDomains', app)).toHaveProperty('0.access_domain', 'partner');
    await expect(sdk('deleteRepoDomains', { ...app, accessDomain: 'partner' })).rejects.toMatchObject({
      errorCode: 'SVCSTG.SWR.4037020',
    });
  });

  it('is listed by the giver, page by page', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    for (const name of ['app', 'other', 'private']) await pushImage(emulator, `team/${name}`, ['v1']);
    const sdk = vendorSdk(emulator);
    await sdk('createRepoDomains', app, share(inDays(1)));
    await sdk('createRepoDomains', { ...app, repository: 'other' }, share('forever'));
    const page = await sdk('listSharedReposDetails', { center: 'self', limit: '1', offset: '1', orderColumn: 'name' });
    expect(page[0]).toMatchObject({ name: 'app', total_range: 2, domain_name: 'emulator' });
    expect(page['Content-Range']).toBe('1-1/2');
  });

  it.each([
    { name: 'v2', path: '/v2/manage/shared-repositories', side: 'center' },
    { name: 'v3', path: '/v3/manage/shared-repositories', side: 'shared_by' },
  ])('is valid or over in the list of the receiver, $name', async ({ path, side }) => {
    let passed = 0;
    const emulator = await startTestEmulator({ organizations: ['team'], now: () => new Date(Date.now() + passed) });
    await pushImage(emulator, 'team/app', ['v1']);
    await vendorSdk(emulator)('createRepoDomains', app, share(new Date(Date.now() + 60_000).toISOString()));
    const list = async (status: string): Promise<unknown> => {
      const query = { [side]: 'thirdparty', status };
      const { body } = await signedCall(emulator, { path, query, keys: OUTSIDER });
      return Array.isArray(body) ? body : (body as { repos: unknown }).repos;
    };
    expect(await list('true')).toMatchObject([{ name: 'app', status: true }]);
    passed = 120_000;
    expect(await list('true')).toEqual([]);
    expect(await list('false')).toMatchObject([{ name: 'app', status: false }]);
  });

  it('needs manage, a private image and nobody who has it already', async () => {
    const emulator = await startTestEmulator({
      seed: 'organizations: [{ name: team, repositories: [{ name: app }, { name: open, public: true }] }]',
    });
    const sdk = vendorSdk(emulator);
    const [alice] = ORDINARY_USERS;
    await expect(vendorSdk(emulator, alice)('createRepoDomains', app, share('forever'))).rejects.toMatchObject({
      errorCode: 'SVCSTG.SWR.4037020',
    });
    await expect(sdk('createRepoDomains', { ...app, repository: 'open' }, share('forever'))).rejects.toMatchObject({
      errorCode: 'SVCSTG.SWR.4000014',
    });
    await sdk('createRepoDomains', app, share('forever'));
    await expect(sdk('createRepoDomains', app, share('forever'))).rejects.toMatchObject({
      httpStatusCode: 409,
      errorCode: 'SVCSTG.SWR.4090089',
    });
  });
});
