import { object } from '../../../base/decode.ts';
import { put, remove } from '../../store/database.ts';
import { empty, json, type Reply } from '../../server/handler.ts';
import { formatTime } from '../../domain/records.ts';
import { stableId } from '../../domain/regions.ts';
import { gone, inInstance, type EnterpriseOperation, type InstanceCall } from '../call.ts';
import { no } from '../errors.ts';
import { requireGate } from '../gates.ts';
import { defaultDomain, isTaken } from '../hosts.ts';
import { CUSTOM_DOMAINS, type CustomDomain } from '../records.ts';
import { text } from '../shapes.ts';

/** Host names of an instance: the one that it was born with, and those of one's own. */
export const domainOperations: readonly EnterpriseOperation[] = [
  inInstance('POST', 'domainname', 7, addDomain),
  inInstance('GET', 'domainname', 1, listDomains),
  inInstance('PUT', 'domainname/{domain}', 7, updateDomain),
  inInstance('DELETE', 'domainname/{domain}', 7, deleteDomain),
];

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const HOST_NAME = new RegExp(`^(?:\\*\\.)?${LABEL}(?:\\.${LABEL})+$`);

const certificate = text({ min: 1 });
const decodeAdd = object({ domain_name: text({ max: 100, pattern: HOST_NAME }), certificate_id: certificate });
const decodeUpdate = object({ certificate_id: certificate });

const defaultId = ({ instance }: InstanceCall): string => stableId('domain', instance.id);

function encodeDomain(
  { instance }: InstanceCall,
  type: 'default' | 'custom',
  { id, name, certificateId, createdAt, updatedAt }: CustomDomain,
): Record<string, unknown> {
  return {
    uid: id,
    domain_id: instance.accountId,
    project_id: instance.projectId,
    instance_id: instance.id,
    type,
    domain_name: name,
    ...(certificateId === '' ? {} : { certificate_id: certificateId }),
    created_at: createdAt,
    updated_at: updatedAt,
  };
}

/** Names are the same in either case, and of one instance only. */
async function addDomain(call: InstanceCall): Promise<Reply> {
  const { world, instance } = call;
  requireGate(instance, 'enableDomainName');
  const { domain_name: name, certificate_id: certificateId } = call.body(decodeAdd);
  const key = name.toLowerCase();
  if (isTaken(world.database, key)) throw no('exists');
  const now = formatTime(world.now());
  const id = stableId('domain', instance.id, key, String(world.database.nextId()));
  const domain: CustomDomain = { id, name: key, certificateId, createdAt: now, updatedAt: now };
  await world.database.write(put(CUSTOM_DOMAINS, instance.id, key, domain));
  return json(201, { domain_name_info: encodeDomain(call, 'custom', domain) });
}

function listDomains(call: InstanceCall): Reply {
  const { world, instance, query } = call;
  const { createdAt, label } = instance;
  const born = { id: defaultId(call), name: defaultDomain(label), certificateId: '', createdAt, updatedAt: createdAt };
  const own = world.database.all(CUSTOM_DOMAINS, instance.id);
  const uid = query.get('uid') ?? '';
  const name = (query.get('domain_name') ?? '').toLowerCase();
  const found = [
    encodeDomain(call, 'default', born),
    ...own.map((domain) => encodeDomain(call, 'custom', domain)),
  ].filter((one) => (uid === '' || one['uid'] === uid) && (name === '' || one['domain_name'] === name));
  return json(200, { domain_name_infos: found });
}

/** @throws {Refusal} for one that is not there, and for the one that cannot be changed. */
function domainOf(call: InstanceCall): CustomDomain {
  const { world, instance, params } = call;
  requireGate(instance, 'enableDomainName');
  const id = params['domain'] ?? '';
  if (id === defaultId(call)) throw no('wrongState', 'the default domain');
  const found = world.database.all(CUSTOM_DOMAINS, instance.id).find((one) => one.id === id);
  if (found === undefined) throw gone(call);
  return found;
}

async function updateDomain(call: InstanceCall): Promise<Reply> {
  const before = domainOf(call);
  const { certificate_id: certificateId } = call.body(decodeUpdate);
  const { world, instance } = call;
  const after = { ...before, certificateId, updatedAt: formatTime(world.now()) };
  await world.database.write(put(CUSTOM_DOMAINS, instance.id, after.name, after));
  return json(200, { domain_name_info: encodeDomain(call, 'custom', after) });
}

async function deleteDomain(call: InstanceCall): Promise<Reply> {
  const { name } = domainOf(call);
  await call.world.database.write(remove(CUSTOM_DOMAINS, call.instance.id, name));
  return empty(204);
}
