import type { Profile } from '../../auth/profile.ts';
import { MAX_JOBS } from '../../app/settings/settings.ts';
import { oneOf, positiveNumber, wholeNumber, type Parser } from '../../app/settings/parse.ts';
import { parseRegion } from '../../app/settings/regions.ts';
import { SwrctlError } from '../../base/errors.ts';
import { FORMATS } from '../../output/format.ts';

/** What of a profile can be changed without a new login. Source: docs/reference/contract.md#commands. */
export const CONFIG_KEYS = ['org', 'region', 'project', 'instance', 'output', 'jobs', 'rate'] as const;

export type ConfigKey = (typeof CONFIG_KEYS)[number];
export type ConfigValue = Profile[ConfigKey];

export const CONFIG_FIELDS = ['name', 'value'] as const;

/** @throws {SwrctlError} USAGE */
export function configKey(text: string): ConfigKey {
  const key = CONFIG_KEYS.find((one) => one === text);
  if (key !== undefined) return key;
  throw new SwrctlError('USAGE', `"${text}" is nothing that config keeps`, {
    hint:
      text === 'registry'
        ? 'Another registry is another login: swrctl login HOST'
        : `It keeps: ${CONFIG_KEYS.join(', ')}`,
  });
}

const named =
  (pattern: RegExp, what: string, hint: string): Parser<string> =>
  (text) => {
    if (pattern.test(text)) return text;
    throw new SwrctlError('USAGE', `"${text}" is no name of ${what}`, { hint });
  };

const jobs: Parser<number> = (text, name) => {
  const count = wholeNumber(1)(text, name);
  if (count <= MAX_JOBS) return count;
  throw new SwrctlError('USAGE', `${name} is ${count}, more than can run at the same time`, {
    hint: `Choose from 1 to ${MAX_JOBS}`,
  });
};

const PARSERS: { readonly [Key in ConfigKey]: Parser<NonNullable<Profile[Key]>> } = {
  org: named(/^[a-z][a-z0-9._-]*$/, 'an organization', 'List yours with: swrctl org list'),
  region: parseRegion,
  project: named(/^[\w-]+$/, 'a project', 'Write it as in the console, for example cn-north-4'),
  instance: named(/^[a-z0-9][\w.-]*$/i, 'an instance', 'List yours with: swrctl instance list'),
  output: oneOf(FORMATS),
  jobs,
  rate: positiveNumber,
};

/** A value as it was written. @throws {SwrctlError} USAGE for what can be none of this key. */
export function configValue(key: ConfigKey, text: string): ConfigValue {
  return PARSERS[key](text, key);
}
