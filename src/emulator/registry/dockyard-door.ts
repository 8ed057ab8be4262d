import { isDigest } from '../../model/digest.ts';
import { hostOf, json, type Request } from '../server/handler.ts';
import { afterPush } from '../domain/push-effects.ts';
import { NAMESPACES, REPOSITORIES } from '../domain/records.ts';
import { isRegion } from '../domain/regions.ts';
import { namespaceScope, type Place } from '../domain/place.ts';
import { put } from '../store/database.ts';
import { mayDo } from '../domain/rights.ts';
import type { World } from '../domain/world.ts';
import type { Action, Door, Identity } from './door.ts';
import { refuse } from './errors.ts';
import { chooseManifest } from './manifest-choice.ts';

/** The registry of the shared edition. */
export function dockyardDoor(world: World): Door {
  const identify: Door['identify'] = (request, about) => bearerOf(world, request, about);
  return {
    identify,
    insufficient: (request, name, action) =>
      unauthorized(request, challengeScope(world, name, action), 'insufficient_scope'),
    hasNamespace: ({ region, namespace }) => world.database.get(NAMESPACES, region, namespace) !== undefined,
    mayDo: (userId, place, action) => mayDo(world, userId, place, action),
    namespaces: (region) => world.database.all(NAMESPACES, region).map(({ name }) => name),
    beforeChange: () => undefined,
    beforePull: () => undefined,
    afterPull: (place, reference) => (isDigest(reference) ? Promise.resolve() : countDownload(world, place)),
    afterPush: async (place, tag, digest, userId) => {
      if (tag !== undefined) await afterPush(world, place, tag, digest, userId);
    },
    afterRemoval: () => Promise.resolve(),
    choose: (request, scope, stored, isByDigest) => chooseManifest(world, { request, scope }, stored, isByDigest),
    pushedHeaders: () => ({}),
    base: (request) => {
      identify(request);
      return json(200, {});
    },
  };
}

/** Pulls by tag are what the service counts. */
export async function countDownload(world: World, place: Place): Promise<void> {
  const repository = world.database.get(REPOSITORIES, namespaceScope(place), place.repository); // as it is by now
  if (repository === undefined) return;
  const counted = { ...repository, downloads: repository.downloads + 1 };
  await world.database.write(put(REPOSITORIES, namespaceScope(place), repository.name, counted));
}

/** @throws {Refusal} 401 with the challenge when there is no good Bearer token of this edition. */
function bearerOf(
  world: World,
  request: Request,
  about?: { readonly name: string; readonly action: Action },
): Identity {
  const token = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  const claims = token === undefined ? undefined : world.tokens.check(token, world.now());
  if (claims !== undefined && isRegion(claims.region)) return claims;
  const scope = about === undefined ? undefined : challengeScope(world, about.name, about.action);
  throw unauthorized(request, scope, token === undefined ? undefined : 'invalid_token');
}

function challengeScope(world: World, name: string, action: Action): string {
  const asked = { pull: 'pull', push: 'pull,push', delete: 'delete' }[action];
  return `repository:${name}:${world.quirks['empty-action-scope'] && action !== 'pull' ? '' : asked}`;
}

function unauthorized(request: Request, scope: string | undefined, error: string | undefined): Error {
  const parts = [
    `Bearer realm="http://${hostOf(request)}/swr/auth/v2/registry/auth/"`,
    'service="dockyard"',
    ...(scope === undefined ? [] : [`scope="${scope}"`]),
    ...(error === undefined ? [] : [`error="${error}"`]),
  ];
  return refuse(401, 'UNAUTHORIZED', 'authentication required', { 'www-authenticate': parts.join(',') });
}
