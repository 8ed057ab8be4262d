import { basicOf } from '../iam/docker-login.ts';
import { findUser } from '../iam/directory.ts';
import type { Digest } from '../../model/digest.ts';
import { hostOf, json, type Reply, type Request } from '../server/handler.ts';
import { put } from '../store/database.ts';
import { formatTime, MANIFESTS, type ManifestRecord } from '../domain/records.ts';
import { repositoryScope, type Place } from '../domain/place.ts';
import type { World } from '../domain/world.ts';
import type { Action, Door, Identity } from '../registry/door.ts';
import { countDownload } from '../registry/dockyard-door.ts';
import { refuse } from '../registry/errors.ts';
import { removeAccessories } from './artifacts.ts';
import { recordAudit } from './audit.ts';
import { checkCredential, instanceLevel } from './instances.ts';
import { requireMutable } from './immutability.ts';
import { requireHarmless } from './blocking.ts';
import { INSTANCES, INSTANCE_NAMESPACES, type Instance } from './records.ts';

type About = { readonly name: string; readonly action: Action } | undefined;

/** The registry of instances: a Harbor by its challenge and its rules. Source: docs/reference/enterprise.md#logging-in. */
export function harborDoor(world: World): Door {
  const identify: Door['identify'] = (request, about) => identityOf(world, request, about);
  const instanceAt = ({ region }: Pick<Place, 'region'>): Instance | undefined =>
    world.database.get(INSTANCES, '', region);
  return {
    identify,
    insufficient: (request, name, action) => unauthorized(request, { name, action }, 'insufficient_scope'),
    hasNamespace: ({ region, namespace }) => world.database.get(INSTANCE_NAMESPACES, region, namespace) !== undefined,
    mayDo: (userId, place, action) => mayDoInInstance(world, instanceAt(place), userId, place.namespace, action),
    namespaces: (region) => world.database.all(INSTANCE_NAMESPACES, region).map(({ name }) => name),
    beforeChange: (place, tag, digest) => {
      requireMutable(world, place, tag, digest);
    },
    beforePull: (place, manifest) => {
      requireHarmless(world, place, manifest);
    },
    afterPull: async (place, reference, digest, userId) => {
      await countDownload(world, place);
      await touch(world, place, digest, 'pulledAt');
      await recordAudit(world, place, 'pull', reference, userId);
    },
    afterPush: async (place, tag, digest, userId) => {
      await touch(world, place, digest, 'pushedAt');
      await recordAudit(world, place, 'create', tag ?? digest, userId);
    },
    afterRemoval: async (place, digest, userId) => {
      await removeAccessories(world, place, [digest]);
      await recordAudit(world, place, 'delete', digest, userId);
    },
    choose: (_request, _scope, stored) => Promise.resolve(stored),
    pushedHeaders: ({ subject }) => (subject === undefined ? {} : { 'oci-subject': subject }),
    base: (request) => {
      identify(request);
      return json(200, {});
    },
  };
}

/** @throws {Refusal} 404 for a host that is no instance's any more. */
export function instanceOfRequest(world: World, request: Request): Instance {
  const instance = world.hosts.find(world.database, request);
  if (instance !== undefined) return instance;
  throw refuse(404, 'NOT_FOUND', 'there is no instance of this host');
}

function identityOf(world: World, request: Request, about: About): Identity {
  const instance = instanceOfRequest(world, request);
  const basic = basicOf(request);
  if (basic !== undefined) {
    const found = checkCredential(world, instance, basic.user, basic.password);
    if (found === undefined) throw unauthorized(request, about, undefined);
    return { userId: found.owner.id, region: instance.id, access: 'any' };
  }
  const token = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  const claims = token === undefined ? undefined : world.tokens.check(token, world.now());
  if (claims?.region === instance.id) return claims;
  throw unauthorized(request, about, token === undefined ? undefined : 'invalid_token');
}

/** Rights of a user, or of anybody, on what is in a namespace. */
export function mayDoInInstance(
  world: World,
  instance: Instance | undefined,
  userId: string | undefined,
  namespace: string,
  action: Action,
): boolean {
  if (instance === undefined) return false;
  const isOpen = world.database.get(INSTANCE_NAMESPACES, instance.id, namespace)?.isPublic === true;
  const user = userId === undefined ? undefined : findUser(world, 'id', userId);
  if (user === undefined) return action === 'pull' && isOpen && instance.isAnonymous;
  return instanceLevel(world, user, instance) >= { pull: 1, push: 3, delete: 7 }[action];
}

async function touch(world: World, place: Place, digest: Digest, field: 'pushedAt' | 'pulledAt'): Promise<void> {
  const scope = repositoryScope(place);
  const manifest = world.database.get(MANIFESTS, scope, digest);
  if (manifest === undefined) return;
  const id = manifest.id ?? world.database.nextId();
  const touched: ManifestRecord = { ...manifest, id, [field]: formatTime(world.now()) };
  await world.database.write(put(MANIFESTS, scope, digest, touched));
}

function unauthorized(request: Request, about: About, error: string | undefined): Error {
  const asked = { pull: 'pull', push: 'pull,push', delete: 'delete' };
  const parts = [
    `Bearer realm="http://${hostOf(request)}/service/token"`,
    `service="${SERVICE}"`,
    ...(about === undefined ? [] : [`scope="repository:${about.name}:${asked[about.action]}"`]),
    ...(error === undefined ? [] : [`error="${error}"`]),
  ];
  return refuse(401, 'UNAUTHORIZED', 'unauthorized: unauthorized', { 'www-authenticate': parts.join(',') });
}

/** What the challenge and the token are for. */
export const SERVICE = 'harbor-registry';

/** A page that the registry of an instance does not have. */
export const noSuchHarborPage = (): Reply => ({
  status: 404,
  headers: { 'content-type': 'text/plain' },
  body: Buffer.from('404 page not found\n'),
});
