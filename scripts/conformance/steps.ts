import type { Reply, Side } from './side.ts';

/** One question. They are asked in order, as each sees what those before it left behind. */
export interface Step {
  /** With ORG for the organization: it goes into the report. */
  readonly name: string;
  readonly ask: (side: Side) => Promise<Reply>;
}

const ORGS = '/v2/manage/namespaces';
const ORG = `${ORGS}/ORG`;
const WEB = `${ORG}/repos/web`;
const SHARES = `${ORG}/repositories/web/access-domains`;

/** A call of the management API, by its path with ORG and PROJECT in it. */
function manage(method: string, path: string, body?: unknown, note = ''): Step {
  return {
    name: `${method} ${path}${note === '' ? '' : ` (${note})`}`,
    ask: (side) => side.manage(method, placed(side, path), body === undefined ? undefined : placedBody(side, body)),
  };
}

const placed = ({ org, projectId }: Side, text: string): string =>
  text.replaceAll('ORG', org).replaceAll('PROJECT', projectId ?? 'unknown');

const placedBody = (side: Side, body: unknown): unknown => JSON.parse(placed(side, JSON.stringify(body))) as unknown;

const retention = (template: string, params: unknown): unknown => ({
  algorithm: 'or',
  rules: [{ template, params, tag_selectors: [{ kind: 'label', pattern: 'v5' }] }],
});

const trigger = {
  ...{ action: 'update', app_type: 'deployments', application: 'none', cluster_ns: 'default', condition: '.*' },
  ...{ enable: 'true', name: 'none', trigger_mode: 'cce', trigger_type: 'all', cluster_id: 'none' },
};

const account: readonly Step[] = [
  manage('GET', '/v2'),
  manage('GET', '/v2/manage/projects/PROJECT/quotas'),
  manage('GET', '/v2/manage/projects/PROJECT/feature-gates'),
  manage('GET', '/v2/manage/agency'),
  manage('GET', '/v2/manage/overview'),
  manage('GET', '/v2/manage/reports/store/daily'),
  manage('GET', '/v2/manage/reports/cpu/daily', undefined, 'no such report'),
  manage('GET', '/v2/manage/regions'),
  manage('GET', '/v2/manage/nothing', undefined, 'no such call'),
];

const organizations: readonly Step[] = [
  manage('POST', ORGS, { namespace: 'ORG' }, 'exists'),
  manage('POST', ORGS, { namespace: 'Not-A-Name' }, 'no name'),
  manage('GET', `${ORGS}?filter=namespace::ORG`),
  manage('GET', ORG),
  manage('GET', `${ORGS}/ORG-missing`, undefined, 'missing'),
  manage('GET', `${ORG}/access`),
  manage('POST', `${ORG}/access`, [{ user_id: 'none', user_name: 'none', auth: 1 }], 'no such user'),
];

const repositories: readonly Step[] = [
  manage('POST', `${ORG}/repos`, { repository: 'web', category: 'linux', description: 'x', is_public: false }),
  manage('POST', `${ORG}/repos`, { repository: 'web', category: 'linux', is_public: false }, 'exists'),
  manage('POST', `${ORG}/repos`, { repository: 'Web', is_public: false }, 'no name'),
  manage('GET', WEB),
  manage('GET', `${ORG}/repos/missing`, undefined, 'missing'),
  manage('PATCH', WEB, { category: 'windows', description: 'y' }, 'without is_public'),
  manage('PATCH', WEB, { is_public: false, category: 'linux', description: 'y' }),
  manage('GET', `${WEB}/access`),
  manage('GET', '/v2/manage/repos?namespace=ORG'),
  manage('GET', '/v2/manage/repos?namespace=ORG&limit=1', undefined, 'limit alone'),
  manage('GET', '/v2/manage/repos?namespace=ORG&limit=1&offset=0'),
  manage('GET', '/v2/manage/repos?namespace=ORG&limit=1&offset=5', undefined, 'after the end'),
  manage('GET', '/v2/manage/repos?namespace=ORG&order_column=num_images&order_type=desc', undefined, 'no such column'),
  manage('GET', '/v2/manage/repos?filter=nonsense', undefined, 'no filter'),
  manage('GET', '/v3/manage/repos?namespace=ORG&limit=100'),
  manage('GET', '/v3/manage/shared-repositories?shared_by=self&namespace=ORG&limit=100'),
  manage('GET', '/v2/manage/shared-repositories?filter=center::self|limit::10|offset::0|namespace::ORG'),
];

const contents: readonly Step[] = [
  manage('GET', `${WEB}/tags`),
  manage('GET', `/v3/manage/namespaces/ORG/repos/web/tags?limit=10`),
  manage('GET', `${WEB}/tags/missing`, undefined, 'missing'),
  manage('POST', `${WEB}/tags`, { source_tag: 'missing', destination_tag: 'v2', override: false }, 'missing'),
  manage('GET', SHARES),
  manage('GET', `${SHARES}/swrctl-nobody`, undefined, 'not shared'),
  manage('GET', `${WEB}/triggers`),
  manage('GET', `${WEB}/triggers/missing`, undefined, 'missing'),
  manage('POST', `${WEB}/triggers`, trigger, 'no such cluster'),
  manage('GET', `${WEB}/sync_repo`),
  manage('POST', `${WEB}/sync_repo`, { remoteRegionId: 'moon-1', remoteNamespace: 'ORG', syncAuto: true }, 'no region'),
  manage('DELETE', `${WEB}/sync_repo`, { remoteRegionId: 'cn-east-3', remoteNamespace: 'ORG' }, 'missing'),
  manage('GET', `${WEB}/sync_job?filter=limit::10|offset::0|order::desc`),
  manage('GET', `${WEB}/retentions`),
  manage('POST', `${WEB}/retentions`, retention('date_rule', { days: '0' }), 'no days'),
  manage('POST', `${WEB}/retentions`, retention('tag_rule', { num: '1000' })),
  manage('GET', `${WEB}/retentions`, undefined, 'one'),
  manage('GET', `${WEB}/retentions/histories?filter=limit::10|offset::0`),
  manage('DELETE', `${WEB}/retentions/999999999`, undefined, 'missing'),
];

const removals: readonly Step[] = [
  manage('DELETE', ORG, undefined, 'not empty'),
  manage('DELETE', WEB),
  manage('DELETE', `${ORG}/repos/missing`, undefined, 'missing'),
];

/** What is asked of the management API, but for the making and the removal of the organization itself. */
export const MANAGEMENT: readonly Step[] = [...account, ...organizations, ...repositories, ...contents];
export const REMOVALS: readonly Step[] = removals;
