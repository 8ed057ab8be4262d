import type { Profile } from '../../auth/profile.ts';
import { SwrctlError } from '../../base/errors.ts';

/** What of a profile can be changed without a new login. Source: product.md §2. */
export const CONFIG_KEYS = ['org', 'project'] as const;

export type ConfigKey = (typeof CONFIG_KEYS)[number];

export const CONFIG_FIELDS = ['name', 'value'] as const;

/** @throws {SwrctlError} USAGE; for what a login decides, with that login. */
export function configKey(text: string): ConfigKey {
  const key = CONFIG_KEYS.find((one) => one === text);
  if (key !== undefined) return key;
  const isOfLogin = text === 'region' || text === 'registry';
  throw new SwrctlError('USAGE', `"${text}" is nothing that config keeps`, {
    hint: isOfLogin
      ? `Another ${text} is another login: swrctl login --${text} ${text === 'region' ? 'REGION' : 'HOST'}`
      : `It keeps: ${CONFIG_KEYS.join(', ')}`,
  });
}

/** @throws {SwrctlError} USAGE for what can be no value of this key. */
export function checkValue(key: ConfigKey, value: string): void {
  const isGood = (key === 'org' ? /^[a-z][a-z0-9._-]*$/ : /^[\w-]+$/).test(value);
  if (isGood) return;
  throw new SwrctlError('USAGE', `"${value}" is no name of ${key === 'org' ? 'an organization' : 'a project'}`, {
    hint: key === 'org' ? 'List yours with: swrctl org list' : 'Write it as in the console, for example cn-north-4',
  });
}

/** The profile with another value. The id of a project goes with its name. */
export function withValue(profile: Profile, key: ConfigKey, value: string | undefined): Profile {
  return { ...profile, [key]: value, ...(key === 'project' ? { projectId: undefined } : {}) };
}
