import { stableId } from '../domain/regions.ts';

/** A customer: owns projects, users and organizations. IAM calls it a domain. */
export interface Account {
  readonly id: string;
  readonly name: string;
  /** Whether it is on the newer identity plane, where the enhanced login command works. Default false. */
  readonly hasBearerLogin?: boolean;
  /** Names of its sub-projects. Default none. */
  readonly subProjects?: readonly string[];
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

export function createAccount(name: string): Account {
  return { id: stableId('account', name), name };
}

/** A user whose id and keys follow from the names, so that they are the same in every emulator. */
export function createUser(account: Account, name: string, isAdministrator = false): User {
  const isShort = /^[a-z0-9]{1,13}$/.test(name);
  const mark = isShort ? name : stableId('ak', name).slice(0, 12);
  return {
    id: stableId('user', account.name, name),
    name,
    account,
    isAdministrator,
    ak: `EMULATOR${mark.toUpperCase().padEnd(12, '0')}`,
    sk: `not-a-secret-emulator-key-of-${name}`.padEnd(40, '0'),
    password: `emulator-password-${name}`,
  };
}

const OWN = createAccount('emulator');
const PARTNER = createAccount('partner');

export const ACCOUNTS: readonly Account[] = [OWN, PARTNER];

/** The user that the ready line names. */
export const ADMINISTRATOR = createUser(OWN, 'administrator', true);

/** Users of the same account without any right of their own. */
export const ORDINARY_USERS: readonly User[] = [createUser(OWN, 'alice'), createUser(OWN, 'bob')];

/** Administrator of the account `partner`: somebody else, to share with and to be refused by. */
export const OUTSIDER = createUser(PARTNER, 'carol', true);

export const USERS: readonly User[] = [ADMINISTRATOR, ...ORDINARY_USERS, OUTSIDER];
