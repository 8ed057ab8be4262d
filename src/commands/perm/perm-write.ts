import { SwrctlError, hasCode } from '../../base/errors.ts';
import { isAllowed } from '../../model/access.ts';
import { isAtLeast, type Grant } from '../../model/permission.ts';
import type { SwrClient } from '../../swr/client.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { runBatch } from '../shared/batch.ts';
import { withoutEffect } from '../shared/changes.ts';
import { acceptExisting, type Existing } from '../shared/existing.ts';
import type { Context } from '../../app/world.ts';
import { formatName, targetName, type TargetName } from '../shared/names.ts';
import { grantCalls, type GrantCalls } from './grants.ts';
import { findUsers } from './users.ts';
import { PERM_VIEW, permRow, type PermRow } from './view.ts';
import type { WantedGrant } from './wanted.ts';

export interface PermWriteOptions {
  /** `org` or `org/repo`. */
  readonly target: string;
  readonly wanted: readonly WantedGrant[];
  /** With users who have a level: `add` refuses, `keep` lets the same level be, `set` gives them the new one. */
  readonly mode: 'add' | 'keep' | 'set';
}

/** `swrctl perm add` and `swrctl perm set`. */
export async function runPermWrite(context: Context, options: PermWriteOptions): Promise<void> {
  const { wanted, mode } = options;
  const place = await context.services();
  const target = targetName(place, options.target);
  const swr = await place.swr();
  const calls = grantCalls(swr, target);
  const before = await calls.list();
  const users = await findUsers(
    wanted.map(({ text }) => text),
    before,
    place.iam,
  );
  const grants = wanted.map(({ level }, index): Grant => ({ ...userAt(users, index), level }));
  await runBatch<Grant, PermRow>(context, { items: grants, noun: 'permission', view: PERM_VIEW }, async (grant) => {
    const had = before.find(({ userId }) => userId === grant.userId);
    if (had !== undefined && mode !== 'set') {
      acceptExisting(existing(had, grant, target), { existOk: mode === 'keep' }, context.output());
      return permRow(had, target);
    }
    if (had?.level !== grant.level) await write(calls, grant, had);
    context.output().note(told(grant, had, target));
    return permRow(grant, target);
  });
  await warnOfPush(context, swr, target, grants);
}

function userAt(users: readonly { user: string; userId: string }[], index: number) {
  const user = users[index];
  if (user === undefined) throw new SwrctlError('FAILED', 'A user was lost on the way'); // findUsers gives one for each
  return user;
}

async function write(calls: GrantCalls, grant: Grant, had: Grant | undefined): Promise<void> {
  await writeAndLook(
    () => (had === undefined ? calls.create([grant]) : calls.update([grant])),
    async () => {
      const now = (await calls.list()).find(({ userId }) => userId === grant.userId);
      if (now?.level !== grant.level) throw withoutEffect(`${grant.user} has ${now?.level ?? 'no permission'}`);
    },
  );
}

function existing({ user, level }: Grant, wanted: Grant, target: TargetName): Existing {
  const where = formatName(target);
  return {
    fact: `${user} has ${level} on ${where} already`,
    isSame: level === wanted.level,
    hint: `Change it with: swrctl perm set ${where} ${user}=${wanted.level}`,
  };
}

function told({ user, level }: Grant, had: Grant | undefined, target: TargetName): string {
  const where = `on ${formatName(target)}`;
  if (had === undefined) return `${user} ${where}: no permission → ${level}`;
  return had.level === level ? `${user} has ${level} ${where} already` : `${user} ${where}: ${had.level} → ${level}`;
}

/** A right on a repository alone is never enough to upload. */
async function warnOfPush(
  context: Context,
  swr: SwrClient,
  { namespace, repository }: TargetName,
  grants: readonly Grant[],
): Promise<void> {
  const editors = grants.filter(({ level }) => isAtLeast(level, 'edit'));
  if (repository === undefined || editors.length === 0) return;
  const onNamespace = await grantCalls(swr, { namespace })
    .list()
    .catch((error: unknown) => {
      if (hasCode(error, 'AUTH_DENIED', 'NOT_FOUND')) return []; // whoever manages the repository alone may not look
      throw error;
    });
  for (const { user, userId } of editors) {
    const level = onNamespace.find((grant) => grant.userId === userId)?.level;
    if (isAllowed({ namespace: level }, 'push')) continue;
    context
      .output()
      .warn(
        `${user} still cannot push: that needs edit on the organization: swrctl perm set ${namespace} ${user}=edit`,
      );
  }
}
