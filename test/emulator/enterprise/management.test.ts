import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OUTSIDER } from '../../../src/emulator/iam/accounts.ts';
import { createTestEmulator, type TestEmulator } from '../../support/emulator.ts';
import { enterpriseApi, operation, resolved, type ApiInput, type Schema } from './api.ts';
import { pushTo } from './pushes.ts';

type Values = Readonly<Record<string, string | number>>;

/** What an operation is asked about, beside the project and the instance, so that nothing but one mistake stops it. */
interface Example {
  readonly id: string;
  readonly query?: Values;
  readonly body?: unknown;
}

const TAGS = { tags: [{ key: 'a', value: 'b' }] };
const FILTER = { tags: [{ key: 'a', values: ['b'] }] };
const METADATA = { public: 'true', auto_scan: 'false', prevent_vul: 'false', severity: 'none' };
const NETWORK = { project_id: 'p', vpc_id: 'v', subnet_id: 's', description: '' };
const INSTANCE = {
  ...{ name: 'other', spec: 'swr.ee.professional', ...NETWORK, charge_mode: 'postPaid' },
  ...{ enterprise_project_id: '0', resource_tags: TAGS.tags, obs_encrypt: false, obs_bucket_name: 'b' },
  ...{ enable_intranet_access: true },
};

const EXAMPLES: readonly Example[] = [
  { id: 'CreateInstance', body: INSTANCE },
  { id: 'ListInstance' },
  { id: 'ShowInstance' },
  { id: 'DeleteInstance', body: { delete_obs: true, delete_dns: true } },
  { id: 'ShowInstanceConfiguration' },
  { id: 'UpdateInstanceConfiguration', body: { anonymous_access: true } },
  { id: 'ListAuditLogs', query: { operation: 'pull' } },
  { id: 'ListInstanceStatistics' },
  { id: 'CreateInstanceNamespace', body: { namespace_name: 'new', metadata: METADATA } },
  { id: 'ListInstanceNamespaces' },
  { id: 'ShowInstanceNamespace' },
  {
    id: 'UpdateInstanceNamespace',
    body: { metadata: METADATA, cve_allowlist: { id: 1, expires_at: 1, items: [{ cve_id: 'CVE-2026-1' }] } },
  },
  { id: 'DeleteInstanceNamespace' },
  { id: 'ListInstanceRepositories' },
  { id: 'ListNamespaceRepositories' },
  { id: 'ShowInstanceRepository' },
  { id: 'UpdateInstanceRepository', body: { description: '' } },
  { id: 'DeleteInstanceRepository' },
  { id: 'ListAllInstanceRepositories' },
  { id: 'ListInstanceArtifacts' },
  { id: 'ListInstanceAllArtifacts' },
  { id: 'ShowInstanceArtifact' },
  { id: 'DeleteInstanceArtifact' },
  { id: 'ListInstanceAccessories' },
  { id: 'ShowInstanceArtifactAddition' },
  { id: 'ListInstanceTags' },
  { id: 'DeleteInstanceTag' },
  { id: 'CreateInstanceTempCredential' },
  { id: 'CreateInstanceLtCredential', body: { name: 'new' } },
  { id: 'ListInstanceLtCredentials' },
  { id: 'UpdateInstanceLtCredential', body: { enable: false } },
  { id: 'DeleteInstanceLtCredential' },
  { id: 'CreateInstanceInternalEndpoint', body: NETWORK },
  { id: 'ListInstanceInternalEndpoints' },
  { id: 'ShowInstanceInternalEndpoint' },
  { id: 'DeleteInstanceInternalEndpoint' },
  { id: 'CreateInstanceEndpointPolicy', body: { enable: true } },
  { id: 'UpdateInstanceEndpointPolicy', body: { ip_list: [{ ip: '10.0.0.1', description: '' }] } },
  { id: 'ShowInstanceEndpointPolicy' },
  { id: 'AddDomainName', body: { domain_name: 'a.example.com', certificate_id: 'c' } },
  { id: 'ListDomainNames' },
  { id: 'UpdateDomainName', body: { certificate_id: 'c' } },
  { id: 'DeleteDomainName' },
  { id: 'CreateInstanceResourceTags', body: TAGS },
  { id: 'DeleteInstanceResourceTags', body: TAGS },
  { id: 'ListInstanceResourceTags' },
  { id: 'ListInstanceProjectTags' },
  { id: 'ListInstanceResourceInstances', body: FILTER },
  { id: 'ShowInstanceResourceInstancesCount', body: FILTER },
  { id: 'CreateSubResourceTags', body: TAGS },
  { id: 'DeleteSubResourceTags', body: TAGS },
  { id: 'ListSubResourceTags' },
  { id: 'ListNamespaceTags' },
  { id: 'ListSubResourceInstances', body: FILTER },
  { id: 'ShowSubResourceInstancesCount', body: FILTER },
  { id: 'ListInstanceJobs' },
  { id: 'ShowInstanceJob' },
  { id: 'DeleteInstanceJob' },
  { id: 'ListFeatureGates' },
  { id: 'ListGlobalFeatureGates' },
];

let emulator: TestEmulator;
let known: Values = {};

beforeAll(async () => {
  emulator = await createTestEmulator({ instances: ['main'], jobTimeMs: 0 });
  const api = enterpriseApi(emulator);
  const [main] = emulator.info.instances;
  const reference = await pushTo(emulator, 'library/team/app', ['v1']);
  const endpoint = await api.call<{ id: string }>('CreateInstanceInternalEndpoint', {
    body: { ...NETWORK, vpc_id: 'first', project_id: emulator.info.projectId },
  });
  const domain = await api.call<{ domain_name_info: { uid: string } }>('AddDomainName', {
    body: { domain_name: 'first.example.com', certificate_id: 'c' },
  });
  const login = await api.call<{ token_id: string }>('CreateInstanceLtCredential', { body: { name: 'first' } });
  const { jobs } = await api.call<{ jobs: { id: string }[] }>('ListInstanceJobs');
  known = {
    ...{ resource_type: 'instances', resource_id: main?.id ?? '' },
    ...{ sub_resource_type: 'namespaces', sub_resource_id: 'library' },
    ...{ namespace_name: 'library', repository_name: 'team/app', tag_name: 'v1', reference, addition: 'build_history' },
    ...{ internal_endpoints_id: endpoint.id, domainname_id: domain.domain_name_info.uid },
    ...{ credential_id: login.token_id, job_id: jobs[0]?.id ?? '' },
  };
});

afterAll(() => emulator.close());

const refused = ({ id, query, body }: Example, change: ApiInput = {}) =>
  enterpriseApi(emulator).refused(id, {
    ...{ path: { ...known, ...change.path }, query: { ...query, ...change.query }, body },
    ...('body' in change ? { body: change.body } : {}),
    ...(change.keys === undefined ? {} : { keys: change.keys }),
  });

const takes = (name: string) => (example: Example) => operation(example.id).path.includes(`{${name}}`);
const NOBODY = 'f'.repeat(32);

describe('every operation', () => {
  it.each(EXAMPLES)('refuses strangers: $id', async (example) => {
    expect(await refused(example, { keys: OUTSIDER })).toMatchObject({ status: 403, code: 'SVCSTG.SWR.4039001' });
  });

  it.each(EXAMPLES.filter(takes('project_id')))('refuses the project of somebody else: $id', async (example) => {
    const path = { project_id: NOBODY };
    expect(await refused(example, { path })).toMatchObject({ status: 403, code: 'SVCSTG.SWR.4039001' });
  });

  it.each(EXAMPLES.filter((one) => takes('instance_id')(one) || takes('resource_id')(one)))(
    'finds no other instance: $id',
    async (example) => {
      const path = { instance_id: NOBODY, resource_id: NOBODY };
      expect((await refused(example, { path })).status).toBe(404);
    },
  );

  it.each(
    ['namespace_name', 'repository_name', 'tag_name', 'sub_resource_id'].flatMap((name) =>
      EXAMPLES.filter(takes(name)).map((example) => ({ id: example.id, name, example })),
    ),
  )('finds no other $name: $id', async ({ name, example }) => {
    expect((await refused(example, { path: { [name]: 'nope' } })).status).toBe(404);
  });

  it.each(
    ['internal_endpoints_id', 'domainname_id', 'credential_id', 'job_id'].flatMap((name) =>
      EXAMPLES.filter(takes(name)).map((example) => ({ id: example.id, name, example })),
    ),
  )('says of another $name that it is gone: $id', async ({ name, example }) => {
    expect(await refused(example, { path: { [name]: NOBODY } })).toMatchObject({ status: 400, code: 'SWR.400003' });
  });

  it.each(EXAMPLES.filter(({ id }) => (operation(id).paging?.style ?? 'none') !== 'none'))(
    'cuts its list only as it may: $id',
    async (example) => {
      const { paging } = operation(example.id);
      const offset = paging?.style === 'offset' ? { offset: 0 } : {};
      const wrong: Values[] = [0, (paging?.max_limit ?? 0) + 1, 'ten', '1.5', -1].map((limit) => ({
        limit,
        ...offset,
      }));
      if (paging?.style === 'offset') wrong.push({ limit: 1 }, { offset: 0 }, { limit: 1, offset: -1 });
      if (paging?.offset_must_be_multiple_of_limit === true) wrong.push({ limit: 2, offset: 1 });
      for (const query of wrong) {
        expect((await refused(example, { query })).status, JSON.stringify(query)).toBe(400);
      }
    },
  );

  it.each(EXAMPLES.filter(({ body }) => body !== undefined))('takes no other body: $id', async (example) => {
    const { body: schema } = operation(example.id);
    const wrong = schema === undefined ? [] : mistakes(schema, example.body);
    expect(wrong.length).toBeGreaterThan(0);
    for (const body of [...wrong, 'text', []]) {
      expect((await refused(example, { body })).status, JSON.stringify(body)).toBe(400);
    }
  });
});

/** A value, and each part of it, once left out where it has to be there, and once of another type. */
function mistakes(schema: Schema, value: unknown): unknown[] {
  const { properties = {}, required = [], items } = resolved(schema);
  if (Array.isArray(value)) {
    const [first, ...rest] = value as unknown[];
    return items === undefined ? [] : [...mistakes(items, first), 7].map((wrong) => [wrong, ...rest]);
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    const others = Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
    const isObject = typeof part === 'object' && !Array.isArray(part);
    const wrongs: unknown[] = [typeof part === 'number' ? 'text' : 7, ...(isObject ? [] : [{ a: 1 }])];
    const inner = properties[name] === undefined ? [] : mistakes(properties[name], part);
    return [
      ...(required.includes(name) ? [others] : []),
      ...[...wrongs, ...inner].map((wrong) => ({ ...others, [name]: wrong })),
    ];
  });
}
