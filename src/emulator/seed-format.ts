import { parse } from 'yaml';
import { array, boolean, isTooDeepYaml, object, optional, string, withDefault, type Decoded } from '../base/decode.ts';
import { hasCode } from '../base/errors.ts';
import { decodeSeedInstance } from './enterprise/seed.ts';
import { closed, wrongSeed } from './seed-decoders.ts';
import { ADMINISTRATOR } from './iam/accounts.ts';
import { DEFAULT_REGION } from './domain/regions.ts';

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
    instances: withDefault(array(decodeSeedInstance), []),
  }),
);

export type SeedGrant = Decoded<typeof decodeGrant>;
export type SeedAccount = Decoded<typeof decodeAccount>;
export type SeedRepository = Decoded<typeof decodeRepository>;
export type SeedOrganization = Decoded<typeof decodeOrganization>;
/** What an emulator begins with. The manual's page about the emulator explains each key. */
export type Seed = Decoded<typeof decodeSeed>;

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
