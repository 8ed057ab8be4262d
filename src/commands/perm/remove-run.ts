import { SwrctlError } from '../../base/errors.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { runBatch } from '../shared/batch.ts';
import { withoutEffect } from '../shared/changes.ts';
import { confirmRemoval } from '../shared/confirm.ts';
import type { Context } from '../../app/world.ts';
import { formatName, targetName } from '../shared/names.ts';
import { grantCalls } from './grants.ts';
import { findUsers, type UserName } from './users.ts';

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
  await runBatch<UserName, never>(context, { items: users, noun: 'permission' }, async ({ user, userId }) => {
    const had = before.find((grant) => grant.userId === userId);
    if (had === undefined) throw new SwrctlError('NOT_FOUND', `${user} has no permission on ${where}`, hintFor(where));
    await confirmRemoval(context, { what: `the ${had.level} permission of ${user} on ${where}`, isSure: options.yes });
    await writeAndLook(
      () => calls.remove([userId]),
      async () => {
        const left = (await calls.list()).find((grant) => grant.userId === userId);
        if (left !== undefined) throw withoutEffect(`${user} has ${left.level} on ${where}`);
      },
    );
    context.output().note(`${user} on ${where}: ${had.level} → no permission`);
    return undefined;
  });
}

const hintFor = (where: string): { hint: string } => ({ hint: `List the permissions with: swrctl perm list ${where}` });
