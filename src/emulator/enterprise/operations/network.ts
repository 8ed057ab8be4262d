import { randomBytes } from 'node:crypto';
import { array, boolean, object, string, withDefault, type Decoder } from '../../../base/decode.ts';
import { SwrctlError } from '../../../base/errors.ts';
import { put } from '../../store/database.ts';
import { findAccountProject } from '../../iam/directory.ts';
import { empty, json, type Reply } from '../../server/handler.ts';
import { formatTime } from '../../domain/records.ts';
import { stableId } from '../../domain/regions.ts';
import { gone, inInstance, type EnterpriseOperation, type InstanceCall } from '../call.ts';
import { no } from '../errors.ts';
import { doneAt, newJob } from '../jobs.ts';
import { endpointsOf, endpointStatus, isRange, publicStatus, VPC } from '../network.ts';
import { FREE, offsetPage } from '../paging.ts';
import { requireQuota } from '../quotas.ts';
import { INSTANCES, INSTANCE_JOBS, INTERNAL_ENDPOINTS, type InternalEndpoint } from '../records.ts';
import { text } from '../shapes.ts';

/** From where an instance is reached: a switch with a list of addresses for the internet, and entries of networks. */
export const networkOperations: readonly EnterpriseOperation[] = [
  inInstance('POST', 'endpoint-policy', 7, switchPublic),
  inInstance('PUT', 'endpoint-policy', 7, replaceAllowList),
  inInstance('GET', 'endpoint-policy', 1, ({ world, instance }) =>
    json(200, { status: publicStatus(world, instance), ip_list: instance.allowList }),
  ),
  inInstance('POST', 'internal-endpoints', 7, addEndpoint),
  inInstance('GET', 'internal-endpoints', 1, listEndpoints),
  inInstance('GET', 'internal-endpoints/{endpoint}', 1, (call) => json(200, encodeEndpoint(call, endpointOf(call)))),
  inInstance('DELETE', 'internal-endpoints/{endpoint}', 7, deleteEndpoint),
];

const decodeSwitch = object({ enable: boolean });

/** On is possible from off only, and off from on; it takes as long as a job. */
async function switchPublic(call: InstanceCall): Promise<Reply> {
  const { world, instance } = call;
  const { enable: isPublic } = call.body(decodeSwitch);
  if (publicStatus(world, instance) !== (isPublic ? 'Disable' : 'Enable')) throw no('wrongState', 'public access');
  const updatedAt = formatTime(world.now());
  const after = { ...instance, isPublic, switchedAt: doneAt(world), updatedAt };
  await world.database.write(put(INSTANCES, '', instance.id, after));
  return empty(202);
}

const range: Decoder<string> = (value, at) => {
  const found = string(value, at);
  if (isRange(found)) return found;
  throw new SwrctlError('API_SHAPE', `${at} is neither an IPv4 address nor a range`);
};

const decodeList = object({ ip_list: array(object({ ip: range, description: withDefault(string, '') })) });

/** The list as a whole, while public access is on. */
async function replaceAllowList(call: InstanceCall): Promise<Reply> {
  const { world, instance } = call;
  const { ip_list: allowList } = call.body(decodeList);
  if (publicStatus(world, instance) !== 'Enable') throw no('wrongState', 'public access is off');
  const updatedAt = formatTime(world.now());
  await world.database.write(put(INSTANCES, '', instance.id, { ...instance, allowList, updatedAt }));
  return empty(200);
}

function encodeEndpoint(
  { world, caller, instance }: InstanceCall,
  endpoint: InternalEndpoint,
): Record<string, unknown> {
  const project = findAccountProject(world, caller.user.account.id, 'id', endpoint.projectId);
  return {
    id: endpoint.id,
    vpcep_endpoint_id: stableId('vpcep', endpoint.id),
    project_id: endpoint.projectId,
    project_name: project?.name ?? instance.region,
    vpc_id: endpoint.vpcId,
    subnet_id: endpoint.subnetId,
    ...VPC,
    endpoint_ip: endpoint.ip,
    description: endpoint.description,
    status: endpointStatus(world, endpoint),
    status_text: '',
    created_at: endpoint.createdAt,
  };
}

const decodeEndpoint = object({
  project_id: text({ min: 1 }),
  vpc_id: text({ min: 1 }),
  subnet_id: text({ min: 1 }),
  description: withDefault(string, ''),
});

/** The project of the network may be another one of the account; each network has one entry. */
async function addEndpoint(call: InstanceCall): Promise<Reply> {
  const { world, instance, caller } = call;
  const { project_id: projectId, vpc_id: vpcId, subnet_id: subnetId, description } = call.body(decodeEndpoint);
  if (findAccountProject(world, caller.user.account.id, 'id', projectId) === undefined) throw no('notYours');
  const others = endpointsOf(world, instance);
  if (others.some((one) => one.vpcId === vpcId)) throw no('exists');
  requireQuota(world, instance, 'vpc');
  const id = randomBytes(16).toString('hex');
  const endpoint: InternalEndpoint = {
    ...{ id, projectId, vpcId, subnetId, description },
    ip: freeAddress(others),
    isLeaving: false,
    endsAt: doneAt(world),
    createdAt: formatTime(world.now()),
  };
  const job = { ...newJob(world, instance, 'CreateInternalEndpoint'), resourceId: id, resourceName: vpcId };
  await world.database.write(put(INTERNAL_ENDPOINTS, instance.id, id, endpoint), put(INSTANCE_JOBS, '', job.id, job));
  return json(201, { id });
}

/** The first two addresses of a network are its own. */
const FIRST_ADDRESS = 2;

function freeAddress(others: readonly InternalEndpoint[]): string {
  const taken = new Set(others.map(({ ip }) => ip));
  let last = FIRST_ADDRESS;
  while (taken.has(`192.168.0.${last}`)) last += 1;
  return `192.168.0.${last}`;
}

function listEndpoints(call: InstanceCall): Reply {
  const endpoints = endpointsOf(call.world, call.instance);
  const page = offsetPage(endpoints, call.query, FREE).map((one) => encodeEndpoint(call, one));
  return json(200, { internal_endpoints: page, total: endpoints.length });
}

/** @throws {Refusal} for one that is not there. */
function endpointOf(call: InstanceCall): InternalEndpoint {
  const found = endpointsOf(call.world, call.instance).find(({ id }) => id === call.params['endpoint']);
  if (found === undefined) throw gone(call);
  return found;
}

/** It stays as Deleting until the work is done. */
async function deleteEndpoint(call: InstanceCall): Promise<Reply> {
  const { world, instance } = call;
  const endpoint = endpointOf(call);
  if (endpointStatus(world, endpoint) === 'Deleting') throw no('wrongState');
  const { id, vpcId } = endpoint;
  const job = { ...newJob(world, instance, 'DeleteInternalEndpoint'), resourceId: id, resourceName: vpcId };
  await world.database.write(
    put(INTERNAL_ENDPOINTS, instance.id, id, { ...endpoint, isLeaving: true, endsAt: doneAt(world) }),
    put(INSTANCE_JOBS, '', job.id, job),
  );
  return empty(202);
}
