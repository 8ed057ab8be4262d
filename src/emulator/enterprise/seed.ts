import { array, boolean, object, withDefault, string, type Decoded } from '../../base/decode.ts';
import { ADMINISTRATOR } from '../iam/accounts.ts';
import { findAccountProject, findUser } from '../iam/directory.ts';
import { DEFAULT_REGION } from '../domain/regions.ts';
import type { Level } from '../domain/records.ts';
import { put } from '../store/database.ts';
import type { World } from '../domain/world.ts';
import { closed, wrongSeed } from '../seed-decoders.ts';
import { constantCredential, instanceChanges, newNamespace, planInstance } from './instances.ts';
import { INSTANCES, INSTANCE_ACCESS, INSTANCE_CREDENTIALS, INSTANCE_NAMESPACES } from './records.ts';
import { choice } from './shapes.ts';

/** The long-term credential that the ready line tells. */
export const READY_CREDENTIAL = 'ci';

const LEVELS: Readonly<Record<string, Level>> = { read: 1, operate: 3, full: 7 };

export const decodeSeedInstance = closed(
  object({
    name: string,
    region: withDefault(string, DEFAULT_REGION),
    owner: withDefault(string, ADMINISTRATOR.name),
    spec: withDefault(choice('basic', 'professional'), 'professional'),
    anonymous: withDefault(boolean, false),
    access: withDefault(array(closed(object({ user: string, level: string }))), []),
    namespaces: withDefault(array(closed(object({ name: string, public: withDefault(boolean, false) }))), []),
  }),
);

export type SeedInstance = Decoded<typeof decodeSeedInstance>;

export const seedInstance = (name: string): SeedInstance => decodeSeedInstance({ name }, 'instance');

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Makes instances that are not there yet.
 *
 * @throws {SwrctlError} USAGE naming what is wrong.
 */
export async function plantInstances(world: World, seeds: readonly SeedInstance[]): Promise<void> {
  for (const seed of seeds) await plantInstance(world, seed);
}

async function plantInstance(world: World, seed: SeedInstance): Promise<void> {
  const owner = findUser(world, 'name', seed.owner);
  if (owner === undefined) throw wrongSeed(`there is no user "${seed.owner}"`);
  const project = findAccountProject(world, owner.account.id, 'name', seed.region);
  if (project === undefined) throw wrongSeed(`there is no region "${seed.region}"`);
  if (seed.name.length < 3 || seed.name.length > 48 || !NAME.test(seed.name)) {
    throw wrongSeed(
      `"${seed.name}" is not the name of an instance: 3 to 48 lower-case letters, digits and single hyphens`,
    );
  }
  const { database } = world;
  if (database.all(INSTANCES, '').some((one) => one.name === seed.name && one.projectId === project.id)) return;
  const instance = planInstance(world, {
    name: seed.name,
    accountId: owner.account.id,
    projectId: project.id,
    region: project.region,
    spec: `swr.ee.${seed.spec}`,
    isAnonymous: seed.anonymous,
  });
  const login = constantCredential(world, instance, owner, READY_CREDENTIAL);
  await database.write(
    ...instanceChanges(world, instance),
    put(INSTANCE_CREDENTIALS, instance.id, login.tokenId, login),
    ...seed.namespaces.map((one) =>
      put(INSTANCE_NAMESPACES, instance.id, one.name, newNamespace(world, one.name, one.public)),
    ),
    ...seed.access.map(({ user: name, level }) => {
      const user = findUser(world, 'name', name);
      const wire = LEVELS[level];
      if (user === undefined) throw wrongSeed(`there is no user "${name}"`);
      if (wire === undefined) throw wrongSeed(`"${level}" is not a level of an instance; use read, operate or full`);
      return put(INSTANCE_ACCESS, instance.id, user.id, { userId: user.id, level: wire });
    }),
  );
}
