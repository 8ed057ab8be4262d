import { parseJson, type Decoder } from '../../base/decode.ts';
import { hasCode } from '../../base/errors.ts';
import { hostOf, readBody, type Params, type Reply, type Route } from '../server/handler.ts';
import { NAMESPACES, REPOSITORIES, type Level, type Namespace, type Repository } from '../domain/records.ts';
import { namespaceScope, repositoryScope, type Place } from '../domain/place.ts';
import { namespaceLevel, repositoryLevel } from '../domain/rights.ts';
import { isSharedWith } from '../domain/shares.ts';
import type { World } from '../domain/world.ts';
import type { Authenticate, Caller } from './caller.ts';
import { fail, gatewayError } from './errors.ts';

/** The gateway's limit on a body: 12 MB. */
const MAX_BODY = 12 * 1024 * 1024;

/** One proven call of the management API. */
export interface Call {
  readonly world: World;
  readonly caller: Caller;
  /** `$` in `repository` is already `/`. */
  readonly params: Params;
  readonly query: URLSearchParams;
  /** The Host header: where the client reaches this server. */
  readonly host: string;
  /** The JSON body. @throws {Refusal} 400 when it is not what `decode` takes. */
  readonly body: <T>(decode: Decoder<T>) => T;
}

/** An operation of the management API. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly handle: (call: Call) => Reply | Promise<Reply>;
}

/** Puts authentication in front of operations. */
export function managementRoutes(world: World, authenticate: Authenticate, operations: readonly Operation[]): Route[] {
  return operations.map(({ method, path, handle }) => ({
    method,
    path,
    handle: async (request, raw) => {
      const bytes = await readBody(request.body, MAX_BODY, gatewayError(413, '0201', 'Request entity too large'));
      const caller = authenticate(request, bytes);
      const repository = raw['repository'];
      const params = repository === undefined ? raw : { ...raw, repository: repository.replaceAll('$', '/') };
      const body = <T>(decode: Decoder<T>): T => decodeBody(bytes, decode);
      return handle({ world, caller, params, query: request.query, host: hostOf(request), body });
    },
  }));
}

function decodeBody<T>(bytes: Buffer, decode: Decoder<T>): T {
  try {
    return decode(parseJson(bytes.toString('utf8'), 'body'), 'body');
  } catch (error) {
    if (hasCode(error, 'API_SHAPE')) throw fail(4001018, error.message);
    throw error;
  }
}

/** The organization of `{namespace}`, for a caller with at least this level. @throws {Refusal} 404 or 403 */
export function namespaceOf(call: Call, needed: Level): { namespace: Namespace; scope: string; level: Level } {
  const { world, caller, params } = call;
  const namespace = world.database.get(NAMESPACES, caller.region, params['namespace'] ?? '');
  if (namespace === undefined) throw fail(4040058);
  const level = namespaceLevel(world, caller.user, caller.region, namespace);
  if (level < needed) throw fail(4039002);
  return { namespace, level, scope: namespaceScope({ region: caller.region, namespace: namespace.name }) };
}

/** The repository of `{namespace}/{repository}`, likewise. Everybody may read a public one, and other accounts what is shared with them. */
export function repositoryOf(
  call: Call,
  needed: Level,
): { repository: Repository; namespace: Namespace; scope: string; place: Place } {
  const { world, caller, params } = call;
  const place = { region: caller.region, namespace: params['namespace'] ?? '', repository: params['repository'] ?? '' };
  const namespace = world.database.get(NAMESPACES, caller.region, place.namespace);
  if (namespace === undefined) throw fail(4040058);
  const repository = world.database.get(REPOSITORIES, namespaceScope(place), place.repository);
  if (repository === undefined) throw fail(4040113);
  const isOpen = needed <= 1 && (repository.isPublic || isSharedWith(world, caller.user, place));
  if (!isOpen && repositoryLevel(world, caller.user, place) < needed) throw fail(4037020);
  return { repository, namespace, scope: repositoryScope(place), place };
}
