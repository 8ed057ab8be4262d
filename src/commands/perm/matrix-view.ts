import { PERMISSION_LEVELS, type PermissionLevel } from '../../model/permission.ts';
import type { View } from '../../output/output.ts';

/** One user, as JSON shows it. */
export interface MatrixRow {
  readonly user: string;
  readonly userId: string;
  /** What he may do, by target: the stronger of the rights on organization and repository. */
  readonly levels: Readonly<Record<string, PermissionLevel>>;
  /** Repositories where his level would do, but his level on the organization does not. */
  readonly cannotPush: readonly string[];
}

/** Said beside a level that looks like more than it is. */
const NO_PUSH = 'no push';

function cell({ levels, cannotPush }: MatrixRow, target: string): string | undefined {
  const level = levels[target];
  return level !== undefined && cannotPush.includes(target) ? `${level}, ${NO_PUSH}` : level;
}

/**
 * Users down, targets across; where that is too wide, targets down and users across; where that is too wide as well, the
 * users of each level beside each target.
 */
export function matrixView(targets: readonly string[]): View<MatrixRow> {
  return {
    columns: [
      { header: 'User', value: ({ user }) => user },
      ...targets.map((target) => ({
        ...{ header: target, isData: true },
        value: (row: MatrixRow) => cell(row, target),
      })),
      { header: 'User id', value: ({ userId }) => userId, wide: true },
    ],
    name: ({ user }) => user,
    empty: 'There is no organization whose permissions you may see',
    otherwise: (rows, use) => use(targets, turnedView(rows)),
  };
}

function turnedView(rows: readonly MatrixRow[]): View<string> {
  return {
    columns: [
      { header: 'Target', value: (target) => target },
      ...rows.map((row) => ({ header: row.user, isData: true, value: (target: string) => cell(row, target) })),
    ],
    name: (target) => target,
    otherwise: (targets, use) => use(targets, levelsView(rows)),
  };
}

function levelsView(rows: readonly MatrixRow[]): View<string> {
  const usersWith = (level: PermissionLevel, target: string): string[] =>
    rows
      .filter(({ levels }) => levels[target] === level)
      .map(({ user, cannotPush }) => (cannotPush.includes(target) ? `${user} (${NO_PUSH})` : user));
  return {
    columns: [
      { header: 'Target', value: (target) => target },
      ...[...PERMISSION_LEVELS].reverse().map((level) => ({
        ...{ header: level, flow: 'wrap' as const },
        value: (target: string) => usersWith(level, target),
      })),
    ],
    name: (target) => target,
  };
}
