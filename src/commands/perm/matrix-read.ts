import { isAtLeast, type Grant } from '../../model/permission.ts';
import type { Services } from '../../app/services.ts';
import type { SwrClient } from '../../swr/client.ts';
import { listNamespaces } from '../../swr/endpoints/namespaces.ts';
import { listRepositories } from '../../swr/endpoints/repositories.ts';
import { readPages } from '../../swr/paging.ts';
import { formatName, type TargetName } from '../shared/names.ts';
import { grantCalls } from './grants.ts';
import { findUsers, type UserName } from './users.ts';

/** What the matrix is to show. */
export interface MatrixChoice {
  /** Only this organization, with its repositories. Absent: all organizations. */
  readonly org?: string | undefined;
  /** Only these users, with the repositories where they have more than in the organization; names, ids or `id:name`. */
  readonly users: readonly string[];
}

export interface TargetGrants {
  readonly target: TargetName;
  readonly grants: readonly Grant[];
}

export interface ReadMatrix {
  /** Organizations, each followed by the repositories whose own rights add something. */
  readonly targets: readonly TargetGrants[];
  /** The users that were asked for, found; undefined when nobody was. */
  readonly users: readonly UserName[] | undefined;
}

/**
 * Reads the permissions with one call for each organization, and for each repository that may add something.
 *
 * @param tell is told how far it is, in words.
 */
export async function readMatrix(
  services: Services,
  { org, users: texts }: MatrixChoice,
  tell: (text: string) => void,
): Promise<ReadMatrix> {
  const swr = await services.swr();
  const read = reader(services, swr, tell);
  const outer = await read((await organizations(swr, org)).map((namespace) => ({ namespace })));
  const users = texts.length === 0 ? undefined : await findUsers(texts, outer.flatMap(grantsOf), services.iam);
  const isAsked = ({ userId }: UserName): boolean => users?.some((user) => user.userId === userId) ?? true;
  const inner = org === undefined && users === undefined ? [] : await read(await repositories(swr, org, outer, users));
  const asked = [...outer, ...inner].map(({ target, grants }) => ({ target, grants: grants.filter(isAsked) }));
  const targets = asked
    .filter(({ target, grants }) => target.repository === undefined || addsSomething(asked, target, grants))
    .filter(({ grants }) => users === undefined || grants.length > 0);
  return { targets: sortTargets(targets), users };
}

const grantsOf = ({ grants }: TargetGrants): readonly Grant[] => grants;

/** `--jobs` calls at a time, and no more in a second than the service takes. */
function reader({ run }: Services, swr: SwrClient, tell: (text: string) => void) {
  let total = 0;
  let done = 0;
  return (targets: readonly TargetName[]): Promise<TargetGrants[]> => {
    total += targets.length;
    const readOne = async (target: TargetName): Promise<TargetGrants> => {
      const grants = await grantCalls(swr, target).list();
      done += 1;
      tell(`Reading permissions: ${done} of ${total}`);
      return { target, grants };
    };
    return Promise.all(targets.map((target) => run(() => readOne(target))));
  };
}

async function organizations(swr: SwrClient, org: string | undefined): Promise<string[]> {
  if (org !== undefined) return [org];
  const all = await swr.call(listNamespaces, {});
  return all.filter(({ permission }) => permission !== 'none').map(({ name }) => name);
}

/** Where everybody who is asked for manages the organization, its repositories cannot add to that. */
async function repositories(
  swr: SwrClient,
  org: string | undefined,
  outer: readonly TargetGrants[],
  users: readonly UserName[] | undefined,
): Promise<TargetName[]> {
  const isOpen = ({ grants }: TargetGrants): boolean =>
    users?.some(({ userId }) => levelOn(grants, userId) !== 'manage') ?? true;
  const open = new Set(outer.filter(isOpen).map(({ target }) => target.namespace));
  if (open.size === 0) return [];
  const all = await readPages((limit, offset) => swr.ask(listRepositories, { namespace: org, limit, offset }));
  return all
    .filter(({ organization }) => open.has(organization))
    .map(({ name, organization }) => ({ namespace: organization, repository: name.slice(organization.length + 1) }));
}

export const levelOn = (grants: readonly Grant[], userId: string): Grant['level'] | undefined =>
  grants.find((grant) => grant.userId === userId)?.level;

/** The rights on the organization around a target. */
export const outerGrants = (all: readonly TargetGrants[], namespace: string): readonly Grant[] =>
  all.find(({ target }) => target.namespace === namespace && target.repository === undefined)?.grants ?? [];

/** Repositories without rights of their own would only repeat their organization. */
function addsSomething(all: readonly TargetGrants[], { namespace }: TargetName, grants: readonly Grant[]): boolean {
  return grants.some(({ userId, level }) => {
    const outer = levelOn(outerGrants(all, namespace), userId);
    return outer === undefined || !isAtLeast(outer, level);
  });
}

/** Organizations as they came, their repositories behind them by name. */
function sortTargets(targets: readonly TargetGrants[]): TargetGrants[] {
  const order = [...new Set(targets.map(({ target }) => target.namespace))];
  const byName = (a: TargetGrants, b: TargetGrants): number => (formatName(a.target) < formatName(b.target) ? -1 : 1);
  return order.flatMap((name) => targets.filter(({ target }) => target.namespace === name).sort(byName));
}
