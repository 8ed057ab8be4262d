import { SwrctlError, hasCode } from '../../base/errors.ts';
import type { IamClient } from '../../iam/client.ts';

export interface UserName {
  readonly user: string;
  readonly userId: string;
}

/**
 * Finds out who is meant. A user is written as a name, as an id, or as `id:name` where the caller may not look users
 * up. Names among `known` are taken from there, so that the identity service is asked only when it must be.
 *
 * @throws {SwrctlError} NOT_FOUND naming everybody who does not exist; AUTH_DENIED where look-ups are forbidden.
 */
export async function findUsers(
  texts: readonly string[],
  known: readonly UserName[],
  iam: () => Pick<IamClient, 'listUsers'>,
): Promise<UserName[]> {
  const direct = texts.map((text) => pairOf(text) ?? match(text, known));
  if (direct.every((user) => user !== undefined)) return direct;
  const all = await listAll(iam);
  const found = texts.map((text, index) => direct[index] ?? match(text, all));
  const unknown = texts.filter((_text, index) => found[index] === undefined);
  if (unknown.length === 0) return found.filter((user) => user !== undefined);
  const names = unknown.map((name) => `"${name}"`).join(', ');
  throw new SwrctlError('NOT_FOUND', `The account has no user ${names}`, {
    hint: `Users of this account: ${shortList(all.map(({ user }) => user))}`,
  });
}

function pairOf(text: string): UserName | undefined {
  const [, userId, user] = /^([^:]+):(.+)$/.exec(text) ?? [];
  return userId === undefined || user === undefined ? undefined : { userId, user };
}

const match = (text: string, users: readonly UserName[]): UserName | undefined => {
  const found = users.find(({ user }) => user === text) ?? users.find(({ userId }) => userId === text);
  return found && { user: found.user, userId: found.userId };
};

async function listAll(iam: () => Pick<IamClient, 'listUsers'>): Promise<UserName[]> {
  try {
    return (await iam().listUsers()).map(({ id: userId, name: user }) => ({ userId, user }));
  } catch (error) {
    if (!hasCode(error, 'AUTH_DENIED')) throw error;
    throw new SwrctlError('AUTH_DENIED', 'These credentials may not look up the users of the account', {
      hint: 'Write users as ID:NAME, as IAM shows them, for example: swrctl perm add team 03f2c0:alice=read',
      cause: error,
      service: error.service,
    });
  }
}

const shortList = (names: readonly string[]): string =>
  names.length > 8 ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more` : names.join(', ');
