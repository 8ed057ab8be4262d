import { findAccountProject, hasBearerLogin } from '../iam/directory.ts';
import { json, Refusal, type Reply } from '../server/handler.ts';
import { totalsOf } from '../domain/usage.ts';
import { gatewayError } from './errors.ts';
import type { Call, Operation } from './route.ts';

/** What a project may have and use. */
export const quotaOperations: readonly Operation[] = [
  { method: 'GET', path: '/v2/manage/projects/{project}/quotas', handle: listQuotas },
  { method: 'GET', path: '/v2/manage/projects/{project}/feature-gates', handle: showFeatureGates },
];

/** @throws {Refusal} 403 of the gateway for a project of another account. */
function projectRegion({ world, caller: { user }, params }: Call): string {
  const project = findAccountProject(world, user.account.id, 'id', params['project'] ?? '');
  if (project !== undefined) return project.region;
  throw new Refusal(gatewayError(403, '0302', 'The project does not belong to the account'));
}

/** Those for repositories and tags show only when they are on. */
function listQuotas(call: Call): Reply {
  const { world, caller } = call;
  const { namespaces, repositories, tags } = totalsOf(world, projectRegion(call), caller.user.account.id);
  const used = { namespace: namespaces, repository: repositories, tag: tags };
  const rows = (['namespace', 'repository', 'tag'] as const).flatMap((key) => {
    const limit = world.quotas[key];
    return limit === undefined ? [] : [{ quota_key: key, quota_limit: limit, used: used[key], unit: '' }];
  });
  return json(200, { quotas: rows });
}

function showFeatureGates(call: Call): Reply {
  projectRegion(call);
  const { world } = call;
  const { quotas } = world;
  return json(200, {
    enable_experience: false,
    enable_hss_service: false,
    enable_image_scan: false,
    enable_sm3: false,
    enable_image_sync: true,
    enable_cci_service: true,
    enable_image_label: false,
    enable_pipeline: false,
    enable_authorization_token: hasBearerLogin(world, call.caller.user.account),
    enable_list_v3: true,
    enable_image_quota: quotas.repository !== undefined || quotas.tag !== undefined,
    enable_cosign_signature: true,
    enable_resource: true,
    enable_enterprise_edition_link: false,
    enable_customize_validity_period: true,
    swr_util_download_url: '',
  });
}
