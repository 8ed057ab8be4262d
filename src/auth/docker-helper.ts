import { mapOf, object, parseJson, string, type Decoder } from '../base/decode.ts';
import { SwrctlError, systemCode } from '../base/errors.ts';
import type { PasswordLogin, RegistryLogin } from './credential.ts';
import { findHelper, NoAnswer, runHelper, type Environment, type HelperAnswer } from './run-helper.ts';

export interface HelperLimits {
  /** Milliseconds for one call. Default 60,000. */
  readonly timeoutMs?: number;
  /** Ends a call. */
  readonly signal?: AbortSignal | undefined;
}

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

/** The exact text by which helpers say "not found". Source: docker-credential-helpers, credentials/error.go. */
const NOT_FOUND = 'credentials not found in native keychain';
/** Milliseconds. A helper may ask its owner for a password, who may be away. */
const TIMEOUT_MS = 60_000;

/**
 * Words that helpers say when something fails. Only these are shown: any other word of their output may be the secret
 * that they keep, in an answer that they did not finish.
 */
const OPEN_WORDS = new Set(
  [
    'a access an and are as at be been but by call can cannot canceled cancelled command connect connection could',
    'credential credentials daemon dbus denied does error errors executable exist exists exit expired fail failed file',
    'for found get getting gpg has have in initialized interaction invalid is it item keychain keyring list locked',
    'missing native no not of on open or out password permission process program provided read refused required secret',
    'secretservice server service session started status store stored storing such supported that the there this',
    'time timeout to unable unlock unlocked url user username was with write wrong',
  ].flatMap((line) => line.split(' ')),
);
const MAX_WORDS = 30;

const login = object({ Username: string, Secret: string });

/**
 * @param env what the helper gets as its environment; `PATH` of it is searched.
 * @throws {SwrctlError} HELPER_FAILED from every call when the program is missing or fails.
 * @see docker-credential-helpers, "Development".
 */
export function createDockerHelper(name: string, env: Environment, limits: HelperLimits = {}): DockerHelper {
  const program = `docker-credential-${name}`;
  const ask = async (action: string, input: string, secret?: string): Promise<string | undefined> => {
    const answer = await run(program, action, input, env, limits);
    if (answer.status === 0) return answer.stdout;
    if (answer.stdout.trim() === NOT_FOUND) return undefined;
    const isQuotable = secret === undefined || !answer.stdout.includes(secret);
    const words = isQuotable ? openWords(answer.stdout) : '';
    throw failed(program, `refused to ${action}${words === '' ? '' : `: ${words}`}`);
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

/** Of a text the words that cannot be a secret; what lies between becomes one `…`. Empty when there is none of them. */
function openWords(text: string): string {
  const words = text
    .slice(0, 1000)
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS)
    .map((word) => (OPEN_WORDS.has(word.toLowerCase().replace(/[.,:;!]$/, '')) ? word : '…'));
  const shown = words.filter((word, index) => word !== '…' || words[index - 1] !== '…').join(' ');
  return shown === '…' ? '' : shown;
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

function missing(program: string): SwrctlError {
  return new SwrctlError('HELPER_FAILED', `The credential helper ${program} is not on the PATH`, {
    hint: 'Install it in an absolute folder of PATH, or take it out of the docker config (credsStore, credHelpers)',
  });
}

async function run(
  program: string,
  action: string,
  input: string,
  env: Environment,
  { timeoutMs = TIMEOUT_MS, signal }: HelperLimits,
): Promise<HelperAnswer> {
  const file = findHelper(program, env);
  if (file === undefined) throw missing(program);
  try {
    return await runHelper(file, action, input, { env, timeoutMs, signal });
  } catch (error) {
    if (error instanceof NoAnswer) throw failed(program, `refused to ${action}: ${error.message}, so it was stopped`);
    if (error instanceof SwrctlError) throw error; // the run is over
    throw failed(program, `cannot be run (${systemCode(error)})`, error);
  }
}
