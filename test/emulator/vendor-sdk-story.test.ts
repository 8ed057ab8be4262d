import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OUTSIDER, ORDINARY_USERS } from '../../src/emulator/iam/accounts.ts';
import { clustersOf } from '../../src/emulator/domain/clusters.ts';
import { createTestEmulator, type TestEmulator } from '../support/emulator.ts';
import { pushImage } from '../support/push-image.ts';
import { vendorSdk, VENDOR_OPERATIONS, type VendorOperation } from '../support/vendor-sdk.ts';

const [ALICE] = ORDINARY_USERS;
const grant = (auth: number): unknown => [{ user_id: ALICE?.id, user_name: 'alice', auth }];
const team = { namespace: 'team' };
const app = { namespace: 'team', repository: 'app' };
const rule = (num: string): unknown => ({
  algorithm: 'or',
  rules: [{ template: 'tag_rule', params: { num }, tag_selectors: [{ kind: 'label', pattern: 'v1' }] }],
});
const target = { remoteRegionId: 'cn-east-3', remoteNamespace: 'copies' };
const partner = { ...app, accessDomain: OUTSIDER.account.name };
const terms = { permit: 'read', deadline: 'forever', description: 'demo' };
const holding = (...items: unknown[]): unknown =>
  expect.arrayContaining(items.map((item) => expect.objectContaining(item as object) as unknown));
const trigger = (clusterId: string): unknown => ({
  ...{ action: 'update', app_type: 'deployments', application: 'web', cluster_id: clusterId, cluster_name: 'prod' },
  ...{ cluster_ns: 'default', condition: '^v.*', container: '', enable: 'true', name: 'deploy' },
  ...{ trigger_mode: 'cce', trigger_type: 'regular' },
});

type Step = readonly [
  operation: VendorOperation,
  status: number,
  answer?: unknown,
  fields?: Record<string, unknown>,
  body?: unknown,
];

/** In this order: each one stands on those before. Images are pushed where `push` says so. */
const STORY: readonly (Step | { readonly pushed: readonly string[] })[] = [
  ['listApiVersions', 200, { versions: holding({ id: 'v2', status: 'CURRENT' }) }],
  ['showApiVersion', 200, { version: { id: 'v2' } }, { apiVersion: 'v2' }],
  ['createNamespace', 201, {}, {}, { namespace: 'team' }],
  ['listNamespaces', 200, { namespaces: holding({ name: 'team', auth: 7 }) }],
  ['showNamespace', 200, { name: 'team', creator_name: 'administrator', auth: 7 }, team],
  ['createNamespaceAuth', 201, {}, team, grant(1)],
  ['updateNamespaceAuth', 201, {}, team, grant(3)],
  ['showNamespaceAuth', 200, { self_auth: { auth: 7 }, others_auths: holding({ user_name: 'alice', auth: 3 }) }, team],
  ['deleteNamespaceAuth', 204, {}, team, [ALICE?.id]],
  ['createRepo', 201, {}, team, { repository: 'app', is_public: true, category: 'linux', description: 'demo' }],
  ['updateRepo', 201, {}, app, { is_public: false, category: 'linux', description: 'changed' }],
  ['showRepository', 200, { name: 'app', is_public: false, description: 'changed', num_images: 0 }, app],
  ['createUserRepositoryAuth', 201, {}, app, grant(1)],
  ['updateUserRepositoryAuth', 201, {}, app, grant(7)],
  ['showUserRepositoryAuth', 200, { name: 'app', others_auths: [{ user_name: 'alice', auth: 7 }] }, app],
  ['deleteUserRepositoryAuth', 204, {}, app, [ALICE?.id]],
  ['createTrigger', 201, {}, app, 'TRIGGER'],
  ['createImageSyncRepo', 200, {}, app, { ...target, syncAuto: true }],
  [
    'listImageAutoSyncReposDetails',
    200,
    holding({ repoName: 'app', remoteRegionId: 'cn-east-3', syncAuto: true }),
    app,
  ],
  { pushed: ['v1', 'v2', 'v3'] },
  ['listReposDetails', 200, holding({ name: 'app', num_images: 3, tags: ['v1', 'v2', 'v3'], total_range: 1 })],
  ['listTriggersDetails', 200, holding({ name: 'deploy', trigger_history: null, enable: 'true' }), app],
  [
    'showTrigger',
    200,
    { trigger_history: [{ tag: 'v3', result: 'success' }, { tag: 'v2' }, { tag: 'v1' }] },
    { ...app, trigger: 'deploy' },
  ],
  ['updateTrigger', 201, {}, { ...app, trigger: 'deploy' }, { enable: 'false' }],
  ['deleteTrigger', 204, {}, { ...app, trigger: 'deploy' }],
  ['createManualImageSyncRepo', 200, [], app, { ...target, imageTag: ['v1'], override: true }],
  [
    'showSyncJob',
    200,
    holding({ tag: 'v1', override: true }, { tag: 'v2', override: false }),
    { ...app, filter: 'limit::10|offset::0' },
  ],
  ['deleteImageSyncRepo', 200, {}, app, target],
  ['createRepoTag', 201, {}, app, { source_tag: 'v1', destination_tag: 'stable' }],
  ['listRepositoryTags', 200, holding({ Tag: 'stable', schema: 2, tag_type: 0 }, { Tag: 'v1' }), app],
  ['deleteRepoTag', 204, {}, { ...app, tag: 'stable' }],
  ['createRetention', 201, { id: expect.any(Number) as unknown }, app, rule('2')],
  ['listRetentions', 200, holding({ algorithm: 'or', scope: '' }), app],
  ['updateRetention', 201, {}, { ...app, retentionId: 'RETENTION' }, rule('1')],
  [
    'showRetention',
    200,
    { rules: [{ template: 'tag_rule', params: { num: '1' } }] },
    { ...app, retentionId: 'RETENTION' },
  ],
  ['listRetentionHistories', 200, { total: 1, retention_log: [{ tag: 'v2', repo: 'app' }] }, app],
  ['deleteRetention', 200, {}, { ...app, retentionId: 'RETENTION' }],
  ['createRepoDomains', 201, {}, app, { access_domain: OUTSIDER.account.name, ...terms }],
  ['updateRepoDomains', 201, {}, partner, { ...terms, description: 'changed' }],
  ['listRepoDomains', 200, holding({ access_domain: 'partner', description: 'changed', status: true }), app],
  ['showAccessDomain', 200, { exist: true, deadline: 'forever', permit: 'read' }, partner],
  ['listSharedReposDetails', 200, holding({ name: 'app', namespace: 'team' }), { center: 'self' }],
  ['deleteRepoDomains', 204, {}, partner],
  ['createSecret', 200, { auths: expect.any(Object) as unknown }],
  ['listQuotas', 200, { quotas: [{ quota_key: 'namespace', quota_limit: 5, used: 1 }] }],
  ['showDomainOverview', 200, { namspace_num: 1, repo_num: 1, image_num: 2 }],
  ['showDomainResourceReports', 200, holding({ value: 0 }), { resourceType: 'store', frequency: 'daily' }],
  ['showShareFeatureGates', 200, { enable_image_sync: true, enable_authorization_token: false }],
  ['deleteRepo', 204, {}, app],
  ['deleteNamespaces', 204, {}, team],
];

const DOCUMENTED = JSON.parse(readFileSync(join(import.meta.dirname, '../swr/operations.json'), 'utf8')) as readonly {
  operation: string;
  answer?: unknown;
}[];

const documentedAnswer = (operation: string): unknown =>
  DOCUMENTED.find((one) => one.operation === operation)?.answer ?? {};

/** A reply of the SDK without what the SDK adds. */
const plain = (reply: object): unknown => (Array.isArray(reply) ? Array.from(reply) : reply);

/** Objects whose keys are data. */
const MAPS = /(params|auths)\..*/;

/** `name: type` of every field inside; of a list, those of its first item. */
function fieldsOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [] : fieldsOf(value[0], `${at}[]`);
  if (typeof value !== 'object' || value === null) return [`${at.replace(MAPS, '$1')}: ${typeof value}`];
  return Object.entries(value).flatMap(([key, inner]) => fieldsOf(inner, at === '' ? key : `${at}.${key}`));
}

describe('the vendor SDK, all of its operations in one story', () => {
  let emulator: TestEmulator;
  let retentionId = 0;
  beforeAll(async () => {
    emulator = await createTestEmulator();
  });
  afterAll(() => emulator.close());

  it.each(STORY.map((step) => ({ title: 'pushed' in step ? 'a push' : step[0], step })))('$title', async ({ step }) => {
    if ('pushed' in step) {
      for (const tag of step.pushed) await pushImage(emulator, 'team/app', [tag]);
      return;
    }
    const [operation, status, answer, fields = {}, body] = step;
    const id = fields['retentionId'] === undefined ? {} : { retentionId };
    const cluster = clustersOf(emulator.info.projectId)[0]?.id ?? '';
    const reply = await vendorSdk(emulator)(
      operation,
      { ...fields, ...id },
      body === 'TRIGGER' ? trigger(cluster) : body,
    );
    expect(reply['httpStatusCode']).toBe(status);
    if (Array.isArray(reply)) expect([...(reply as unknown[])]).toEqual(answer);
    else expect(reply).toMatchObject(answer ?? {});
    expect(fieldsOf(plain(reply))).toEqual(expect.arrayContaining(fieldsOf(documentedAnswer(operation))));
    if (operation === 'createRetention') retentionId = Number(reply['id']);
  });

  it('tells all 49 of them', () => {
    const told = STORY.flatMap((step) => ('pushed' in step ? [] : [step[0]]));
    expect(VENDOR_OPERATIONS).toHaveLength(49);
    expect([...told].sort()).toEqual([...VENDOR_OPERATIONS].sort());
  });
});
