import { describe, expect, it } from 'vitest';
import { ORDINARY_USERS, type User } from '../../src/emulator/iam/accounts.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { pushImage } from '../support/push-image.ts';
import { signedCall } from '../support/signed-call.ts';
import { vendorSdk } from '../support/vendor-sdk.ts';

const [alice] = ORDINARY_USERS as readonly [User];
const app = { namespace: 'team', repository: 'app' };
const grant = (auth: number): unknown => [{ user_id: alice.id, user_name: alice.name, auth }];

describe('permissions', () => {
  it.each([
    { level: 1, can: ['pull'] },
    { level: 3, can: ['pull', 'push', 'describe'] },
    { level: 7, can: ['pull', 'push', 'describe', 'remove'] },
  ])('of level $level on the organization let a user do $can', async ({ level, can }) => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    await pushImage(emulator, 'team/app', ['v1', 'v2']);
    await vendorSdk(emulator)('createNamespaceAuth', { namespace: 'team' }, grant(level));
    const login = emulator.login(alice.ak, alice.sk);
    const own = vendorSdk(emulator, alice);
    const attempts: Record<string, () => Promise<unknown>> = {
      pull: () => emulator.token(['repository:team/app:pull'], login),
      push: () => pushImage(emulator, 'team/app', ['v3'], 'v3', login),
      describe: () => own('updateRepo', app, { is_public: false, description: 'x' }),
      remove: () => own('deleteRepoTag', { ...app, tag: 'v2' }),
    };
    const results = await Promise.allSettled(Object.values(attempts).map((attempt) => attempt()));
    expect(Object.keys(attempts).filter((_, index) => results[index]?.status === 'fulfilled')).toEqual(can);
  });

  it('on repositories go with those on their organization', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    await pushImage(emulator, 'team/app', ['v1']);
    const sdk = vendorSdk(emulator);
    await sdk('createNamespaceAuth', { namespace: 'team' }, grant(1));
    await sdk('createUserRepositoryAuth', app, grant(7));
    await sdk('deleteNamespaceAuth', { namespace: 'team' }, [alice.id]);
    expect(await sdk('showUserRepositoryAuth', app)).toMatchObject({ others_auths: [] });
    await expect(vendorSdk(emulator, alice)('showRepository', app)).rejects.toMatchObject({
      errorCode: 'SVCSTG.SWR.4037020',
    });
  });

  it('on one repository show just that one', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    for (const name of ['app', 'other']) await pushImage(emulator, `team/${name}`, ['v1']);
    await vendorSdk(emulator)('createUserRepositoryAuth', app, grant(1));
    const list = await vendorSdk(emulator, alice)('listReposDetails');
    expect(list).toHaveLength(1);
    const { body } = await signedCall(emulator, { path: '/v2/manage/namespaces/team/repos' });
    expect(body).toHaveLength(2);
  });
});
