import { join } from 'node:path';
import { resolveCredential, type CredentialParts, type NamedParts, type ResolvedCredential } from '../../auth/chain.ts';
import { readKooCliProfile } from '../../auth/koocli.ts';
import type { Profile, ProfileStore } from '../../auth/profile.ts';
import { once } from '../../base/once.ts';
import type { World } from '../world.ts';
import { cloudOf, type Endpoints, type Settings } from '../settings/settings.ts';
import type { Http } from '../../http/client.ts';
import { createAgency } from '../../iam/agency.ts';

export interface CredentialFinderOptions {
  readonly world: World;
  /** Values of the command line by commander's attribute names. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly settings: Settings;
  readonly endpoints: Endpoints;
  readonly profile: Profile | undefined;
  readonly profiles: ProfileStore;
  /** Opened on first use; must not know a proxy. */
  readonly direct: () => Http;
}

/** Who is calling. Both calls throw AUTH_REQUIRED for half a pair. */
export interface CredentialFinder {
  /** Without asking the metadata service of an ECS. */
  readonly known: () => ResolvedCredential;
  /** The whole chain; a key of the metadata service is renewed before its end. */
  readonly find: () => Promise<ResolvedCredential>;
}

/** From the flags down to the agency of an ECS. Source: docs/reference/contract.md#credential-chain. */
export async function createCredentialFinder(options: CredentialFinderOptions): Promise<CredentialFinder> {
  const { world, flags, profile, direct } = options;
  const saved = profile && (await partsOf(options, profile, world.now()));
  const kooCli = await kooCliParts(options);
  const endpoint = metadataEndpoint(world);
  const agency = endpoint === undefined ? undefined : once(() => openAgency(endpoint, direct(), world));
  // Half a pair is a mistake of those who need a pair: login takes the other half from elsewhere.
  const known = () => resolveCredential({ flags: flagParts(flags), env: world.env, profile: saved, kooCli });
  const find = async () => {
    const found = known();
    const credential = found.credential === undefined ? await agency?.()() : undefined;
    return credential === undefined ? found : { ...found, credential, source: 'the agency of this ECS' };
  };
  return { known, find };
}

/** The SK never stands on a command line; login reads it from stdin, a file or a prompt. */
function flagParts({ ak, sk }: Readonly<Record<string, unknown>>): CredentialParts {
  return typeof ak === 'string' && typeof sk === 'string' ? { accessKey: ak, secretKey: sk } : {};
}

/**
 * A saved key or token is for the cloud that it was saved for: it goes to the registry of its profile, to others of the
 * same cloud, and to a host of no cloud that somebody named for this run, but never to another cloud's.
 */
async function partsOf({ profiles, settings, endpoints }: CredentialFinderOptions, profile: Profile, now: Date) {
  const { registry } = endpoints;
  const target = cloudOf({ ...settings, registry });
  const isNamed = settings.sources.registry === 'flag' || settings.sources.registry === 'environment';
  const isFor = registry === undefined || registry === profile.registry || target === cloudOf(profile);
  if (isFor || (target === undefined && isNamed)) return savedParts(profiles, profile, now);
  return { name: profile.name, problem: `it is for ${profile.registry}, not for ${registry}` };
}

/** The vendor's own tool has keys of the vendor's clouds. */
async function kooCliParts({ world, settings, endpoints: { registry } }: CredentialFinderOptions) {
  const found = await readKooCliProfile(join(world.homeDir, '.hcloud', 'config.json'));
  const target = cloudOf({ ...settings, registry });
  if (found === undefined || target === undefined || target.startsWith('myhuaweicloud.')) return found;
  return { name: found.name, problem: `it is for Huawei Cloud, not for ${target}` };
}

/** What a profile has kept, with the reason when it is of no use. */
async function savedParts(profiles: ProfileStore, profile: Profile, now: Date): Promise<NamedParts> {
  const { name, iamUser, tokenExpiresAt } = profile;
  const { token, ...saved } = await profiles.credentialOf(profile);
  if (iamUser === undefined || saved.problem !== undefined) return { name, ...saved };
  if (token === undefined) return { name, problem: 'its IAM token was not saved on this machine' };
  const isOver = tokenExpiresAt !== undefined && new Date(tokenExpiresAt) <= now;
  return isOver ? { name, problem: `its IAM token ended at ${tokenExpiresAt}` } : { name, token };
}

/** `SWRCTL_METADATA_ENDPOINT`, else the address that every ECS knows; `off` asks nobody. */
function metadataEndpoint({ env, metadataEndpoint: usual }: World): string | undefined {
  const said = env['SWRCTL_METADATA_ENDPOINT']?.trim();
  if (said === undefined || said === '') return usual;
  return said === 'off' || !URL.canParse(said) ? undefined : said;
}

function openAgency(endpoint: string, { send }: Http, { now }: World) {
  return createAgency({ send, endpoint, now });
}
