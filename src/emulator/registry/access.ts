import { hostOf, type Params, type Reply, type Request, type Route } from '../server/handler.ts';
import { refuse } from './errors.ts';
import type { Claims } from './token.ts';
import { namespaceScope, placeOf, repositoryScope, type Place } from '../domain/place.ts';
import { mayDo } from '../domain/rights.ts';
import { NAMESPACES, REPOSITORIES, type Repository } from '../domain/records.ts';
import type { World } from '../domain/world.ts';

/** A registry call that may do what it asks for. */
export interface RegistryCall {
  readonly request: Request;
  readonly params: Params;
  readonly place: Place;
  /** organization/repository */
  readonly name: string;
  /** Key of everything the repository holds. */
  readonly scope: string;
  /** Absent until the first manifest was pushed. */
  readonly repository: Repository | undefined;
  readonly claims: Claims;
}

type Action = 'pull' | 'push' | 'delete';

/** A route below /v2/ that is about the repository `{name*}`. */
export function repositoryRoute(
  world: World,
  method: string,
  path: string,
  action: Action,
  handle: (call: RegistryCall) => Reply | Promise<Reply>,
): Route {
  return { method, path, handle: (request, params) => handle(authorize(world, request, params, action)) };
}

const REPOSITORY_NAME = /^[a-z0-9]+(?:(?:\.|\/|__?|-+)[a-z0-9]+)*$/;

function authorize(world: World, request: Request, params: Params, action: Action): RegistryCall {
  const name = params['name'] ?? '';
  const claims = bearerOf(world, request, challengeScope(world, name, action));
  const place = placeOf(claims.region, name);
  if (place.repository === '' || place.repository.length > 128 || !REPOSITORY_NAME.test(place.repository)) {
    throw refuse(400, 'NAME_INVALID', "name invalid: 'repository' is invalid");
  }
  const granted = claims.access.filter((access) => access.name === name).flatMap(({ actions }) => actions);
  if (!granted.includes(action) && !(action === 'delete' && granted.includes('push'))) {
    throw unauthorized(request, challengeScope(world, name, action), 'insufficient_scope');
  }
  if (world.database.get(NAMESPACES, place.region, place.namespace) === undefined) {
    throw refuse(404, 'NAME_UNKNOWN', 'Image organization does not exist');
  }
  if (!mayDo(world, claims.userId, place, action)) throw refuse(403, 'DENIED', 'you do not have the permission');
  const repository = world.database.get(REPOSITORIES, namespaceScope(place), place.repository);
  return { request, params, place, name, scope: repositoryScope(place), repository, claims };
}

/** @throws {Refusal} 401 with the challenge when there is no good Bearer token. */
export function bearerOf(world: World, request: Request, scope?: string): Claims {
  const header = request.headers['authorization'] ?? '';
  const token = /^Bearer (.+)$/i.exec(header)?.[1];
  const claims = token === undefined ? undefined : world.tokens.check(token, world.now());
  if (claims !== undefined) return claims;
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
