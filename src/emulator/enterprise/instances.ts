import { randomBytes } from 'node:crypto';
import { findUser } from '../iam/directory.ts';
import type { User } from '../iam/accounts.ts';
import { drop, put, remove, type Change } from '../store/database.ts';
import { formatTime, type Level } from '../domain/records.ts';
import { stableId } from '../domain/regions.ts';
import type { World } from '../domain/world.ts';
import {
  INSTANCES,
  INSTANCE_ACCESS,
  INSTANCE_CREDENTIALS,
  INSTANCE_NAMESPACES,
  type Instance,
  type InstanceCredential,
  type InstanceNamespace,
} from './records.ts';

/** The namespace that every instance begins with. */
export const FIRST_NAMESPACE = 'library';

/** What a new instance is made from. */
export interface InstancePlan extends Pick<Instance, 'name' | 'accountId' | 'projectId' | 'region'> {
  readonly description?: string;
  readonly spec?: string;
  readonly vpcId?: string;
  readonly subnetId?: string;
  readonly enterpriseProjectId?: string;
  readonly bucket?: string;
  readonly status?: Instance['status'];
  readonly isAnonymous?: boolean;
  readonly isIntranet?: boolean;
}

/** An instance whose id follows from project and name, so that it is the same in every emulator with the same seed. */
export function planInstance(world: World, plan: InstancePlan): Instance {
  const now = formatTime(world.now());
  const taken = world.database
    .all(INSTANCES, '')
    .filter(({ name, projectId }) => name === plan.name && projectId === plan.projectId);
  const id = stableId('instance', plan.projectId, plan.name, ...taken.map((one) => one.id));
  return {
    id,
    name: plan.name,
    description: plan.description ?? '',
    accountId: plan.accountId,
    projectId: plan.projectId,
    region: plan.region,
    label: `${plan.name}-${id.slice(0, 6)}`,
    spec: plan.spec ?? 'swr.ee.professional',
    vpcId: plan.vpcId ?? stableId('vpc', plan.projectId),
    subnetId: plan.subnetId ?? stableId('subnet', plan.projectId),
    enterpriseProjectId: plan.enterpriseProjectId ?? '0',
    bucket: plan.bucket ?? `swr-${id.slice(0, 12)}`,
    isOwnBucket: plan.bucket !== undefined,
    status: plan.status ?? 'Running',
    isAnonymous: plan.isAnonymous ?? false,
    isPublic: false,
    isIntranet: plan.isIntranet ?? true,
    allowList: [],
    createdAt: now,
    updatedAt: now,
  };
}

/** What makes an instance with its first namespace. */
export function instanceChanges(world: World, instance: Instance): Change[] {
  return [
    put(INSTANCES, '', instance.id, instance),
    put(INSTANCE_NAMESPACES, instance.id, FIRST_NAMESPACE, newNamespace(world, FIRST_NAMESPACE, false)),
  ];
}

export function newNamespace(world: World, name: string, isPublic: boolean): InstanceNamespace {
  const now = formatTime(world.now());
  return {
    id: world.database.nextId(),
    name,
    isPublic,
    autoScan: false,
    isBlocking: false,
    severity: 'none',
    allowList: { id: world.database.nextId(), cves: [], createdAt: now, updatedAt: now },
    createdAt: now,
    updatedAt: now,
  };
}

const HOUR_MS = 3_600_000;
const TEMPORARY_LIFE_MS = 24 * HOUR_MS;

/** A login that nobody can guess; with a name it lasts until it is removed. */
export function newCredential(world: World, owner: User, name?: string): InstanceCredential {
  const now = world.now();
  const expiresAt =
    name === undefined ? { expiresAt: formatTime(new Date(now.getTime() + TEMPORARY_LIFE_MS)) } : { name };
  return {
    tokenId: randomBytes(16).toString('hex'),
    ownerId: owner.id,
    userId: randomBytes(16).toString('hex'),
    authToken: randomBytes(96).toString('base64url'),
    isEnabled: true,
    createdAt: formatTime(now),
    ...expiresAt,
  };
}

/** The login that is in the ready line: the same in every emulator. */
export function constantCredential(world: World, instance: Instance, owner: User, name: string): InstanceCredential {
  return {
    ...newCredential(world, owner, name),
    tokenId: stableId('credential', instance.id, name),
    userId: stableId('credential-user', instance.id, name),
    authToken: `not-a-secret-instance-token-of-${instance.name}-${name}`,
  };
}

/** What a user may do in an instance. */
export function instanceLevel(world: World, user: User, instance: Instance): Level {
  if (instance.accountId !== user.account.id) return 0;
  if (user.isAdministrator) return 7;
  return world.database.get(INSTANCE_ACCESS, instance.id, user.id)?.level ?? 0;
}

/** The credential behind a user name and password, if it is good, and its owner. */
export function checkCredential(
  world: World,
  instance: Instance,
  userId: string,
  authToken: string,
): { credential: InstanceCredential; owner: User } | undefined {
  const credential = world.database.all(INSTANCE_CREDENTIALS, instance.id).find((one) => one.userId === userId);
  if (credential?.authToken !== authToken || !credential.isEnabled) return undefined;
  const isOver = credential.expiresAt !== undefined && Date.parse(credential.expiresAt) <= world.now().getTime();
  const owner = findUser(world, 'id', credential.ownerId);
  return isOver || owner === undefined ? undefined : { credential, owner };
}

/** Forgets an instance and everything in it. Tables whose scopes begin with its id go along. */
export function removalChanges(world: World, id: string): Change[] {
  const scopes = world.database.scopesBelow(id);
  return [remove(INSTANCES, '', id), ...scopes.map(({ table, scope }) => drop({ name: table }, scope))];
}
