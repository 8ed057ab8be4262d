import type { Params, Reply, Request, Route } from '../server/handler.ts';
import { refuse } from './errors.ts';
import { isGranted, type Action, type Identity, type RegistryWorld } from './door.ts';
import { namespaceScope, placeOf, repositoryScope, type Place } from '../domain/place.ts';
import { REPOSITORIES, type Repository } from '../domain/records.ts';

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
  readonly identity: Identity;
}

/** A route below /v2/ that is about the repository `{name*}`. */
export function repositoryRoute(
  world: RegistryWorld,
  method: string,
  path: string,
  action: Action,
  handle: (call: RegistryCall) => Reply | Promise<Reply>,
): Route {
  return { method, path, handle: (request, params) => handle(authorize(world, request, params, action)) };
}

const REPOSITORY_NAME = /^[a-z0-9]+(?:(?:\.|\/|__?|-+)[a-z0-9]+)*$/;

function authorize(world: RegistryWorld, request: Request, params: Params, action: Action): RegistryCall {
  const { door, database } = world;
  const name = params['name'] ?? '';
  const identity = door.identify(request, { name, action });
  const place = placeOf(identity.region, name);
  if (place.repository === '' || place.repository.length > 128 || !REPOSITORY_NAME.test(place.repository)) {
    throw refuse(400, 'NAME_INVALID', "name invalid: 'repository' is invalid");
  }
  if (!isGranted(identity, name, action)) throw door.insufficient(request, name, action);
  if (!door.hasNamespace(place)) throw refuse(404, 'NAME_UNKNOWN', 'Image organization does not exist');
  if (!door.mayDo(identity.userId, place, action)) throw refuse(403, 'DENIED', 'you do not have the permission');
  const repository = database.get(REPOSITORIES, namespaceScope(place), place.repository);
  return { request, params, place, name, scope: repositoryScope(place), repository, identity };
}
