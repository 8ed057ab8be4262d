import { join } from 'node:path';
import type { AccessKey } from '../../auth/credential.ts';
import { tokenOwner, type Profile } from '../../auth/profile.ts';
import type { SecretPlace, SecretStores } from '../../auth/secret-store.ts';
import { hasCode } from '../../base/errors.ts';

/** A secret that belongs to a profile: the SK of an AK, or the token of an IAM user. */
export interface ProfileSecret {
  /** The AK, or what stands for it with a token. */
  readonly owner: string;
  readonly secret: string;
  readonly what: 'Secret key' | 'IAM token';
}

export interface SavedSecret {
  /** Undefined: not saved. */
  readonly place: SecretPlace | undefined;
  /** One line for a person. */
  readonly note: string;
  readonly undo: () => Promise<unknown>;
}

/** What is there to save of a login; undefined when nothing secret is known but the login itself. */
export function secretOf(
  key: AccessKey | undefined,
  token: { readonly iamUser: string; readonly token: string } | undefined,
): ProfileSecret | undefined {
  if (token !== undefined) return { owner: tokenOwner(token.iamUser), secret: token.token, what: 'IAM token' };
  return key && { owner: key.accessKey, secret: key.secretKey, what: 'Secret key' };
}

/**
 * Saves a secret in the keychain, or in a file if that is asked for; never in a file because the keychain failed.
 *
 * @param previous the profile as it was, with the place of its old secret.
 */
export async function saveSecret(
  stores: SecretStores,
  profile: string,
  { owner, secret, what }: ProfileSecret,
  isFileWanted: boolean,
  previous: Profile | undefined,
): Promise<SavedSecret> {
  const place: SecretPlace = isFileWanted || (await isInFile(stores, profile, owner, secret)) ? 'file' : 'keychain';
  const store = stores[place];
  const target = { profile, accessKey: owner };
  try {
    const old = await store.get(target);
    if (old !== secret) await store.set(target, secret);
    const left = await eraseOther(stores, profile, place, previous);
    const undo = () => (old === undefined ? store.erase(profile) : store.set(target, old));
    return { place, note: `${what}: ${placeNote(stores, place, profile, old === secret)}${left}`, undo };
  } catch (error) {
    if (place === 'file' || !hasCode(error, 'KEYCHAIN_FAILED')) throw error;
    await stores.file.erase(profile);
    const way = what === 'Secret key' ? 'set SWRCTL_AK and SWRCTL_SK, or ' : '';
    const note = `${what}: not saved; management commands need it: ${way}log in with --insecure-storage`;
    return { place: undefined, note: `${note} (${error.message})`, undo: () => Promise.resolve() };
  }
}

/** Somebody asked for the file before: a later login of the same account does not move its secret. */
async function isInFile({ file }: SecretStores, profile: string, owner: string, secret: string): Promise<boolean> {
  return (await file.get({ profile, accessKey: owner })) === secret;
}

/** @returns what to add to the note when an older secret cannot be erased: a file is asked for where no keychain is. */
async function eraseOther(
  stores: SecretStores,
  profile: string,
  place: SecretPlace,
  previous: Profile | undefined,
): Promise<string> {
  if (place === 'keychain') await stores.file.erase(profile);
  if (place === 'keychain' || previous?.secretPlace !== 'keychain') return '';
  try {
    await stores.keychain.erase(profile);
    return '';
  } catch (error) {
    if (!hasCode(error, 'KEYCHAIN_FAILED')) throw error;
    return `; the one of an earlier login stays in the keychain (${error.message})`;
  }
}

function placeNote(stores: SecretStores, place: SecretPlace, profile: string, isOld: boolean): string {
  if (place === 'keychain') return `in ${stores.keychain.place}`;
  const path = join(stores.file.place, `${profile}.json`);
  return isOld ? `saved earlier in ${path}, as plain text` : `in ${path}, as plain text (--insecure-storage)`;
}
