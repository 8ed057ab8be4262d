import { object, string, withDefault } from '../../base/decode.ts';
import { put, remove } from '../store/database.ts';
import { findAccount } from '../iam/directory.ts';
import { empty, json, type Reply } from '../server/handler.ts';
import { formatTime } from '../domain/records.ts';
import { isValidShare, SHARES, type Share } from '../domain/shares.ts';
import { fail } from './errors.ts';
import { cappedList } from './paging.ts';
import { repositoryOf, type Call, type Operation } from './route.ts';

const MAX_SHARES = 500;
const MAX_DESCRIPTION_LENGTH = 1000;

/** Sharing with other accounts. `repositories` is the documented path, `repos` one that a client library uses. */
export const shareOperations: readonly Operation[] = ['repositories', 'repos'].flatMap((word) => {
  const list = `/v2/manage/namespaces/{namespace}/${word}/{repository}/access-domains`;
  const one = `${list}/{domain}`;
  return [
    { method: 'POST', path: list, handle: createShare },
    { method: 'GET', path: list, handle: listShares },
    { method: 'GET', path: one, handle: showShare },
    { method: 'PATCH', path: one, handle: updateShare },
    { method: 'DELETE', path: one, handle: deleteShare },
  ];
});

const terms = { permit: string, deadline: string, description: withDefault(string, '') };
const decodeCreate = object({ access_domain: string, ...terms });
const decodeUpdate = object(terms);

type Terms = ReturnType<typeof decodeUpdate>;

/** @throws {Refusal} for what cannot be agreed on: only `read`, and only until a time to come. */
function checkTerms(call: Call, { permit, deadline, description }: Terms): Pick<Share, 'deadline' | 'description'> {
  if (permit !== 'read') throw fail(4000014, 'permit');
  if (description.length > MAX_DESCRIPTION_LENGTH) throw fail(4131012);
  if (deadline === 'forever') return { deadline, description };
  const end = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(deadline) ? Date.parse(deadline) : Number.NaN;
  if (!(end > call.world.now().getTime())) throw fail(4000014, 'deadline');
  return { deadline: formatTime(new Date(end)), description };
}

async function createShare(call: Call): Promise<Reply> {
  const { world, caller } = call;
  const { repository, namespace, scope } = repositoryOf(call, 7);
  const body = call.body(decodeCreate);
  const account = findAccount(world, 'name', body.access_domain);
  if (account === undefined || account.id === namespace.accountId) throw fail(4001041, body.access_domain);
  if (repository.isPublic) throw fail(4000014, 'the image is public');
  if (world.database.get(SHARES, scope, account.name) !== undefined) throw fail(4090089, account.name);
  if (world.database.all(SHARES, scope).length >= MAX_SHARES) throw fail(4000014, 'too many accounts');
  const now = formatTime(world.now());
  const share: Share = {
    id: world.database.nextId(),
    accountName: account.name,
    ...checkTerms(call, body),
    creatorId: caller.user.id,
    creatorName: caller.user.name,
    createdAt: now,
    updatedAt: now,
  };
  await world.database.write(put(SHARES, scope, account.name, share));
  return json(201, {});
}

function encodeShare(call: Call, share: Share): Record<string, unknown> {
  const { namespace, repository } = call.params;
  return {
    namespace,
    repository,
    access_domain: share.accountName,
    permit: 'read',
    deadline: share.deadline,
    description: share.description,
    creator_id: share.creatorId,
    creator_name: share.creatorName,
    created: share.createdAt,
    updated: share.updatedAt,
    status: isValidShare(share, call.world.now()),
  };
}

/** All of them for the owner; the other side sees what concerns it. */
function visibleShares(call: Call): readonly Share[] {
  const { namespace, scope } = repositoryOf(call, 1);
  const { account } = call.caller.user;
  const shares = call.world.database.all(SHARES, scope);
  return namespace.accountId === account.id ? shares : shares.filter((share) => share.accountName === account.name);
}

function listShares(call: Call): Reply {
  return json(
    200,
    cappedList(visibleShares(call)).map((share) => encodeShare(call, share)),
  );
}

/** @throws {Refusal} 4001090, a 400, as the live service answers. */
function shareOf(call: Call): Share {
  const name = call.params['domain'] ?? '';
  const share = visibleShares(call).find((one) => one.accountName === name);
  if (share === undefined) throw fail(4001090, name);
  return share;
}

function showShare(call: Call): Reply {
  return json(200, { exist: true, ...encodeShare(call, shareOf(call)) });
}

async function updateShare(call: Call): Promise<Reply> {
  const { database, now } = call.world;
  const { scope } = repositoryOf(call, 7);
  const share = shareOf(call);
  const changed = { ...share, ...checkTerms(call, call.body(decodeUpdate)), updatedAt: formatTime(now()) };
  await database.write(put(SHARES, scope, share.accountName, changed));
  return json(201, {});
}

async function deleteShare(call: Call): Promise<Reply> {
  const { scope } = repositoryOf(call, 7);
  await call.world.database.write(remove(SHARES, scope, shareOf(call).accountName));
  return empty(204);
}
