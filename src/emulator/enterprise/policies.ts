import type { Decoder } from '../../base/decode.ts';
import { put, remove, type Table } from '../store/database.ts';
import { empty, json, type Reply } from '../server/handler.ts';
import { formatTime } from '../domain/records.ts';
import { gone, inInstance, namespaceOf, type EnterpriseOperation, type InstanceCall } from './call.ts';
import { no } from './errors.ts';
import { choiceOf, offsetPage, wholeOf } from './paging.ts';
import type { COUNTED_POLICIES, Policy } from './policy-records.ts';
import { requireQuota } from './quotas.ts';
import { INSTANCE_NAMESPACES, type InstanceNamespace } from './records.ts';

/** What differs between kinds of policies. Those of a namespace are in the scope `instance/namespace`, others in `instance`. */
export interface PolicyKind<D> {
  readonly table: Table<Policy<D>>;
  /** Key of the quota that limits their number; absent when nothing does. */
  readonly quota?: keyof typeof COUNTED_POLICIES;
  /** Path behind that of the instance or the namespace. */
  readonly path: string;
  readonly isOfNamespace: boolean;
  readonly decode: Decoder<D>;
  /** Key of the list in an answer. */
  readonly listKey: string;
  readonly encode: (policy: Policy<D>) => Record<string, unknown>;
  /** Whether one of them makes the other impossible in the same scope. */
  readonly isSame: (one: D, other: D) => boolean;
  /** Whether lists come in an order of the caller's choice, newest first without one. */
  readonly isSorted?: boolean;
  /** Keeps what a list is asked for by more than name and namespace. */
  readonly filter?: (call: InstanceCall) => (policy: Policy<D>) => boolean;
  /** What is stored, given what was before. @throws {Refusal} for what its shape alone does not tell. */
  readonly check?: (call: InstanceCall, document: D, before: Policy<D> | undefined) => D;
  /** @throws {Refusal} while something needs it. */
  readonly beforeRemoval?: (call: InstanceCall, policy: Policy<D>) => void;
}

/** A policy of a namespace as most answers have it. */
export const encodeOfNamespace = <D extends object>({
  id,
  namespace,
  creator,
  createdAt,
  updatedAt,
  document,
}: Policy<D>): Record<string, unknown> => ({
  ...document,
  id,
  namespace_id: namespace?.id,
  namespace_name: namespace?.name,
  creator,
  created_at: createdAt,
  updated_at: updatedAt,
});

const WRITE = 3;

/** Making, listing, reading, replacing and removing policies of a kind. */
export function policyOperations<D>(kind: PolicyKind<D>): readonly EnterpriseOperation[] {
  const { path, isOfNamespace } = kind;
  const many = isOfNamespace ? `namespaces/{namespace}/${path}` : path;
  const one = `${many}/{policy}`;
  return [
    inInstance('POST', many, WRITE, (call) => createPolicy(kind, call)),
    inInstance('GET', path, 1, (call) => listPolicies(kind, call)),
    inInstance('GET', one, 1, (call) => json(200, kind.encode(policyOf(kind, call)))),
    inInstance('PUT', one, WRITE, (call) => updatePolicy(kind, call)),
    inInstance('DELETE', one, WRITE, (call) => deletePolicy(kind, call)),
  ];
}

/** Where policies are that a call with a namespace in its path is about. @throws {Refusal} 404 */
function scopeOf<D>({ isOfNamespace }: PolicyKind<D>, call: InstanceCall): string {
  return isOfNamespace ? `${call.instance.id}/${namespaceOf(call).name}` : call.instance.id;
}

/** The policy of `{policy}`. @throws {Refusal} when it is gone. */
export function policyOf<D>(kind: PolicyKind<D>, call: InstanceCall): Policy<D> {
  const scope = scopeOf(kind, call);
  const policy = call.world.database.get(kind.table, scope, String(numberOf(call, 'policy')));
  if (policy === undefined) throw gone(call);
  return policy;
}

/** A number in the path. @throws {Refusal} 400 */
export function numberOf({ params }: InstanceCall, name: string): number {
  const found = params[name] ?? '';
  if (!/^\d{1,10}$/.test(found)) throw no('badParameter', name);
  return Number(found);
}

/** All of a kind in an instance. */
export function policiesOf<D>(
  { table, isOfNamespace }: Pick<PolicyKind<D>, 'table' | 'isOfNamespace'>,
  { world: { database }, instance }: Pick<InstanceCall, 'world' | 'instance'>,
): readonly Policy<D>[] {
  if (!isOfNamespace) return database.all(table, instance.id);
  const names = database.all(INSTANCE_NAMESPACES, instance.id).map(({ name }) => name);
  return names.flatMap((name) => database.all(table, `${instance.id}/${name}`)).sort((a, b) => a.id - b.id);
}

function checked<D>(kind: PolicyKind<D>, call: InstanceCall, scope: string, before?: Policy<D>): D {
  const decoded = call.body(kind.decode);
  const document = kind.check?.(call, decoded, before) ?? decoded;
  const others = call.world.database.all(kind.table, scope).filter(({ id }) => id !== before?.id);
  if (others.some((other) => kind.isSame(other.document, document))) throw no('exists');
  return document;
}

async function createPolicy<D>(kind: PolicyKind<D>, call: InstanceCall): Promise<Reply> {
  const { world, instance, caller } = call;
  const scope = scopeOf(kind, call);
  const document = checked(kind, call, scope);
  if (kind.quota !== undefined) requireQuota(world, instance, kind.quota);
  const id = world.database.nextId();
  const now = formatTime(world.now());
  const about = kind.isOfNamespace ? { namespace: nameAndNumber(namespaceOf(call)) } : {};
  const policy = { id, creator: caller.user.name, createdAt: now, updatedAt: now, document, ...about };
  await world.database.write(put(kind.table, scope, String(id), policy));
  return json(201, { id });
}

const nameAndNumber = ({ id, name }: InstanceNamespace): { id: number; name: string } => ({ id, name });

function listPolicies<D>(kind: PolicyKind<D>, call: InstanceCall): Reply {
  const { query } = call;
  const name = query.get('name') ?? '';
  const namespaceId = wholeOf(query, 'namespace_id');
  const found = policiesOf(kind, call)
    .filter((one) => nameOf(one).includes(name))
    .filter(({ namespace }) => namespaceId === undefined || namespace?.id === namespaceId)
    .filter(kind.filter?.(call) ?? (() => true));
  const sorted = kind.isSorted === true ? inOrder(found, query) : found;
  const page = offsetPage(sorted, query).map((one) => kind.encode(one));
  return json(200, { [kind.listKey]: page, total: found.length });
}

const nameOf = ({ document }: Policy<unknown>): string =>
  typeof document === 'object' && document !== null && 'name' in document ? String(document.name) : '';

const COLUMNS = ['created_at', 'updated_at', 'name'] as const;

function inOrder<P extends Policy<unknown>>(policies: readonly P[], query: URLSearchParams): readonly P[] {
  const column = choiceOf(query, 'order_column', COLUMNS) ?? 'created_at';
  const type = choiceOf(query, 'order_type', ['desc', 'asc']) ?? 'desc';
  const compare: Record<typeof column, (a: P, b: P) => number> = {
    created_at: (a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt),
    updated_at: (a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt),
    name: (a, b) => nameOf(a).localeCompare(nameOf(b), 'en'),
  };
  const sorted = [...policies].sort((a, b) => compare[column](a, b) || a.id - b.id);
  return type === 'asc' ? sorted : sorted.reverse();
}

/** The body is the whole document. */
async function updatePolicy<D>(kind: PolicyKind<D>, call: InstanceCall): Promise<Reply> {
  const { world } = call;
  const before = policyOf(kind, call);
  const scope = scopeOf(kind, call);
  const document = checked(kind, call, scope, before);
  const after = { ...before, document, updatedAt: formatTime(world.now()) };
  await world.database.write(put(kind.table, scope, String(before.id), after));
  return empty(200);
}

async function deletePolicy<D>(kind: PolicyKind<D>, call: InstanceCall): Promise<Reply> {
  const policy = policyOf(kind, call);
  kind.beforeRemoval?.(call, policy);
  await call.world.database.write(remove(kind.table, scopeOf(kind, call), String(policy.id)));
  return empty(204);
}
