import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { mapOf, object, parseJson, string, type Decoder } from '../decode.ts';
import { SwrctlError, systemCode } from '../errors.ts';
import type { PasswordLogin, RegistryLogin } from './credential.ts';

/** How docker marks an identity token among user names. */
export const IDENTITY_TOKEN_USER = '<token>';

/** A docker credential helper: the program `docker-credential-NAME`. */
export interface DockerHelper {
  readonly name: string;
  /** @returns undefined when the helper has nothing for this server. */
  readonly get: (serverUrl: string) => Promise<RegistryLogin | undefined>;
  readonly store: (serverUrl: string, login: RegistryLogin) => Promise<void>;
  /** It is fine when there was nothing to erase. */
  readonly erase: (serverUrl: string) => Promise<void>;
  /** Server → user name. */
  readonly list: () => Promise<Map<string, string>>;
}

interface Answer {
  readonly status: number | null;
  readonly stdout: string;
}

/** The exact text by which helpers say "not found". Source: docker-credential-helpers, credentials/error.go. */
const NOT_FOUND = 'credentials not found in native keychain';
const MAX_ANSWER = 1024 * 1024;
const MAX_QUOTED = 200;

const login = object({ Username: string, Secret: string });

/**
 * @param env what the helper gets as its environment; `PATH` of it is searched.
 * @throws {SwrctlError} HELPER_FAILED from every call when the program is missing or fails.
 * @see docker-credential-helpers, "Development": action as argument, stdin in, stdout out.
 */
export function createDockerHelper(name: string, env: Readonly<Record<string, string | undefined>>): DockerHelper {
  const program = `docker-credential-${name}`;
  const ask = async (action: string, input: string, secret?: string): Promise<string | undefined> => {
    const answer = await run(program, action, input, env);
    const text = answer.stdout.trim();
    if (answer.status === 0) return answer.stdout;
    if (text === NOT_FOUND) return undefined;
    const isQuotable = text !== '' && (secret === undefined || !text.includes(secret));
    throw failed(program, `refused to ${action}${isQuotable ? `: ${text.slice(0, MAX_QUOTED)}` : ''}`);
  };
  const decoded = <T>(action: string, text: string, decode: Decoder<T>): T => {
    const at = `The answer of ${program} ${action}`;
    try {
      return decode(parseJson(text, at), at);
    } catch {
      // Without the cause: a JSON error quotes its input, and that may be a secret.
      throw failed(program, `gave no usable answer to ${action}`);
    }
  };
  return {
    name,
    get: async (serverUrl) => {
      const text = await ask('get', serverUrl);
      const found = text === undefined ? undefined : decoded('get', text, login);
      return found === undefined || found.Secret === '' ? undefined : fromWire(found);
    },
    store: async (serverUrl, value) => {
      const { username, password } = toWire(value);
      await ask('store', JSON.stringify({ ServerURL: serverUrl, Username: username, Secret: password }), password);
    },
    erase: async (serverUrl) => {
      await ask('erase', serverUrl);
    },
    list: async () => decoded('list', (await ask('list', '')) ?? '{}', mapOf(string)),
  };
}

/** True when a program of this name can be run. */
export function isOnPath(program: string, env: Readonly<Record<string, string | undefined>>): boolean {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const names = [program, ...(env['PATHEXT'] ?? '').split(';').map((end) => program + end.toLowerCase())];
  return folders.some((folder) => names.some((name) => isExecutable(join(folder, name))));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not in this folder
  }
}

function fromWire({ Username, Secret }: { Username: string; Secret: string }): RegistryLogin {
  return Username === IDENTITY_TOKEN_USER
    ? { kind: 'identity-token', identityToken: Secret }
    : { kind: 'password', username: Username, password: Secret };
}

function toWire(value: RegistryLogin): Pick<PasswordLogin, 'username' | 'password'> {
  return value.kind === 'password' ? value : { username: IDENTITY_TOKEN_USER, password: value.identityToken };
}

function failed(program: string, what: string, cause?: unknown): SwrctlError {
  return new SwrctlError('HELPER_FAILED', `The credential helper ${program} ${what}`, {
    hint: `Try it by hand: ${program} list`,
    cause,
  });
}

function missing(program: string, cause: unknown): SwrctlError {
  return new SwrctlError('HELPER_FAILED', `The credential helper ${program} is not on the PATH`, {
    hint: 'Install it, or take it out of the docker config (credsStore, credHelpers)',
    cause,
  });
}

function run(
  program: string,
  action: string,
  input: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [action], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_ANSWER) chunks.push(chunk);
      else {
        child.kill();
        child.stdout.destroy(); // ends its children too, as soon as they write
      }
    });
    child.on('error', (error) => {
      const isMissing = systemCode(error) === 'ENOENT';
      reject(isMissing ? missing(program, error) : failed(program, `cannot be run (${systemCode(error)})`, error));
    });
    child.on('close', (status) => resolve({ status, stdout: Buffer.concat(chunks).toString('utf8') }));
    child.stdin.on('error', () => undefined); // a helper may answer without reading all; its status says how it went
    child.stdin.end(input);
  });
}
