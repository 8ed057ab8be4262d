import { boolean, object, optional, string, withDefault } from '../../../base/decode.ts';
import { put } from '../../store/database.ts';
import { empty, json, type Reply } from '../../server/handler.ts';
import { formatTime } from '../../domain/records.ts';
import {
  inInstance,
  onInstance,
  visibleInstances,
  type EnterpriseCall,
  type EnterpriseOperation,
  type InstanceCall,
} from '../call.ts';
import { no } from '../errors.ts';
import { instanceChanges, planInstance, removalChanges } from '../instances.ts';
import { newJob } from '../jobs.ts';
import { VPC } from '../network.ts';
import { FREE, offsetPage } from '../paging.ts';
import { INSTANCES, INSTANCE_JOBS, type Instance } from '../records.ts';
import { tagChanges } from '../resource-tags.ts';
import { choice, text } from '../shapes.ts';
import { decodeTagList } from './resource-tags.ts';

/** Life of instances, and their one setting. */
export const instanceOperations: readonly EnterpriseOperation[] = [
  { method: 'POST', path: '{project}/instances', handle: createInstance },
  { method: 'GET', path: '{project}/instances', handle: listInstances },
  onInstance('GET', '{project}/instances/{instance}', 1, (call) => json(200, encodeInstance(call, call.instance))),
  onInstance('DELETE', '{project}/instances/{instance}', 7, deleteInstance),
  inInstance('GET', 'configurations', 1, ({ instance }) => json(200, { anonymous_access: instance.isAnonymous })),
  inInstance('PUT', 'configurations', 7, updateConfiguration),
];

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const decodeCreate = object({
  name: text({ min: 3, max: 48, pattern: NAME }),
  description: withDefault(string, ''),
  spec: choice('swr.ee.basic', 'swr.ee.professional'),
  vpc_id: text({ min: 1 }),
  subnet_id: text({ min: 1 }),
  project_id: text({ min: 1 }),
  charge_mode: choice('postPaid'),
  enterprise_project_id: string,
  resource_tags: withDefault(decodeTagList, []),
  obs_encrypt: optional(boolean),
  encrypt_type: optional(choice('', 'gm')),
  obs_bucket_name: optional(string),
  enable_intranet_access: withDefault(boolean, true),
  obs_enc_kms_key_id: optional(string),
});

async function createInstance(call: EnterpriseCall): Promise<Reply> {
  const { world, caller, projectId } = call;
  if (!caller.user.isAdministrator) throw no('forbidden');
  const body = call.body(decodeCreate);
  const bucket = body.obs_bucket_name ?? '';
  if (body.obs_enc_kms_key_id !== undefined && (body.obs_encrypt !== true || bucket !== '')) {
    throw no('badParameter', 'obs_enc_kms_key_id');
  }
  const instance = planInstance(world, {
    name: body.name,
    accountId: caller.user.account.id,
    projectId,
    region: caller.region,
    description: body.description,
    spec: body.spec,
    vpcId: body.vpc_id,
    subnetId: body.subnet_id,
    enterpriseProjectId: body.enterprise_project_id,
    status: 'Creating',
    isIntranet: body.enable_intranet_access,
    ...(bucket === '' ? {} : { bucket }),
  });
  const job = newJob(world, instance, 'CreateInstance');
  await world.database.write(
    ...instanceChanges(world, instance),
    ...tagChanges(world, instance.id, body.resource_tags),
    put(INSTANCE_JOBS, '', job.id, job),
  );
  return json(201, { job_id: job.id, instance_id: instance.id });
}

export function encodeInstance({ world }: Pick<EnterpriseCall, 'world'>, instance: Instance): Record<string, unknown> {
  return {
    id: instance.id,
    name: instance.name,
    description: instance.description,
    vpc_id: instance.vpcId,
    subnet_id: instance.subnetId,
    spec: instance.spec,
    version: '25.9.10',
    charge_mode: 'postPaid',
    access_address: world.hosts.addressOf(instance.id),
    created_at: instance.createdAt,
    updated_at: instance.updatedAt,
    status: instance.status,
    obs_bucket_name: instance.bucket,
    project_id: instance.projectId,
    enterprise_project_id: instance.enterpriseProjectId,
    user_def_obs: instance.isOwnBucket,
    ...VPC,
  };
}

/** Instances of the project that the caller may see. */
function listInstances(call: EnterpriseCall): Reply {
  const { query } = call;
  const wanted = query.get('enterprise_project_id') ?? 'all_granted_eps';
  const instances = visibleInstances(call).filter(
    (one) => wanted === 'all_granted_eps' || one.enterpriseProjectId === wanted,
  );
  const page = offsetPage(instances, query, FREE).map((one) => encodeInstance(call, one));
  return json(200, { instances: page, total: instances.length });
}

const decodeDelete = object({ delete_obs: withDefault(boolean, false), delete_dns: withDefault(boolean, false) });

async function deleteInstance(call: InstanceCall): Promise<Reply> {
  const { world, instance } = call;
  call.maybeBody(decodeDelete, { delete_obs: false, delete_dns: false });
  await world.hosts.close(instance.id);
  await world.database.write(...removalChanges(world, instance.id));
  return empty(202);
}

const decodeConfiguration = object({ anonymous_access: boolean });

async function updateConfiguration(call: InstanceCall): Promise<Reply> {
  const { world, instance } = call;
  const { anonymous_access: isAnonymous } = call.body(decodeConfiguration);
  const updatedAt = formatTime(world.now());
  await world.database.write(put(INSTANCES, '', instance.id, { ...instance, isAnonymous, updatedAt }));
  return empty(200);
}
