import { isAllowed, type Action } from '../../model/access.ts';
import type { Grant, PermissionLevel } from '../../model/permission.ts';
import type { View } from '../../output/output.ts';
import type { Context } from '../../app/world.ts';
import { formatName, targetName } from '../shared/names.ts';
import { readRepository } from '../repo/read.ts';
import { grantCalls } from './grants.ts';

export interface PermWhoCanOptions {
  readonly action: Action;
  /** `org` or `org/repo`. */
  readonly target: string;
}

/** One user, as JSON shows it. */
interface WhoRow {
  readonly user: string;
  readonly userId: string;
  readonly level: PermissionLevel;
  /** The target that the right is on. */
  readonly through: string;
}

const VIEW: View<WhoRow> = {
  columns: [
    { header: 'User', value: ({ user }) => user },
    { header: 'Level', value: ({ level }) => level },
    { header: 'Through', value: ({ through }) => through },
    { header: 'User id', value: ({ userId }) => userId, wide: true },
  ],
  name: ({ user }) => user,
  empty: 'Nobody but the administrators of the account',
};

/** `swrctl perm who-can`. */
export async function runPermWhoCan(context: Context, { action, target: text }: PermWhoCanOptions): Promise<void> {
  const place = await context.services();
  const target = targetName(place, text);
  const { namespace, repository } = target;
  const swr = await place.swr();
  const outer = await grantCalls(swr, { namespace }).list();
  const inner = repository === undefined ? [] : await grantCalls(swr, target).list();
  await context.output().list(whoCan(action, outer, inner, { namespace, target: formatName(target) }), VIEW);
  if (action !== 'pull' || repository === undefined) return;
  const { public: isPublic, name } = await readRepository(swr, { namespace, repository });
  if (isPublic) context.output().note(`${name} is public: everybody can pull it, without a login`);
}

function whoCan(
  action: Action,
  outer: readonly Grant[],
  inner: readonly Grant[],
  { namespace, target }: { namespace: string; target: string },
): WhoRow[] {
  const through = outer
    .filter(({ level }) => isAllowed({ namespace: level }, action))
    .map((grant) => ({ ...grant, through: namespace }));
  const alone = inner
    .filter(({ userId }) => !through.some((row) => row.userId === userId))
    .filter(({ level }) => isAllowed({ repository: level }, action))
    .map((grant) => ({ ...grant, through: target }));
  return [...through, ...alone].sort((a, b) => (a.user < b.user ? -1 : 1));
}
