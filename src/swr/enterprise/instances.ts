import { boolean, list, map, object, optional, present, string, withDefault, type Decoder } from '../../base/decode.ts';
import { endpoint, nothing } from '../endpoint.ts';
import type { Page } from '../paging.ts';
import { count, maybeSeconds, maybeText, maybeTime, oneWord } from './wire.ts';

/** A registry of the enterprise edition, as the service describes it. */
export interface Instance {
  readonly id: string;
  readonly name: string;
  /** `Running` when it can be used. */
  readonly status: string;
  readonly spec?: string;
  readonly version?: string;
  /** Registry host; absent while it is made. */
  readonly host?: string;
  readonly description?: string;
  readonly vpc?: string;
  readonly subnet?: string;
  readonly enterpriseProject?: string;
  readonly bucket?: string;
  readonly createdAt?: Date;
  readonly expiresAt?: Date;
}

const instance: Decoder<Instance> = map(
  object({
    id: string,
    name: string,
    status: string,
    spec: maybeText,
    version: maybeText,
    access_address: maybeText,
    description: maybeText,
    vpc_id: maybeText,
    subnet_id: maybeText,
    enterprise_project_id: maybeText,
    obs_bucket_name: maybeText,
    created_at: maybeTime,
    expires_at: maybeSeconds,
  }),
  (wire): Instance => ({
    id: wire.id,
    name: wire.name,
    status: wire.status,
    ...present({
      spec: wire.spec,
      version: wire.version,
      host: wire.access_address
        ?.toLowerCase()
        .replace(/^https?:\/\//, '')
        .replace(/\/+$/, ''),
      description: wire.description,
      vpc: wire.vpc_id,
      subnet: wire.subnet_id,
      enterpriseProject: wire.enterprise_project_id,
      bucket: wire.obs_bucket_name,
      createdAt: wire.created_at,
      expiresAt: wire.expires_at,
    }),
  }),
);

const BASE = '/v2/{project}/instances';
const ONE = '/v2/{project}/instances/{instance}';

export const listInstances = endpoint({
  does: 'list the instances',
  method: 'GET',
  path: BASE,
  query: ['limit', 'offset', 'status', 'enterprise_project_id'],
  decode: map(
    object({ instances: list(instance), total: optional(count) }),
    ({ instances, total }): Page<Instance> => ({ items: instances, ...present({ total }) }),
  ),
});

export const getInstance = endpoint({ does: 'show the instance', method: 'GET', path: ONE, decode: instance });

/** What a new instance is to be; only its settings can be changed later. */
export interface NewInstance {
  readonly name: string;
  readonly spec: string;
  readonly vpc: string;
  readonly subnet: string;
  readonly projectId: string;
  readonly enterpriseProject: string;
  readonly description?: string | undefined;
  readonly labels: readonly { readonly key: string; readonly value: string }[];
  readonly bucket?: string | undefined;
  readonly encryption?: 'aes256' | 'sm4' | undefined;
  readonly kmsKey?: string | undefined;
  readonly hasIntranet: boolean;
}

export const createInstance = endpoint({
  does: 'create instance {name}',
  method: 'POST',
  path: BASE,
  encode: (body: NewInstance) => ({
    name: body.name,
    spec: body.spec,
    vpc_id: body.vpc,
    subnet_id: body.subnet,
    project_id: body.projectId,
    charge_mode: 'postPaid',
    enterprise_project_id: body.enterpriseProject,
    enable_intranet_access: body.hasIntranet,
    ...(body.description === undefined ? {} : { description: body.description }),
    ...(body.labels.length === 0 ? {} : { resource_tags: body.labels }),
    ...(body.bucket === undefined ? {} : { obs_bucket_name: body.bucket }),
    ...(body.encryption === undefined ? {} : { obs_encrypt: true }),
    ...(body.encryption === 'sm4' ? { encrypt_type: 'gm' } : {}),
    ...(body.kmsKey === undefined ? {} : { obs_enc_kms_key_id: body.kmsKey }),
  }),
  decode: map(object({ job_id: string, instance_id: string }), (wire) => ({
    jobId: wire.job_id,
    instanceId: wire.instance_id,
  })),
});

/** No job comes of it: the instance is gone when it is not found any more. */
export const deleteInstance = endpoint({
  does: 'remove the instance',
  method: 'DELETE',
  path: ONE,
  encode: ({ bucket, dns }: { readonly bucket: boolean; readonly dns: boolean }) => ({
    delete_obs: bucket,
    delete_dns: dns,
  }),
  decode: nothing,
});

export const getConfiguration = endpoint({
  does: 'show the settings of the instance',
  method: 'GET',
  path: `${ONE}/configurations`,
  decode: map(object({ anonymous_access: withDefault(boolean, false) }), (wire) => ({
    isAnonymous: wire.anonymous_access,
  })),
});

export const updateConfiguration = endpoint({
  does: 'change the settings of the instance',
  method: 'PUT',
  path: `${ONE}/configurations`,
  encode: ({ isAnonymous }: { readonly isAnonymous: boolean }) => ({ anonymous_access: isAnonymous }),
  decode: nothing,
});

/** Work that goes on in the service. */
export interface Job {
  readonly id: string;
  /** running, succeeded, failed, creating, initializing. */
  readonly status: string;
  readonly type?: string;
  readonly instanceId?: string;
  readonly resource?: string;
  readonly reason?: string;
  readonly createdAt?: Date;
  readonly updatedAt?: Date;
}

const job: Decoder<Job> = map(
  object({
    id: string,
    status: string,
    type: maybeText,
    instance_id: maybeText,
    resource_name: maybeText,
    reason: maybeText,
    created_at: maybeTime,
    updated_at: maybeTime,
  }),
  (wire): Job => ({
    id: wire.id,
    status: oneWord(wire.status),
    ...present({
      type: wire.type,
      instanceId: wire.instance_id,
      resource: wire.resource_name,
      reason: wire.reason,
      createdAt: wire.created_at,
      updatedAt: wire.updated_at,
    }),
  }),
);

export const listJobs = endpoint({
  does: 'list the jobs',
  method: 'GET',
  path: '/v2/{project}/jobs',
  query: ['limit', 'offset', 'status'],
  decode: map(object({ jobs: list(job), total: optional(count) }), ({ jobs, total }): Page<Job> => ({
    items: jobs,
    ...present({ total }),
  })),
});

export const getJob = endpoint({
  does: 'show job {job}',
  method: 'GET',
  path: '/v2/{project}/jobs/{job}',
  decode: job,
});

export const deleteJob = endpoint({
  does: 'remove job {job}',
  method: 'DELETE',
  path: '/v2/{project}/jobs/{job}',
  decode: nothing,
});

const switches = map(object({}), () => ({}));

/** Names of switches that are on. */
const gates: Decoder<string[]> = (value, at) => {
  switches(value, at);
  return Object.entries(value as Record<string, unknown>)
    .filter(([, isOn]) => isOn === true || isOn === 'true')
    .map(([name]) => name);
};

export const listFeatureGates = endpoint({
  does: 'list what the instance can do',
  method: 'GET',
  path: `${ONE}/feature-gates`,
  decode: gates,
});

export const listProjectGates = endpoint({
  does: 'list what the enterprise edition offers here',
  method: 'GET',
  path: '/v2/{project}/feature-gates',
  decode: gates,
});
