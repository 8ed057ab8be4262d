import { array, object, optional, string, withDefault, type Decoded } from '../base/decode.ts';
import { hasCode } from '../base/errors.ts';
import type { CredentialParts } from './chain.ts';
import { readOwnFile } from './own-file.ts';

/** What the vendor's general command line (hcloud) has for us. It is only ever read. */
export interface KooCliProfile extends CredentialParts {
  readonly name: string;
  /** Why it is of no use. */
  readonly problem?: string;
}

const text = withDefault(string, '');
const profile = object({ name: text, mode: text, accessKeyId: text, secretAccessKey: text, securityToken: text });
const config = object({ current: optional(string), profiles: withDefault(array(profile), []) });

/** An access key as IAM makes them; KooCLI encrypts what it keeps unless somebody switched that off. */
const CLEAR = /^[A-Z0-9]{10,40}$/;

/**
 * The current profile of KooCLI's `~/.hcloud/config.json`. A file that we cannot read is none: it is not ours.
 *
 * @see KooCLI user guide, "Configuration Management".
 */
export async function readKooCliProfile(path: string): Promise<KooCliProfile | undefined> {
  const found = await readConfig(path);
  const current = found?.profiles.find(({ name }) => name === found.current) ?? found?.profiles[0];
  if (current === undefined || current.accessKeyId === '' || current.secretAccessKey === '') return undefined;
  const { name, accessKeyId: accessKey, secretAccessKey: secretKey, securityToken } = current;
  if (!CLEAR.test(accessKey)) return { name, problem: 'KooCLI keeps it encrypted' };
  return { name, accessKey, secretKey, ...(securityToken === '' ? {} : { securityToken }) };
}

async function readConfig(path: string): Promise<Decoded<typeof config> | undefined> {
  try {
    return await readOwnFile(path, config);
  } catch (error) {
    if (hasCode(error, 'CONFIG_INVALID', 'DISK')) return undefined;
    throw error;
  }
}
