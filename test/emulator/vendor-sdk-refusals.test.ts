import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ORDINARY_USERS, OUTSIDER } from '../../src/emulator/iam/accounts.ts';
import { findProject } from '../../src/emulator/domain/regions.ts';
import { createTestEmulator, type TestEmulator } from '../support/emulator.ts';
import { vendorSdk, VENDOR_OPERATIONS, type VendorOperation } from '../support/vendor-sdk.ts';

const SEED = 'organizations: [{ name: team, repositories: [{ name: app }, { name: open, public: true }] }]';
const [ALICE] = ORDINARY_USERS;

const app = { namespace: 'team', repository: 'app' };
const gone = { namespace: 'team', repository: 'gone' };
const grant = (auth: number, id = ALICE?.id): unknown => [{ user_id: id, user_name: 'alice', auth }];
const terms = { permit: 'read', deadline: 'forever' };
const target = { remoteRegionId: 'cn-east-3', remoteNamespace: 'copies' };
const retention = (template: string, params: unknown): unknown => ({
  algorithm: 'or',
  rules: [{ template, params, tag_selectors: [] }],
});
const trigger = (changed: Record<string, string>): unknown => ({
  ...{ action: 'update', app_type: 'deployments', application: 'web', cluster_id: 'nope', cluster_ns: 'default' },
  ...{ condition: '.*', container: '', enable: 'true', name: 'deploy', trigger_mode: 'cce', trigger_type: 'all' },
  ...changed,
});

const BARE = 'SVCSTG.SWR.4001090';

interface Refusal {
  readonly operation: VendorOperation;
  readonly why: string;
  readonly status: number;
  readonly code: string;
  readonly fields?: Record<string, unknown>;
  readonly body?: unknown;
  /** Default: the administrator. `nobody` signs with a wrong secret, `stranger` names a project that is not theirs. */
  readonly as?: 'alice' | 'outsider' | 'stranger' | 'nobody';
}

const no = (
  operation: VendorOperation,
  why: string,
  code: number | string,
  fields: Record<string, unknown> = {},
  rest: Pick<Refusal, 'body' | 'as'> = {},
): Refusal => ({
  ...{ operation, why, fields, ...rest },
  status: typeof code === 'number' ? Math.floor(code / 10_000) : Number(code.slice(0, 3)),
  code: typeof code === 'number' ? `SVCSTG.SWR.${code}` : code.slice(4),
});

const REFUSALS: readonly Refusal[] = [
  no('createNamespace', 'a bad name', 4001028, {}, { body: { namespace: 'A' } }),
  no('createNamespace', 'a name of another account', 4090060, {}, { body: { namespace: 'team' }, as: 'outsider' }),
  no('listNamespaces', 'a bad filter', 4001035, { filter: 'name::x' }),
  no('showNamespace', 'no such organization', 4040058, { namespace: 'nope' }),
  no('showNamespace', 'no right', 4039002, { namespace: 'team' }, { as: 'alice' }),
  no('deleteNamespaces', 'images inside', 4060074, { namespace: 'team' }),
  no('createNamespaceAuth', 'an unknown level', 4001065, { namespace: 'team' }, { body: grant(2) }),
  no('showNamespaceAuth', 'no such organization', 4040058, { namespace: 'nope' }),
  no('updateNamespaceAuth', 'no grant to change', 4040078, { namespace: 'team' }, { body: grant(3) }),
  no('deleteNamespaceAuth', 'no grant to withdraw', 4040078, { namespace: 'team' }, { body: [ALICE?.id] }),
  no('createRepo', 'a taken name', 4090006, { namespace: 'team' }, { body: { repository: 'app', is_public: false } }),
  no('listReposDetails', 'a page of nothing', 4001025, { limit: '0', offset: '0' }),
  no('listReposDetails', 'a sort column that does not exist', 4001096, { orderColumn: 'num_images' }),
  no('showRepository', 'another account', 4037020, app, { as: 'outsider' }),
  no('updateRepo', 'an unknown category', 4000014, app, { body: { category: 'shoes' } }),
  no('deleteRepo', 'no such repository', 4040113, gone),
  no('createUserRepositoryAuth', 'an unknown level', 4001066, app, { body: grant(5) }),
  no('createUserRepositoryAuth', 'a user of another account', 4001067, app, { body: grant(1, OUTSIDER.id) }),
  no('showUserRepositoryAuth', 'no such repository', 4040113, gone),
  no('updateUserRepositoryAuth', 'no grant to change', 4040091, app, { body: grant(1) }),
  no('deleteUserRepositoryAuth', 'no grant to withdraw', 4040091, app, { body: [ALICE?.id] }),
  no('listRepositoryTags', 'no such repository', 4040113, gone),
  no('createRepoTag', 'no such tag', 4040115, app, { body: { source_tag: 'a', destination_tag: 'b' } }),
  no('deleteRepoTag', 'no such tag', 4040115, { ...app, tag: 'v1' }),
  no('createRepoDomains', 'no such account', 4001041, app, { body: { access_domain: 'nope', ...terms } }),
  no('createRepoDomains', 'the own account', 4001041, app, { body: { access_domain: 'emulator', ...terms } }),
  no('createRepoDomains', 'an end in the past', 4000014, app, {
    body: { access_domain: 'partner', permit: 'read', deadline: '2020-01-01T00:00:00Z' },
  }),
  no('createRepoDomains', 'more than read', 4000014, app, {
    body: { access_domain: 'partner', permit: 'write', deadline: 'forever' },
  }),
  no('listRepoDomains', 'no such repository', 4040113, gone),
  no('showAccessDomain', 'an account that it is not shared with', 4001090, { ...app, accessDomain: 'partner' }),
  no('updateRepoDomains', 'no share', 4001090, { ...app, accessDomain: 'partner' }, { body: terms }),
  no('deleteRepoDomains', 'no share', 4001090, { ...app, accessDomain: 'partner' }),
  no('listSharedReposDetails', 'no side', 4001025, { center: 'both' }),
  no('createRetention', 'no day', 4000014, app, { body: retention('date_rule', { days: '0' }) }),
  no('createRetention', 'too many tags', 4000014, app, { body: retention('tag_rule', { num: '1001' }) }),
  no('createRetention', 'a number instead of text', 4001018, app, { body: retention('tag_rule', { num: 3 }) }),
  no('createRetention', 'no manage', 4037020, app, { body: retention('tag_rule', { num: '3' }), as: 'alice' }),
  no('listRetentions', 'no such repository', 4040113, gone),
  no('showRetention', 'no rule', 4000306, { ...app, retentionId: 1 }),
  no('updateRetention', 'no rule', 4000306, { ...app, retentionId: 1 }, { body: retention('tag_rule', { num: '3' }) }),
  no('deleteRetention', 'no rule', 4000306, { ...app, retentionId: 1 }),
  no('listRetentionHistories', 'a page of nothing', 4001025, { ...app, filter: 'limit::0|offset::0' }),
  no('createTrigger', 'an unknown cluster', 4000014, app, { body: trigger({}) }),
  no('createTrigger', 'a name with two dashes', 4000014, app, { body: trigger({ name: 'a--b' }) }),
  no('createTrigger', 'cci without the agency', 5004002, app, { body: trigger({ trigger_mode: 'cci' }) }),
  no('listTriggersDetails', 'no such repository', 4040113, gone),
  no('showTrigger', 'no trigger', 4040126, { ...app, trigger: 'deploy' }),
  no('updateTrigger', 'no trigger', 4040126, { ...app, trigger: 'deploy' }, { body: { enable: 'true' } }),
  no('deleteTrigger', 'no trigger', 4040126, { ...app, trigger: 'deploy' }),
  no('createImageSyncRepo', 'an unknown region', 5001101, app, { body: { ...target, remoteRegionId: 'mars-1' } }),
  no('listImageAutoSyncReposDetails', 'no such repository', 4040113, gone),
  no('deleteImageSyncRepo', 'no rule', 4001158, app, { body: target }),
  no('createManualImageSyncRepo', 'no tags', 4001014, app, { body: { ...target, imageTag: [] } }),
  no('showSyncJob', 'no page', 4001035, { ...app, filter: 'order::desc' }),
  no('createSecret', 'an unknown project', 4000014, { projectname: 'mars-1' }),
  no('listQuotas', 'a wrong secret', '401 APIGW.0301', {}, { as: 'nobody' }),
  no('showDomainOverview', 'a wrong secret', '401 APIGW.0301', {}, { as: 'nobody' }),
  no('showShareFeatureGates', 'a project of another account', '403 APIGW.0302', {}, { as: 'stranger' }),
  no('showDomainResourceReports', 'an unknown resource', 4000014, { resourceType: 'cpu', frequency: 'daily' }),
  no('listApiVersions', 'a gateway that fails', '500 APIGW.0201'),
  no('showApiVersion', 'an unknown version', '404 APIGW.0101', { apiVersion: 'v9' }),
];

describe('the vendor SDK is refused', () => {
  let emulator: TestEmulator;
  beforeAll(async () => {
    emulator = await createTestEmulator({ seed: SEED });
  });
  afterAll(() => emulator.close());

  it.each(REFUSALS)('$operation: $why', async ({ operation, status, code, fields, body, as }) => {
    const { ak } = emulator.info;
    const who = {
      alice: ALICE,
      outsider: OUTSIDER,
      stranger: OUTSIDER,
      nobody: { ak, sk: 'wrong' },
      admin: emulator.info,
    };
    const projectId = findProject(OUTSIDER.account.id, 'name', 'cn-north-4')?.id ?? '';
    const sdk = vendorSdk(emulator, who[as ?? 'admin'], as === 'outsider' ? { projectId } : {});
    if (operation === 'listApiVersions') await emulator.control('faults', { faults: ['500:GET@1'] });
    await expect(sdk(operation, fields, body)).rejects.toMatchObject({
      httpStatusCode: status,
      errorCode: code === BARE ? undefined : code, // a bare object has no key that the SDK reads
    });
  });

  it('in every operation that it has', () => {
    expect([...new Set(REFUSALS.map(({ operation }) => operation))].sort()).toEqual([...VENDOR_OPERATIONS].sort());
  });
});
