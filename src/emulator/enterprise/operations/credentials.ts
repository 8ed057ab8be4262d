import { boolean, object } from '../../../base/decode.ts';
import { put, remove } from '../../store/database.ts';
import { empty, json, type Reply } from '../../server/handler.ts';
import { gone, inInstance, type EnterpriseOperation, type InstanceCall } from '../call.ts';
import { no } from '../errors.ts';
import { newCredential } from '../instances.ts';
import { FREE, offsetPage } from '../paging.ts';
import { requireQuota } from '../quotas.ts';
import { INSTANCE_CREDENTIALS, type InstanceCredential } from '../records.ts';
import { NAME, text } from '../shapes.ts';

/** Logins for the registry host of an instance. To make one is singular in the path, everything else plural. */
export const credentialOperations: readonly EnterpriseOperation[] = [
  inInstance('POST', 'temp-credential', 1, createTemporary),
  inInstance('POST', 'long-term-credential', 1, createLongTerm),
  inInstance('GET', 'long-term-credentials', 1, listLongTerm),
  inInstance('PUT', 'long-term-credentials/{credential}', 1, updateLongTerm),
  inInstance('DELETE', 'long-term-credentials/{credential}', 1, deleteLongTerm),
];

/** The only answer that has the password. */
function encodeNew(credential: InstanceCredential): Record<string, unknown> {
  return {
    auth_token: credential.authToken,
    created_at: credential.createdAt,
    ...(credential.expiresAt === undefined ? {} : { expire_date: credential.expiresAt }),
    token_id: credential.tokenId,
    user_id: credential.userId,
  };
}

async function addCredential({ world, instance }: InstanceCall, credential: InstanceCredential): Promise<Reply> {
  await world.database.write(put(INSTANCE_CREDENTIALS, instance.id, credential.tokenId, credential));
  return json(201, encodeNew(credential));
}

function createTemporary(call: InstanceCall): Promise<Reply> {
  return addCredential(call, newCredential(call.world, call.caller.user));
}

const decodeCreate = object({ name: text({ min: 1, max: 64, pattern: NAME }) });

function longTermOf({ world, instance }: InstanceCall): readonly InstanceCredential[] {
  return world.database.all(INSTANCE_CREDENTIALS, instance.id).filter(({ name }) => name !== undefined);
}

async function createLongTerm(call: InstanceCall): Promise<Reply> {
  const { name } = call.body(decodeCreate);
  const { user } = call.caller;
  if (longTermOf(call).some((one) => one.name === name && one.ownerId === user.id)) throw no('exists');
  requireQuota(call.world, call.instance, 'credential');
  return addCredential(call, newCredential(call.world, user, name));
}

/** One's own; everybody's with `self_only=false`, for administrators. */
function listLongTerm(call: InstanceCall): Reply {
  const { caller, query, instance } = call;
  const isAll = query.get('self_only') === 'false';
  if (isAll && !caller.user.isAdministrator) throw no('forbidden');
  const credentials = longTermOf(call).filter(({ ownerId }) => isAll || ownerId === caller.user.id);
  const page = offsetPage(credentials, query, FREE).map((one) => ({
    created_at: one.createdAt,
    enable: one.isEnabled,
    instance_id: instance.id,
    name: one.name,
    token_id: one.tokenId,
    user_id: one.userId,
    user_profile: JSON.stringify({ user_id: one.ownerId }),
  }));
  return json(200, { total: credentials.length, auth_tokens: page });
}

/** @throws {Refusal} for one that is not there, or somebody else's. */
function credentialOf(call: InstanceCall): InstanceCredential {
  const { params, caller } = call;
  const found = longTermOf(call).find(({ tokenId }) => tokenId === params['credential']);
  if (found === undefined) throw gone(call);
  if (found.ownerId !== caller.user.id && !caller.user.isAdministrator) throw no('notYours');
  return found;
}

const decodeUpdate = object({ enable: boolean });

async function updateLongTerm(call: InstanceCall): Promise<Reply> {
  const credential = credentialOf(call);
  const { enable: isEnabled } = call.body(decodeUpdate);
  const { world, instance } = call;
  await world.database.write(put(INSTANCE_CREDENTIALS, instance.id, credential.tokenId, { ...credential, isEnabled }));
  return empty(200);
}

async function deleteLongTerm(call: InstanceCall): Promise<Reply> {
  const { tokenId } = credentialOf(call);
  await call.world.database.write(remove(INSTANCE_CREDENTIALS, call.instance.id, tokenId));
  return empty(204);
}
