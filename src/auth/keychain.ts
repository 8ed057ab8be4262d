import type { AsyncEntry } from '@napi-rs/keyring';
import { withinTime } from '../base/abort.ts';
import { object, parseJson, string } from '../base/decode.ts';
import { SwrctlError, hasCode } from '../base/errors.ts';
import type { SecretStore } from './secret-store.ts';

/** Under which name a person finds our entries in the keychain. */
const SERVICE = 'swrctl';
/** Milliseconds. A keychain may ask its owner for a password, who may be away. */
const TIMEOUT_MS = 60_000;

export interface KeychainOptions {
  /** Names the entries apart: profiles of two settings folders may have the same name. */
  readonly dir: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const kept = object({ accessKey: string, secretKey: string });

/**
 * The keychain of the operating system; on Linux the secret service and nothing else, because the kernel keyring
 * forgets. The library is loaded by the first call that needs it.
 *
 * @throws {SwrctlError} KEYCHAIN_FAILED from every call when there is no keychain, or it is locked and stays so.
 */
export function createKeychain({ dir, platform, env }: KeychainOptions): SecretStore {
  const entry = async (profile: string): Promise<AsyncEntry> => {
    if (platform === 'linux' && !hasSessionBus(env)) throw failed('there is no D-Bus session', undefined);
    return openEntry(entryName(dir, profile));
  };
  return {
    place: platform === 'linux' ? 'the secret service' : 'the keychain',
    get: async ({ profile, accessKey }) => {
      const text = await attempt(async (signal) => (await entry(profile)).getPassword(signal));
      const found = text === null ? undefined : decodeKept(text);
      return found?.accessKey === accessKey ? found.secretKey : undefined;
    },
    set: async ({ profile, accessKey }, secretKey) => {
      const text = JSON.stringify({ accessKey, secretKey });
      await attempt(async (signal) => (await entry(profile)).setPassword(text, signal));
    },
    erase: async (profile) => {
      await attempt(async (signal) => (await entry(profile)).deleteCredential(signal));
    },
  };
}

const entryName = (dir: string, profile: string): string => `${dir}/profiles/${profile}`;

/** How a person removes the secret of a profile from a keychain that swrctl cannot use: a command, or the place. */
export function eraseByHand({ dir, platform }: Pick<KeychainOptions, 'dir' | 'platform'>, profile: string): string {
  const name = entryName(dir, profile);
  if (platform === 'win32') return `the entry of "${name}" for "${SERVICE}" in the Credential Manager`;
  if (platform === 'darwin') return `security delete-generic-password -s ${SERVICE} -a '${name}'`;
  return `secret-tool clear service ${SERVICE} username '${name}'`;
}

/** Where D-Bus looks when nobody tells it: without either there is nothing to ask, and no need to load the library. */
function hasSessionBus(env: KeychainOptions['env']): boolean {
  return Boolean(env['DBUS_SESSION_BUS_ADDRESS'] ?? env['XDG_RUNTIME_DIR']);
}

async function openEntry(name: string): Promise<AsyncEntry> {
  const { AsyncEntry: Entry } = await import('@napi-rs/keyring');
  return new Entry(SERVICE, name, { linux: { store: 'secret-service' } });
}

async function attempt<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await withinTime(TIMEOUT_MS, undefined, work);
  } catch (error) {
    throw hasCode(error, 'KEYCHAIN_FAILED') ? error : failed(reasonOf(error), error);
  }
}

/** Of a message of several lines the first: the rest is about the library. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]?.trim().replace(/\.$/, '') ?? '';
}

function failed(reason: string, cause: unknown): SwrctlError {
  return new SwrctlError('KEYCHAIN_FAILED', `The keychain cannot be used: ${reason}`, {
    hint: 'Set SWRCTL_AK and SWRCTL_SK, or keep the secret key in a file: swrctl login --insecure-storage',
    cause,
  });
}

/** Something that others wrote under our name is none of our secrets. */
function decodeKept(text: string): { accessKey: string; secretKey: string } | undefined {
  try {
    return kept(parseJson(text, 'it'), 'it');
  } catch {
    return undefined; // without the cause, which may quote a secret
  }
}

/** A keychain that is not there, with the reason: for programs that must not touch the real one. */
export function noKeychain(reason: string): SecretStore {
  const refuse = () => Promise.reject(failed(reason, undefined));
  return { place: 'nowhere', get: refuse, set: refuse, erase: refuse };
}
