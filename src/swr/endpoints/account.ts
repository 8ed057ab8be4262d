import { list, boolean, map, number, object, record, string, withDefault } from '../../base/decode.ts';
import type { AccountTotals, Quota, UsagePoint } from '../../model/usage.ts';
import { endpoint, nothing } from '../endpoint.ts';
import { looseNumber, logins, text } from '../wire.ts';

const quotaName = (key: string): string => {
  if (key === 'namespace') return 'organization';
  return key === 'repo' ? 'repository' : key;
};

/** Source: SWR API reference, "Obtaining Quota Information". */
export const listQuotas = endpoint({
  does: 'show the quotas',
  method: 'GET',
  path: '/v2/manage/projects/{projectId}/quotas',
  query: ['namespace', 'repository'],
  decode: map(
    object({ quotas: list(object({ quota_key: string, quota_limit: looseNumber, used: looseNumber })) }),
    ({ quotas }) =>
      quotas.map((wire): Quota => ({ name: quotaName(wire.quota_key), limit: wire.quota_limit, used: wire.used })),
  ),
});

export const getTotals = endpoint({
  does: 'show the totals of the account',
  method: 'GET',
  path: '/v2/manage/overview',
  decode: map(
    object({
      domain_name: text,
      namspace_num: looseNumber, // the missing "e" is real
      repo_num: looseNumber,
      image_num: looseNumber,
      store_space: withDefault(looseNumber, 0),
      downflow_size: withDefault(looseNumber, 0),
    }),
    (wire): AccountTotals => ({
      account: wire.domain_name,
      organizations: wire.namspace_num,
      repositories: wire.repo_num,
      tags: wire.image_num,
      storage: wire.store_space,
      downloads: wire.downflow_size,
    }),
  ),
});

/** `resource`: `store` or `downflow`; `frequency`: `daily` or `monthly`. */
export const listUsage = endpoint({
  does: 'show the usage of the account',
  method: 'GET',
  path: '/v2/manage/reports/{resource}/{frequency}',
  decode: list(object({ date: string, value: number })) satisfies (value: unknown, at: string) => UsagePoint[],
});

/** What the service can do in this region and for this account; a gate that is missing is off. */
export const listFeatureGates = endpoint({
  does: 'list the features of the service',
  method: 'GET',
  path: '/v2/manage/projects/{projectId}/feature-gates',
  decode: map(
    record,
    (gates) =>
      new Map(Object.entries(gates).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean')),
  ),
});

/** A login for docker of some hours, by registry host. Its end is in the header `x-swr-expireat`, where there is one. */
export const createTemporaryLogin = endpoint({
  does: 'get a temporary login',
  method: 'POST',
  path: '/v2/manage/utils/secret',
  query: ['projectname', 'duration_seconds'],
  decode: logins,
});

/** The same for accounts of the newer identity service; refused elsewhere (4030170). */
export const createEnhancedLogin = endpoint({
  does: 'get an enhanced login',
  method: 'POST',
  path: '/v2/manage/utils/authorizationtoken',
  decode: logins,
});

/** Whether the service may act for the account, which triggers of CCI need. */
export const hasAgency = endpoint({
  does: 'ask for the agency of the service',
  method: 'GET',
  path: '/v2/manage/agency',
  decode: map(object({ is_agency: boolean }), ({ is_agency: isThere }) => isThere),
});

export const createAgency = endpoint({
  does: 'create the agency of the service',
  method: 'POST',
  path: '/v2/manage/agency',
  decode: nothing,
});

/** One version of the management API. */
export interface ApiVersion {
  readonly id: string;
  readonly status: string;
  /** Highest and lowest micro version; empty where there is none. */
  readonly version: string;
  readonly minVersion: string;
}

const apiVersion = map(
  object({ id: string, status: text, version: text, min_version: text }),
  ({ min_version: minVersion, ...wire }): ApiVersion => ({ ...wire, minVersion }),
);

export const listApiVersions = endpoint({
  does: 'list the versions of the API',
  method: 'GET',
  path: '/',
  decode: map(object({ versions: list(apiVersion) }), ({ versions }) => versions),
});

export const getApiVersion = endpoint({
  does: 'show version {version} of the API',
  method: 'GET',
  path: '/{version}',
  decode: map(object({ version: apiVersion }), ({ version }) => version),
});
