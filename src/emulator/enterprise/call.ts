import { parseJson, type Decoder } from '../../base/decode.ts';
import { hasCode } from '../../base/errors.ts';
import { findAccountProject } from '../iam/directory.ts';
import type { Authenticate, Caller } from '../management/caller.ts';
import { gatewayError } from '../management/errors.ts';
import { readBody, type Params, type Reply, type Route } from '../server/handler.ts';
import type { Level } from '../domain/records.ts';
import type { World } from '../domain/world.ts';
import { no } from './errors.ts';
import { instanceLevel } from './instances.ts';
import { INSTANCES, INSTANCE_NAMESPACES, type Instance, type InstanceNamespace } from './records.ts';

const MAX_BODY = 12 * 1024 * 1024;

/** One proven call of the enterprise edition. */
export interface EnterpriseCall {
  readonly world: World;
  readonly caller: Caller;
  /** Decoded once; in a repository's name `%2F` is `/` already. */
  readonly params: Params;
  readonly query: URLSearchParams;
  /** The project of the path; for paths without one, that of the instance. */
  readonly projectId: string;
  /** The JSON body. @throws {Refusal} 400 when it is not what `decode` takes. */
  readonly body: <T>(decode: Decoder<T>) => T;
  /** The same where a body may be left out. */
  readonly maybeBody: <T>(decode: Decoder<T>, fallback: T) => T;
}

/** An operation on one instance, which has to be there and to be the caller's. */
export interface InstanceCall extends EnterpriseCall {
  readonly instance: Instance;
}

export interface EnterpriseOperation {
  readonly method: string;
  /** Below `/v2/`. */
  readonly path: string;
  readonly handle: (call: EnterpriseCall) => Reply | Promise<Reply>;
}

/** Puts authentication, and the check of the project, in front of operations. */
export function enterpriseRoutes(
  world: World,
  authenticate: Authenticate,
  operations: readonly EnterpriseOperation[],
): Route[] {
  return operations.map(({ method, path, handle }) => ({
    method,
    path: `/v2/${path}`,
    handle: async (request, raw) => {
      const bytes = await readBody(request.body, MAX_BODY, gatewayError(413, '0201', 'Request entity too large'));
      const caller = authenticate(request, bytes);
      const projectId = requireProject(world, caller, raw);
      const body = <T>(decode: Decoder<T>): T => decodeBody(bytes, decode);
      const maybeBody = <T>(decode: Decoder<T>, fallback: T): T => (bytes.length === 0 ? fallback : body(decode));
      const params = withSlashes(raw);
      return handle({ world, caller, params, query: request.query, projectId, body, maybeBody });
    },
  }));
}

/** A slash in a repository's name arrives encoded twice; the router took one layer off. */
function withSlashes(raw: Params): Params {
  const repository = raw['repository'];
  return repository === undefined ? raw : { ...raw, repository: repository.replace(/%2f/gi, '/') };
}

/** @throws {Refusal} 403 for a project of somebody else. */
function requireProject(world: World, { user }: Caller, params: Params): string {
  const named = params['project'] ?? world.database.get(INSTANCES, '', params['instance'] ?? '')?.projectId;
  if (named === undefined) throw no('notFound');
  if (findAccountProject(world, user.account.id, 'id', named) === undefined) throw no('notYours');
  return named;
}

function decodeBody<T>(bytes: Buffer, decode: Decoder<T>): T {
  try {
    return decode(parseJson(bytes.toString('utf8'), 'body'), 'body');
  } catch (error) {
    if (hasCode(error, 'API_SHAPE')) throw no('badParameter', error.message);
    throw error;
  }
}

/** An operation on `{instance}`, for a caller with at least this level. */
export function onInstance(
  method: string,
  path: string,
  needed: Level,
  handle: (call: InstanceCall) => Reply | Promise<Reply>,
): EnterpriseOperation {
  return { method, path, handle: (call) => handle(withInstance(call, needed)) };
}

/** The same below `{project}/instances/{instance}/`. */
export const inInstance = (
  method: string,
  path: string,
  needed: Level,
  handle: (call: InstanceCall) => Reply | Promise<Reply>,
): EnterpriseOperation => onInstance(method, `{project}/instances/{instance}/${path}`, needed, handle);

/** @throws {Refusal} 404 for an instance of another project, 403 for a caller who may not. */
export function withInstance(call: EnterpriseCall, needed: Level): InstanceCall {
  const instance = call.world.database.get(INSTANCES, '', call.params['instance'] ?? '');
  if (instance?.projectId !== call.projectId) throw no('notFound');
  if (instanceLevel(call.world, call.caller.user, instance) < needed) throw no('forbidden');
  return { ...call, instance };
}

/** The instances of the project that the caller may see. */
export function visibleInstances({ world, caller, projectId }: EnterpriseCall): readonly Instance[] {
  return world.database
    .all(INSTANCES, '')
    .filter((one) => one.projectId === projectId && instanceLevel(world, caller.user, one) > 0);
}

/** The namespace of `{namespace}`. @throws {Refusal} 404 */
export function namespaceOf({ world, instance, params }: InstanceCall): InstanceNamespace {
  const namespace = world.database.get(INSTANCE_NAMESPACES, instance.id, params['namespace'] ?? '');
  if (namespace === undefined) throw no('notFound');
  return namespace;
}

/** What the service says of a policy, rule, credential or entry that is not there: 400 in the short form, or 404. */
export function gone({ world }: Pick<EnterpriseCall, 'world'>): Error {
  return no(world.quirks['ee-400-gone'] ? 'gone' : 'notFound');
}
