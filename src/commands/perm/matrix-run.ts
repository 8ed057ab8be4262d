import { effectiveLevel, isAllowed, type Access } from '../../model/access.ts';
import { isAtLeast, type Grant, type PermissionLevel } from '../../model/permission.ts';
import type { View } from '../../output/output.ts';
import type { SwrClient } from '../../swr/client.ts';
import { listNamespaces } from '../../swr/endpoints/namespaces.ts';
import { listRepositories } from '../../swr/endpoints/repositories.ts';
import { readPages } from '../../swr/paging.ts';
import type { Context } from '../../app/world.ts';
import { formatName, type TargetName } from '../shared/names.ts';
import { grantCalls } from './grants.ts';

/** One user, as JSON shows it. */
interface MatrixRow {
  readonly user: string;
  readonly userId: string;
  /** What he may do, by target: the stronger of the rights on organization and repository. */
  readonly levels: Readonly<Record<string, PermissionLevel>>;
  /** Repositories where his level would do, but his level on the organization does not. */
  readonly cannotPush: readonly string[];
}

interface TargetGrants {
  readonly target: TargetName;
  readonly grants: readonly Grant[];
}

/** `swrctl perm matrix`. */
export async function runPermMatrix(context: Context, org: string | undefined): Promise<void> {
  const services = await context.services();
  const swr = await services.swr();
  const targets = await listTargets(swr, org);
  const read = await Promise.all(
    targets.map((target) =>
      services.run(async (): Promise<TargetGrants> => ({ target, grants: await grantCalls(swr, target).list() })),
    ),
  );
  // Repositories without rights of their own would only repeat their organization.
  const shown = read.filter(
    ({ target, grants }) => target.repository === undefined || addsSomething(read, target, grants),
  );
  await context.output().list(matrixRows(shown), matrixView(shown.map(({ target }) => formatName(target))));
}

async function listTargets(swr: SwrClient, org: string | undefined): Promise<TargetName[]> {
  const namespaces =
    org === undefined
      ? (await swr.call(listNamespaces, {})).filter(({ permission }) => permission !== 'none').map(({ name }) => name)
      : [org];
  const repositories = await readPages((limit, offset) => swr.ask(listRepositories, { namespace: org, limit, offset }));
  return namespaces.flatMap((namespace) => [
    { namespace },
    ...repositories
      .filter(({ organization }) => organization === namespace)
      .map(({ name }) => ({ namespace, repository: name.slice(namespace.length + 1) })),
  ]);
}

const levelOn = (grants: readonly Grant[], userId: string): PermissionLevel | undefined =>
  grants.find((grant) => grant.userId === userId)?.level;

const grantsOf = (all: readonly TargetGrants[], namespace: string): readonly Grant[] =>
  all.find(({ target }) => target.namespace === namespace && target.repository === undefined)?.grants ?? [];

function addsSomething(all: readonly TargetGrants[], { namespace }: TargetName, grants: readonly Grant[]): boolean {
  return grants.some(({ userId, level }) => {
    const outer = levelOn(grantsOf(all, namespace), userId);
    return outer === undefined || !isAtLeast(outer, level);
  });
}

function matrixRows(shown: readonly TargetGrants[]): MatrixRow[] {
  const users = new Map(shown.flatMap(({ grants }) => grants).map(({ userId, user }) => [userId, user]));
  const rows = [...users].map(([userId, user]): MatrixRow => {
    const accesses = shown.map(({ target, grants }) => ({ target, access: accessTo(shown, target, grants, userId) }));
    const levels = accesses.flatMap(({ target, access }) => {
      const level = effectiveLevel(access);
      return level === undefined ? [] : [[formatName(target), level] as const];
    });
    const cannotPush = accesses.filter(({ access }) => isStuck(access)).map(({ target }) => formatName(target));
    return { user, userId, levels: Object.fromEntries(levels), cannotPush };
  });
  return rows.sort((a, b) => (a.user < b.user ? -1 : 1));
}

function accessTo(
  shown: readonly TargetGrants[],
  { namespace, repository }: TargetName,
  grants: readonly Grant[],
  userId: string,
): Access {
  if (repository === undefined) return { namespace: levelOn(grants, userId) };
  return { namespace: levelOn(grantsOf(shown, namespace), userId), repository: levelOn(grants, userId) };
}

function isStuck(access: Access): boolean {
  const level = effectiveLevel(access);
  return level !== undefined && isAtLeast(level, 'edit') && !isAllowed(access, 'push');
}

function matrixView(targets: readonly string[]): View<MatrixRow> {
  return {
    columns: [
      { header: 'User', value: ({ user }) => user },
      ...targets.map((target) => ({
        header: target,
        value: ({ levels, cannotPush }: MatrixRow) =>
          cannotPush.includes(target) ? `${levels[target] ?? ''}, no push` : levels[target],
      })),
      { header: 'User id', value: ({ userId }) => userId, wide: true },
    ],
    name: ({ user }) => user,
    empty: 'There is no organization whose permissions you may see',
  };
}
