import { createAccount, createUser, type Account, type User } from './iam/accounts.ts';
import { put, type Change } from './store/database.ts';
import { addAccount, addUser, findAccount, findUser, listUsers } from './iam/directory.ts';
import { isNamespaceName } from './management/namespaces.ts';
import { namespaceScope, repositoryScope } from './domain/place.ts';
import {
  formatTime,
  NAMESPACES,
  NAMESPACE_GRANTS,
  REPOSITORIES,
  REPOSITORY_GRANTS,
  type Grant,
  type Level,
  type Namespace,
  type Repository,
} from './domain/records.ts';
import { isRegion, regionOfProject } from './domain/regions.ts';
import {
  parseSeed,
  type SeedAccount,
  type SeedGrant,
  type SeedOrganization,
  type SeedRepository,
} from './seed-format.ts';
import { plantInstances } from './enterprise/seed.ts';
import { wrongSeed } from './seed-decoders.ts';
import { SHARES, type Share } from './domain/shares.ts';
import type { World } from './domain/world.ts';

const LEVELS: Readonly<Record<string, Level>> = { read: 1, edit: 3, manage: 7 };

/**
 * Creates what a seed lists and is not there yet: accounts and users, then organizations with all that is in them.
 * Limits do not apply.
 *
 * @throws {SwrctlError} USAGE naming what is wrong.
 */
export async function plantSeed(world: World, yaml: string): Promise<void> {
  const { accounts, organizations, instances } = parseSeed(yaml);
  for (const account of accounts) await world.database.write(...accountChanges(world, account));
  for (const organization of organizations) {
    if (world.database.get(NAMESPACES, organization.region, organization.name) !== undefined) continue;
    await world.database.write(...organizationChanges(world, organization));
  }
  await plantInstances(world, instances);
}

function accountChanges(world: World, seed: SeedAccount): Change[] {
  const known = findAccount(world, 'name', seed.name) ?? createAccount(seed.name);
  const account: Account = {
    ...known,
    ...(seed.bearerLogin ? { hasBearerLogin: true } : {}),
    ...(seed.projects.length > 0 ? { subProjects: seed.projects.map(subProject) } : {}),
  };
  const users = seed.users.map((user): User => {
    const { ak, sk, password } = { ...createUser(account, user.name, user.administrator), ...definedOf(user) };
    return { ...createUser(account, user.name, user.administrator), ak, sk, password };
  });
  const names = users.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw wrongSeed(`there are two users "${twice}"`);
  return [addAccount(account), ...users.flatMap((user) => userChange(world, account, user))];
}

function subProject(name: string): string {
  if (!isRegion(name) && regionOfProject(name) !== undefined) return name;
  throw wrongSeed(`"${name}" is not the name of a sub-project, which is a region, "_" and more, as in cn-north-4_team`);
}

/** The keys that the seed gives, without those that it leaves to us. */
function definedOf(user: SeedAccount['users'][number]): Partial<Pick<User, 'ak' | 'sk' | 'password'>> {
  const { ak, sk, password } = user;
  return {
    ...(ak === undefined ? {} : { ak }),
    ...(sk === undefined ? {} : { sk }),
    ...(password === undefined ? {} : { password }),
  };
}

function userChange(world: World, account: Account, user: User): Change[] {
  const namesake = findUser(world, 'name', user.name);
  if (namesake !== undefined && namesake.account.id !== account.id) {
    throw wrongSeed(`the account "${namesake.account.name}" has a user "${user.name}" already`);
  }
  const holder = listUsers(world).find(({ ak, name }) => ak === user.ak && name !== user.name);
  if (holder !== undefined) throw wrongSeed(`"${user.name}" and "${holder.name}" have the same AK`);
  return namesake === undefined ? [addUser(user)] : [];
}

function organizationChanges(world: World, seed: SeedOrganization): Change[] {
  const owner = findUser(world, 'name', seed.owner);
  if (owner === undefined) throw wrongSeed(`there is no user "${seed.owner}"`);
  if (!isNamespaceName(seed.name)) throw wrongSeed(`"${seed.name}" is not an organization name`);
  if (!isRegion(seed.region)) throw wrongSeed(`there is no region "${seed.region}"`);
  const { region, name } = seed;
  const createdAt = formatTime(world.now());
  const created = { creatorId: owner.id, creatorName: owner.name, createdAt };
  const namespace: Namespace = { id: world.database.nextId(), name, accountId: owner.account.id, ...created };
  const scope = namespaceScope({ region, namespace: name });
  const own: Grant = { userId: owner.id, userName: owner.name, level: 7 };
  const grants = [own, ...seed.grants.map((grant) => grantOf(world, owner.account, grant))];
  return [
    put(NAMESPACES, region, name, namespace),
    ...grants.map((grant) => put(NAMESPACE_GRANTS, scope, grant.userId, grant)),
    ...seed.repositories.flatMap((repository) => repositoryChanges(world, seed, owner, repository)),
  ];
}

function repositoryChanges(
  world: World,
  { region, name: namespace }: SeedOrganization,
  owner: User,
  seed: SeedRepository,
): Change[] {
  const { name, public: isPublic, category, description } = seed;
  const now = formatTime(world.now());
  const created = { creatorId: owner.id, creatorName: owner.name, createdAt: now, updatedAt: now };
  const id = world.database.nextId();
  const repository: Repository = { id, namespace, name, isPublic, category, description, downloads: 0, ...created };
  const scope = repositoryScope({ region, namespace, repository: name });
  const shares = seed.shares.map(({ account, until }): Share => {
    if (findAccount(world, 'name', account) === undefined) throw wrongSeed(`there is no account "${account}"`);
    if (until !== 'forever' && Number.isNaN(Date.parse(until))) throw wrongSeed(`"${until}" is not a time`);
    const deadline = until === 'forever' ? until : formatTime(new Date(until));
    return { id: world.database.nextId(), accountName: account, deadline, description: '', ...created };
  });
  return [
    put(REPOSITORIES, namespaceScope({ region, namespace }), name, repository),
    ...seed.grants
      .map((grant) => grantOf(world, owner.account, grant))
      .map((grant) => put(REPOSITORY_GRANTS, scope, grant.userId, grant)),
    ...shares.map((share) => put(SHARES, scope, share.accountName, share)),
  ];
}

function grantOf(world: World, account: Account, { user: name, level }: SeedGrant): Grant {
  const user = findUser(world, 'name', name);
  const wire = LEVELS[level];
  if (user === undefined) throw wrongSeed(`there is no user "${name}"`);
  if (user.account.id !== account.id) throw wrongSeed(`"${name}" belongs to another account than "${account.name}"`);
  if (wire === undefined) throw wrongSeed(`"${level}" is not a level; use read, edit or manage`);
  return { userId: user.id, userName: user.name, level: wire };
}
