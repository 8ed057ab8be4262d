import { effectiveLevel, isAllowed, type Access } from '../../model/access.ts';
import { isAtLeast } from '../../model/permission.ts';
import type { Context } from '../../app/world.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { UserName } from './users.ts';
import { formatName } from '../shared/names.ts';
import {
  levelOn,
  outerGrants,
  readMatrix,
  type MatrixChoice,
  type ReadMatrix,
  type TargetGrants,
} from './matrix-read.ts';
import { matrixView, type MatrixRow } from './matrix-view.ts';

/** `swrctl perm matrix`. `--org` says the same as the operand; an organization from elsewhere is only a default. */
export async function runPermMatrix(context: Context, choice: MatrixChoice): Promise<void> {
  const services = await context.services();
  const output = context.output();
  const { settings } = services;
  const org = chosenOrg(choice.org, settings.sources.org === 'flag' ? settings.org : undefined);
  const read = await output.waitFor('Reading permissions', (tell) => readMatrix(services, { ...choice, org }, tell));
  const names = read.targets.map(({ target }) => formatName(target));
  await output.list(matrixRows(read), matrixView(names));
  for (const { user } of usersWithout(read))
    output.note(`${user} has no right ${org === undefined ? 'anywhere' : `in ${org}`}`);
  if (org === undefined && choice.users.length === 0 && names.length > 0 && !output.isJson) {
    output.note('Rights on repositories are not in it; see them with --org ORG or --user USER');
  }
}

/** @throws {SwrctlError} USAGE for two different ones. */
function chosenOrg(operand: string | undefined, flag: string | undefined): string | undefined {
  if (operand === undefined || flag === undefined || operand === flag) return operand ?? flag;
  throw new SwrctlError('USAGE', `Two organizations are given: ${operand} and --org ${flag}`, {
    hint: `Give one of them: swrctl perm matrix ${operand}`,
  });
}

/** Of the users that were asked for, those without any right. */
function usersWithout({ users = [], targets }: ReadMatrix): readonly UserName[] {
  const holders = new Set(targets.flatMap(({ grants }) => grants.map(({ userId }) => userId)));
  return users.filter(({ userId }) => !holders.has(userId));
}

function matrixRows({ targets, users }: ReadMatrix): MatrixRow[] {
  const found = [...(users ?? []), ...targets.flatMap(({ grants }) => grants)];
  const names = new Map(found.map(({ userId, user }) => [userId, user]));
  const rows = [...names].map(([userId, user]): MatrixRow => {
    const accesses = targets.map((one) => ({ name: formatName(one.target), access: accessTo(targets, one, userId) }));
    const levels = accesses.flatMap(({ name, access }) => {
      const level = effectiveLevel(access);
      return level === undefined ? [] : [[name, level] as const];
    });
    const cannotPush = accesses.filter(({ access }) => isStuck(access)).map(({ name }) => name);
    return { user, userId, levels: Object.fromEntries(levels), cannotPush };
  });
  return rows.sort((a, b) => (a.user < b.user ? -1 : 1));
}

function accessTo(all: readonly TargetGrants[], { target, grants }: TargetGrants, userId: string): Access {
  const { namespace, repository } = target;
  if (repository === undefined) return { namespace: levelOn(grants, userId) };
  return { namespace: levelOn(outerGrants(all, namespace), userId), repository: levelOn(grants, userId) };
}

function isStuck(access: Access): boolean {
  const level = effectiveLevel(access);
  return level !== undefined && isAtLeast(level, 'edit') && !isAllowed(access, 'push');
}
