import { parse } from 'yaml';
import {
  array,
  boolean,
  isTooDeepYaml,
  object,
  optional,
  string,
  record,
  withDefault,
  type Decoded,
  type Decoder,
} from '../base/decode.ts';
import { SwrctlError, hasCode } from '../base/errors.ts';
import { ADMINISTRATOR } from './iam/accounts.ts';
import { DEFAULT_REGION } from './domain/regions.ts';

/** Refuses keys that the decoder does not know: a misspelt one would be lost in silence. */
function closed<T extends object>(decode: Decoder<T>): Decoder<T> {
  return (value, at) => {
    const decoded = decode(value, at);
    const odd = Object.keys(record(value, at)).find((key) => !Object.hasOwn(decoded, key));
    if (odd === undefined) return decoded;
    throw wrongSeed(`${at} has no "${odd}"; it may have ${Object.keys(decoded).join(', ')}`);
  };
}

const decodeGrant = closed(object({ user: string, level: string }));

const decodeUser = closed(
  object({
    name: string,
    administrator: withDefault(boolean, false),
    ak: optional(string),
    sk: optional(string),
    password: optional(string),
  }),
);

const decodeAccount = closed(
  object({
    name: string,
    bearerLogin: withDefault(boolean, false),
    projects: withDefault(array(string), []),
    users: withDefault(array(decodeUser), []),
  }),
);

const decodeRepository = closed(
  object({
    name: string,
    public: withDefault(boolean, false),
    category: withDefault(string, 'other'),
    description: withDefault(string, ''),
    grants: withDefault(array(decodeGrant), []),
    shares: withDefault(array(closed(object({ account: string, until: withDefault(string, 'forever') }))), []),
  }),
);

const decodeOrganization = closed(
  object({
    name: string,
    region: withDefault(string, DEFAULT_REGION),
    owner: withDefault(string, ADMINISTRATOR.name),
    grants: withDefault(array(decodeGrant), []),
    repositories: withDefault(array(decodeRepository), []),
  }),
);

const decodeSeed = closed(
  object({
    accounts: withDefault(array(decodeAccount), []),
    organizations: withDefault(array(decodeOrganization), []),
  }),
);

export type SeedGrant = Decoded<typeof decodeGrant>;
export type SeedAccount = Decoded<typeof decodeAccount>;
export type SeedRepository = Decoded<typeof decodeRepository>;
export type SeedOrganization = Decoded<typeof decodeOrganization>;
/** What an emulator begins with. The manual's page about the emulator explains each key. */
export type Seed = Decoded<typeof decodeSeed>;

export function wrongSeed(message: string, cause?: unknown): SwrctlError {
  return new SwrctlError('USAGE', `the seed is wrong: ${message}`, { cause });
}

/** @throws {SwrctlError} USAGE for text that is not YAML or has another shape. */
export function parseSeed(yaml: string): Seed {
  if (isTooDeepYaml(yaml)) throw wrongSeed('it is nested too deeply');
  try {
    return decodeSeed(parse(yaml) ?? {}, 'seed');
  } catch (error) {
    if (hasCode(error, 'USAGE')) throw error;
    throw wrongSeed(hasCode(error, 'API_SHAPE') ? error.message : 'it is not YAML', error);
  }
}
