import { createHmac, randomBytes, scrypt } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createPrivateFolder } from './local-file.ts';

/** A login that tells its owner from everybody else. */
export interface RecordOwner {
  readonly username: string;
  /** Password, login key or refresh token. */
  readonly secret: string;
}

export interface RecordKeyPlace {
  /** Host of the registry that the record is about. */
  readonly registry: string;
  /** Folder of the settings: a machine without a login keeps a key of its own there. */
  readonly configDir: string;
}

const KEY_BYTES = 32;
const derive = promisify<string, string, number, Buffer>(scrypt);

/**
 * The key that makes a record evidence: who cannot have it cannot have written the record. It follows from the login,
 * so that a record that a CI service kept is of use on a fresh machine with the same login, and of none to others.
 *
 * A registry without a login has a random key of this machine instead, in a file of the config folder.
 *
 * @returns undefined where there is neither: then nothing is evidence.
 */
export async function recordKey(
  owner: RecordOwner | undefined,
  { registry, configDir }: RecordKeyPlace,
): Promise<Buffer | undefined> {
  if (owner === undefined) return machineKey(configDir);
  const context = `swrctl layer record\n${registry}\n${owner.username}`;
  // A login key has 256 bits. A password may have few, and whoever sees the record could try them all: it costs them.
  if (/^[0-9a-f]{64}$/.test(owner.secret)) return createHmac('sha256', owner.secret).update(context).digest();
  return derive(owner.secret, context, KEY_BYTES);
}

async function machineKey(configDir: string): Promise<Buffer | undefined> {
  const path = join(configDir, 'layer-record.key');
  return (await readKey(path)) ?? (await makeKey(configDir, path)) ?? readKey(path);
}

/** A key that others can read or write says nothing about who wrote a record. */
async function readKey(path: string): Promise<Buffer | undefined> {
  try {
    const { mode } = await stat(path);
    const isPrivate = platform() === 'win32' || (mode & 0o077) === 0;
    const key = Buffer.from((await readFile(path, 'utf8')).trim(), 'hex');
    return isPrivate && key.length === KEY_BYTES ? key : undefined;
  } catch {
    return undefined; // there is none yet
  }
}

/** Only time is lost where it cannot be kept. */
async function makeKey(configDir: string, path: string): Promise<Buffer | undefined> {
  const key = randomBytes(KEY_BYTES);
  try {
    await createPrivateFolder(configDir);
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${key.toString('hex')}\n`);
    } finally {
      await file.close();
    }
    return key;
  } catch {
    return undefined; // read-only, or another process was quicker
  }
}
