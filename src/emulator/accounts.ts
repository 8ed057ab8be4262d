import { stableId } from './regions.ts';

/** A customer: owns projects, users and organizations. IAM calls it a domain. */
export interface Account {
  readonly id: string;
  readonly name: string;
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly account: Account;
  /** Administrators may do everything in their account without being listed. */
  readonly isAdministrator: boolean;
  readonly ak: string;
  readonly sk: string;
  readonly password: string;
}

function createUser(account: Account, name: string, isAdministrator = false): User {
  return {
    id: stableId('user', account.name, name),
    name,
    account,
    isAdministrator,
    ak: `EMULATOR${name.toUpperCase().padEnd(12, '0')}`,
    sk: `not-a-secret-emulator-key-of-${name}`.padEnd(40, '0'),
    password: `emulator-password-${name}`,
  };
}

const OWN: Account = { id: stableId('account', 'emulator'), name: 'emulator' };
const PARTNER: Account = { id: stableId('account', 'partner'), name: 'partner' };

export const ACCOUNTS: readonly Account[] = [OWN, PARTNER];

/** The user that the ready line names. */
export const ADMINISTRATOR = createUser(OWN, 'administrator', true);

/** Users of the same account without any right of their own. */
export const ORDINARY_USERS: readonly User[] = [createUser(OWN, 'alice'), createUser(OWN, 'bob')];

/** Administrator of the account `partner`: somebody else, to share with and to be refused by. */
export const OUTSIDER = createUser(PARTNER, 'carol', true);

export const USERS: readonly User[] = [ADMINISTRATOR, ...ORDINARY_USERS, OUTSIDER];

export function findUser(key: 'id' | 'ak' | 'name', value: string): User | undefined {
  return USERS.find((user) => user[key] === value);
}
