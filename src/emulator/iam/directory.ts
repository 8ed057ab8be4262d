import { ACCOUNTS, USERS, type Account, type User } from './accounts.ts';
import { put, type Change, type Database, type Table } from '../store/database.ts';
import { findProject, type Project } from '../domain/regions.ts';

/** Accounts and users that a seed added. Scope: empty. Key: id. */
const SEEDED_ACCOUNTS: Table<Account> = { name: 'account' };
const SEEDED_USERS: Table<User> = { name: 'user' };

/** Whatever holds the records. */
interface Holder {
  readonly database: Database;
}

/** The built-in accounts and those of seeds. */
export function listAccounts({ database }: Holder): readonly Account[] {
  const seeded = database.all(SEEDED_ACCOUNTS, '');
  return [...ACCOUNTS.filter(({ id }) => !seeded.some((account) => account.id === id)), ...seeded];
}

export function listUsers({ database }: Holder): readonly User[] {
  return [...USERS, ...database.all(SEEDED_USERS, '')];
}

export function findAccount(holder: Holder, key: 'id' | 'name', value: string): Account | undefined {
  return listAccounts(holder).find((account) => account[key] === value);
}

/** Names of users are unique over all accounts here, which the real service does not ask for. */
export function findUser(holder: Holder, key: 'id' | 'ak' | 'name', value: string): User | undefined {
  return listUsers(holder).find((user) => user[key] === value);
}

export function accountName(holder: Holder, id: string): string {
  return findAccount(holder, 'id', id)?.name ?? '';
}

/** Whether the enhanced login command works in an account. */
export function hasBearerLogin(holder: Holder, { id }: Account): boolean {
  return findAccount(holder, 'id', id)?.hasBearerLogin === true;
}

/** The names of an account's sub-projects. */
export function subProjectsOf(holder: Holder, accountId: string): readonly string[] {
  return findAccount(holder, 'id', accountId)?.subProjects ?? [];
}

/** A main project or a sub-project of an account. */
export function findAccountProject(
  holder: Holder,
  accountId: string,
  key: 'id' | 'name',
  value: string,
): Project | undefined {
  return findProject(accountId, key, value, subProjectsOf(holder, accountId));
}

export function addAccount(account: Account): Change {
  return put(SEEDED_ACCOUNTS, '', account.id, account);
}

export function addUser(user: User): Change {
  return put(SEEDED_USERS, '', user.id, user);
}
