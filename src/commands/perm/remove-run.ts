import { SwrctlError } from '../../base/errors.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { withoutEffect } from '../shared/changes.ts';
import { runRemoval } from '../shared/removal.ts';
import type { Context } from '../../app/world.ts';
import { formatName, targetName } from '../shared/names.ts';
import { grantCalls } from './grants.ts';
import { findUsers } from './users.ts';

export interface PermRemoveOptions {
  /** `org` or `org/repo`. */
  readonly target: string;
  /** Names, ids or `id:name`. */
  readonly users: readonly string[];
  /** True: do not ask. */
  readonly yes: boolean;
}

/** `swrctl perm remove`. */
export async function runPermRemove(context: Context, options: PermRemoveOptions): Promise<void> {
  const place = await context.services();
  const target = targetName(place, options.target);
  const calls = grantCalls(await place.swr(), target);
  const before = await calls.list();
  const users = await findUsers(options.users, before, place.iam);
  const where = formatName(target);
  await runRemoval(context, {
    items: users,
    noun: 'permission',
    isSure: options.yes,
    find: ({ user, userId }) => {
      const had = before.find((grant) => grant.userId === userId);
      if (had !== undefined) return Promise.resolve({ user, userId, level: had.level });
      return Promise.reject(new SwrctlError('NOT_FOUND', `${user} has no permission on ${where}`, hintFor(where)));
    },
    describe: ({ user, level }) => `the ${level} permission of ${user} on ${where}`,
    remove: async ({ user, userId, level }) => {
      await writeAndLook(
        () => calls.remove([userId]),
        async () => {
          const left = (await calls.list()).find((grant) => grant.userId === userId);
          if (left !== undefined) throw withoutEffect(`${user} has ${left.level} on ${where}`);
        },
      );
      context.output().note(`${user} on ${where}: ${level} → no permission`);
    },
  });
}

const hintFor = (where: string): { hint: string } => ({ hint: `List the permissions with: swrctl perm list ${where}` });
