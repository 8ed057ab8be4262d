import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core';
import * as swr from '@huaweicloud/huaweicloud-sdk-swr/v2/public-api.js';
import { describe, expect, it } from 'vitest';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import { SILENT } from '../support/vendor-sdk.ts';

const TYPE = 'application/json';

function createClient({ info }: TestEmulator, keys: { ak: string; sk: string } = info): swr.SwrClient {
  const credentials = new BasicCredentials().withAk(keys.ak).withSk(keys.sk).withProjectId(info.projectId);
  const builder = swr.SwrClient.newBuilder().withCredential(credentials).withEndpoint(info.endpoint);
  return builder.withOptions({ logger: SILENT } as never).build();
}

describe('the vendor SDK', () => {
  it('creates, lists, shows and deletes an organization', async () => {
    const client = createClient(await startTestEmulator());
    const body = new swr.CreateNamespaceRequestBody('group-dev');
    await client.createNamespace(new swr.CreateNamespaceRequest().withBody(body));
    const list = await client.listNamespaces(new swr.ListNamespacesRequest());
    expect(list.namespaces).toMatchObject([{ name: 'group-dev', creator_name: 'administrator', auth: 7 }]);
    const shown = await client.showNamespace(new swr.ShowNamespaceRequest(TYPE, 'group-dev'));
    expect(shown.name).toBe('group-dev');
    await client.deleteNamespaces(new swr.DeleteNamespacesRequest(TYPE, 'group-dev'));
    await expect(client.showNamespace(new swr.ShowNamespaceRequest(TYPE, 'group-dev'))).rejects.toMatchObject({
      httpStatusCode: 404,
      errorCode: 'SVCSTG.SWR.4040058',
    });
  });

  it('creates, changes and deletes a repository with a slash in its name', async () => {
    const client = createClient(await startTestEmulator({ organizations: ['team'] }));
    const body = new swr.CreateRepoRequestBody('a/b', false).withDescription('demo').withCategory('linux');
    await client.createRepo(new swr.CreateRepoRequest(TYPE, 'team').withBody(body));
    const update = new swr.UpdateRepoRequestBody(true);
    await client.updateRepo(new swr.UpdateRepoRequest(TYPE, 'team', 'a$b').withBody(update));
    const shown = await client.showRepository(new swr.ShowRepositoryRequest(TYPE, 'team', 'a$b'));
    expect(shown).toMatchObject({ name: 'a/b', is_public: true, num_images: 0 });
    await client.deleteRepo(new swr.DeleteRepoRequest(TYPE, 'team', 'a$b'));
    await expect(client.showRepository(new swr.ShowRepositoryRequest(TYPE, 'team', 'a$b'))).rejects.toMatchObject({
      errorCode: 'SVCSTG.SWR.4040113',
    });
  });

  it('grants, changes and withdraws rights with a body on DELETE', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const client = createClient(emulator);
    const [alice] = emulator.info.users;
    const grant = (auth: number) => [{ user_id: alice?.id, user_name: 'alice', auth }] as never;
    await client.createNamespaceAuth(new swr.CreateNamespaceAuthRequest(TYPE, 'team').withBody(grant(1)));
    await client.updateNamespaceAuth(new swr.UpdateNamespaceAuthRequest(TYPE, 'team').withBody(grant(3)));
    const rights = await client.showNamespaceAuth(new swr.ShowNamespaceAuthRequest(TYPE, 'team'));
    expect(rights).toHaveProperty(
      'others_auths',
      expect.arrayContaining([{ user_id: alice?.id, user_name: 'alice', auth: 3 }]),
    );
    await client.deleteNamespaceAuth(new swr.DeleteNamespaceAuthRequest(TYPE, 'team').withBody([alice?.id ?? '']));
    const after = await client.showNamespaceAuth(new swr.ShowNamespaceAuthRequest(TYPE, 'team'));
    expect(JSON.stringify(after)).not.toContain('alice');
  });

  it('gets a temporary login that the registry takes', async () => {
    const emulator = await startTestEmulator();
    const secret = await createClient(emulator).createSecret(new swr.CreateSecretRequest());
    const auths = secret.auths as unknown as Record<string, { auth: string }>;
    const [user = '', password = ''] = Buffer.from(auths[emulator.info.registry]?.auth ?? '', 'base64')
      .toString()
      .split(':');
    expect(await emulator.token([], { user, password })).not.toBe('');
    await emulator.control('clock', { advanceSeconds: 7 * 3600 });
    await expect(emulator.token([], { user, password })).rejects.toThrow('401');
  });

  it('reads quotas and API versions', async () => {
    const emulator = await startTestEmulator({ organizations: ['one', 'two'], quotas: { tag: 300 } });
    const client = createClient(emulator);
    const { quotas } = await client.listQuotas(new swr.ListQuotasRequest(TYPE));
    expect(quotas).toEqual([
      { quota_key: 'namespace', quota_limit: 5, used: 2, unit: '' },
      { quota_key: 'tag', quota_limit: 300, used: 0, unit: '' },
    ]);
    const { versions } = await client.listApiVersions(new swr.ListApiVersionsRequest());
    expect(versions?.map(({ id }) => id)).toContain('v2');
  });

  it('is refused with a wrong secret', async () => {
    const emulator = await startTestEmulator();
    const client = createClient(emulator, { ak: emulator.info.ak, sk: 'wrong' });
    await expect(client.listNamespaces(new swr.ListNamespacesRequest())).rejects.toMatchObject({
      httpStatusCode: 401,
      errorCode: 'APIGW.0301',
    });
  });
});
