import { parse } from 'yaml';
import { array, boolean, object, optional, string, withDefault } from '../decode.ts';
import { SwrctlError, hasCode } from '../errors.ts';
import { ADMINISTRATOR } from './accounts.ts';
import { put, type Change } from './database.ts';
import { findUser } from './directory.ts';
import { isNamespaceName } from './management/namespaces.ts';
import {
  formatTime,
  NAMESPACES,
  NAMESPACE_GRANTS,
  REPOSITORIES,
  type Grant,
  type Level,
  type Namespace,
  type Repository,
} from './records.ts';
import { DEFAULT_REGION, REGIONS } from './regions.ts';
import type { World } from './world.ts';

const decodeSeed = object({
  organizations: withDefault(
    array(
      object({
        name: string,
        region: withDefault(string, DEFAULT_REGION),
        owner: withDefault(string, ADMINISTRATOR.name),
        grants: withDefault(array(object({ user: string, level: string })), []),
        repositories: withDefault(
          array(object({ name: string, public: withDefault(boolean, false), description: optional(string) })),
          [],
        ),
      }),
    ),
    [],
  ),
});

type Seed = ReturnType<typeof decodeSeed>['organizations'][number];

const LEVELS: Readonly<Record<string, Level>> = { read: 1, edit: 3, manage: 7 };

/**
 * Creates what a seed lists and is not there yet. Limits do not apply.
 *
 * @throws {SwrctlError} USAGE naming what is wrong.
 */
export async function plantSeed(world: World, yaml: string): Promise<void> {
  for (const organization of parseSeed(yaml).organizations) {
    if (world.database.get(NAMESPACES, organization.region, organization.name) !== undefined) continue;
    await world.database.write(...seedChanges(world, organization));
  }
}

function wrong(message: string, cause?: unknown): SwrctlError {
  return new SwrctlError('USAGE', `the seed is wrong: ${message}`, { cause });
}

function parseSeed(yaml: string): ReturnType<typeof decodeSeed> {
  try {
    return decodeSeed(parse(yaml) ?? {}, 'seed');
  } catch (error) {
    throw wrong(hasCode(error, 'API_SHAPE') ? error.message : 'it is not YAML', error);
  }
}

function seedChanges(world: World, seed: Seed): Change[] {
  const owner = findUser(world, 'name', seed.owner);
  if (owner === undefined) throw wrong(`there is no user "${seed.owner}"`);
  if (!isNamespaceName(seed.name)) throw wrong(`"${seed.name}" is not an organization name`);
  if (!REGIONS.includes(seed.region)) throw wrong(`there is no region "${seed.region}"`);
  const now = formatTime(world.now());
  const created = { creatorId: owner.id, creatorName: owner.name, createdAt: now };
  const namespace: Namespace = {
    id: world.database.nextId(),
    name: seed.name,
    accountId: owner.account.id,
    ...created,
  };
  const scope = `${seed.region}/${seed.name}`;
  const grants = [
    { userId: owner.id, userName: owner.name, level: 7 as Level },
    ...seed.grants.map((grant) => seedGrant(world, grant)),
  ];
  const repositories = seed.repositories.map((one): Repository => ({
    ...created,
    id: world.database.nextId(),
    namespace: seed.name,
    name: one.name,
    isPublic: one.public,
    category: 'other',
    description: one.description ?? '',
    downloads: 0,
    updatedAt: now,
  }));
  return [
    put(NAMESPACES, seed.region, seed.name, namespace),
    ...grants.map((grant) => put(NAMESPACE_GRANTS, scope, grant.userId, grant)),
    ...repositories.map((repository) => put(REPOSITORIES, scope, repository.name, repository)),
  ];
}

function seedGrant(world: World, { user: name, level }: { user: string; level: string }): Grant {
  const user = findUser(world, 'name', name);
  const wire = LEVELS[level];
  if (user === undefined) throw wrong(`there is no user "${name}"`);
  if (wire === undefined) throw wrong(`"${level}" is not a level; use read, edit or manage`);
  return { userId: user.id, userName: user.name, level: wire };
}
