import { environmentKey, type CredentialParts } from '../../auth/chain.ts';
import { maskAccessKey, type AccessKey } from '../../auth/credential.ts';
import { findLoginLine, parseCredentialsFile } from '../../auth/credentials-file.ts';
import type { Profile } from '../../auth/profile.ts';
import { parseSecretInput, type SecretInput } from '../../auth/secret-input.ts';
import { SwrctlError } from '../../base/errors.ts';
import { ask, canAsk } from '../shared/confirm.ts';
import type { Context } from '../../app/world.ts';
import type { Services } from '../../app/services.ts';
import type { KeyFlags } from './key-options.ts';
import { promptSecret, readSecretFromStdin, readSecretFile } from './read-secret.ts';

/** A `docker login` line that somebody pasted: it has the login key, not the SK. */
export type LoginLine = Extract<SecretInput, { kind: 'login-line' }>;

/** What the flags say about an access key: the half that was given, or all. */
export interface GivenKey {
  readonly accessKey?: string | undefined;
  readonly secret?: SecretInput | undefined;
}

export interface FoundKey {
  readonly key: AccessKey;
  /** In words. */
  readonly source: string;
}

/** Source of what the flags say, in words. */
export const COMMAND_LINE = 'the command line';

/** Reads stdin or the files that the flags name. @throws {SwrctlError} USAGE, SOURCE_MISSING, CONFIG_INVALID */
export async function readKeyFlags(context: Context, flags: KeyFlags): Promise<GivenKey> {
  const { ak, skStdin, skFile, credentialsFile } = flags;
  const accessKey = ak?.trim();
  if ([skStdin, skFile, credentialsFile].filter(Boolean).length > 1 || accessKey === '') {
    const fact = accessKey === '' ? '--ak is empty' : 'The secret key is given in more than one way';
    throw new SwrctlError('USAGE', fact, { hint: 'Choose one of --sk-stdin, --sk-file and --credentials-file' });
  }
  if (credentialsFile !== undefined) return fromCredentialsFile(context, credentialsFile, accessKey);
  if (skFile !== undefined) {
    return { accessKey, secret: parseSecretInput(await readSecretFile(context, skFile, '--sk-file'), skFile) };
  }
  if (skStdin === true) {
    return { accessKey, secret: await readSecretFromStdin(context, '--sk-stdin', 'Secret key (SK):') };
  }
  return { accessKey };
}

async function fromCredentialsFile(context: Context, file: string, ak: string | undefined): Promise<GivenKey> {
  const bytes = await readSecretFile(context, file, '--credentials-file');
  const line = findLoginLine(bytes);
  if (line !== undefined) return { accessKey: ak, secret: parseSecretInput(Buffer.from(line), file) };
  const { accessKey, secretKey } = parseCredentialsFile(bytes, file);
  if (ak !== undefined && ak !== accessKey) {
    throw new SwrctlError('USAGE', `${file} holds another access key than --ak says`, { hint: 'Leave --ak out' });
  }
  return { accessKey, secret: { kind: 'secret', secret: secretKey } };
}

/**
 * The access key of the flags, else of the environment, else of the profile; a missing half is taken from the next
 * place that has it, and on a terminal asked for.
 *
 * @throws {SwrctlError} AUTH_REQUIRED naming the flag that is missing.
 */
export async function findKey(
  context: Context,
  services: Pick<Services, 'profiles'>,
  profile: Profile | undefined,
  given: GivenKey,
): Promise<FoundKey | LoginLine> {
  const { secret } = given;
  if (secret?.kind === 'login-line') return secret;
  const fromEnvironment = environmentKey(context.world.env);
  const accessKey = given.accessKey ?? fromEnvironment.accessKey;
  const lastResort = async () => accessKey ?? profile?.accessKey ?? (await askAccessKey(context));
  if (secret !== undefined) {
    return {
      key: { kind: 'access-key', accessKey: await lastResort(), secretKey: secret.secret },
      source: COMMAND_LINE,
    };
  }
  const found = keyOfEnvironment(accessKey, fromEnvironment) ?? (await keyOfProfile(accessKey, services, profile));
  return found ?? askSecretKey(context, await lastResort());
}

/** The SK of the environment is for its AK; where there is none, for the one that was given. */
function keyOfEnvironment(
  accessKey: string | undefined,
  from: CredentialParts & { readonly source: string },
): FoundKey | undefined {
  const { secretKey, securityToken, source } = from;
  const isItsKey = accessKey !== undefined && (from.accessKey ?? accessKey) === accessKey;
  if (!isItsKey || secretKey === undefined) return undefined;
  const temporary = securityToken === undefined ? {} : { securityToken };
  return { key: { kind: 'access-key', accessKey, secretKey, ...temporary }, source };
}

async function keyOfProfile(
  wanted: string | undefined,
  { profiles }: Pick<Services, 'profiles'>,
  profile: Profile | undefined,
): Promise<FoundKey | undefined> {
  if (profile === undefined) return undefined;
  const { accessKey, secretKey } = await profiles.credentialOf(profile);
  if (accessKey === undefined || secretKey === undefined || (wanted ?? accessKey) !== accessKey) return undefined;
  return { key: { kind: 'access-key', accessKey, secretKey }, source: `profile "${profile.name}"` };
}

async function askAccessKey(context: Context): Promise<string> {
  const answer = (await canAsk(context)) ? await ask(context, 'Access key (AK):') : '';
  if (answer !== '') return answer;
  throw new SwrctlError('AUTH_REQUIRED', 'There is no access key (AK) to log in with', {
    hint: 'Add --ak AK and --sk-stdin, or --credentials-file FILE, or set SWRCTL_AK and SWRCTL_SK',
  });
}

async function askSecretKey(context: Context, accessKey: string): Promise<FoundKey | LoginLine> {
  if (await canAsk(context)) {
    const answer = await promptSecret(context, `Secret key (SK) of ${maskAccessKey(accessKey)}:`);
    if (answer.kind === 'login-line') return answer;
    return { key: { kind: 'access-key', accessKey, secretKey: answer.secret }, source: 'the prompt' };
  }
  throw new SwrctlError('AUTH_REQUIRED', `The secret key (SK) of access key ${maskAccessKey(accessKey)} is missing`, {
    hint: 'Add --sk-stdin, --sk-file FILE or --credentials-file FILE, or set SWRCTL_AK and SWRCTL_SK',
  });
}
