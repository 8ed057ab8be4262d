import { eraseByHand } from '../../auth/keychain.ts';
import type { Profile } from '../../auth/profile.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { World } from '../../app/world.ts';
import type { Settings } from '../../app/settings/settings.ts';

/** A secret that the keychain still has, because it could not be asked to forget it. */
export interface LeftSecret {
  readonly profile: Profile;
  /** Why, in words. */
  readonly reason: string;
}

/** What a profile keeps secret, in words. */
export const secretOf = ({ iamUser }: Profile): string => (iamUser === undefined ? 'secret key' : 'IAM token');

/** FAILED, for the end of a command that has removed everything else. `again` is the command that tries once more. */
export function secretsLeft(left: readonly [LeftSecret, ...LeftSecret[]], again: string): SwrctlError {
  return new SwrctlError('FAILED', factOf(left), { hint: `Make the keychain usable, then run again: ${again}` });
}

/** The same when the profile is gone, so that swrctl cannot try once more. */
export function orphanLeft(left: LeftSecret, { configDir }: Settings, { platform }: World): SwrctlError {
  const way = eraseByHand({ dir: configDir, platform }, left.profile.name);
  return new SwrctlError('FAILED', factOf([left]), { hint: `Remove it by hand: ${way}` });
}

function factOf(left: readonly [LeftSecret, ...LeftSecret[]]): string {
  const names = left.map(({ profile }) => `the ${secretOf(profile)} of profile "${profile.name}"`).join(' and ');
  return `Everything was removed but ${names}, saved in the keychain (${left[0].reason})`;
}
