import { readWhole } from '../base/read-whole.ts';
import type { Readable, Writable } from 'node:stream';
import { object, parseJson, string, withDefault } from '../base/decode.ts';
import { hasCode, SwrctlError } from '../base/errors.ts';

/** Where a credential helper gets its answers from. */
export interface Keeper {
  /** The login for a registry host; undefined when it is nobody's that we know. */
  readonly get: (host: string) => Promise<HelperLogin | undefined>;
  /** A program has this login and wants it kept. @throws {SwrctlError} when it is not one that we would give. */
  readonly store: (host: string, login: HelperLogin) => Promise<void>;
  /** @returns a line for a person, if there is something to say. */
  readonly erase: (host: string) => Promise<string | undefined>;
  /** Registry host → user name. */
  readonly list: () => Promise<ReadonlyMap<string, string>>;
}

export interface HelperLogin {
  readonly username: string;
  readonly password: string;
}

export interface HelperWorld {
  readonly argv: readonly string[];
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly version: string;
}

const NAME = 'docker-credential-swr';
const USAGE = `Usage: ${NAME} <store|get|erase|list|version>`;
const MAX_INPUT = 64 * 1024;

type Action = (world: HelperWorld, keeper: Keeper) => Promise<string> | string;

const ACTIONS: Readonly<Record<string, Action>> = {
  get: async ({ stdin }, keeper) => get(keeper, hostOf(await readInput(stdin))),
  store: async ({ stdin }, keeper) => store(keeper, await readInput(stdin)),
  erase: async (world, keeper) => erase(world, keeper, hostOf(await readInput(world.stdin))),
  list: async (_world, keeper) => `${JSON.stringify(Object.fromEntries(await keeper.list()))}\n`,
  version: ({ version }) => `${NAME} (swrctl) ${version}\n`,
  help: () => `${USAGE}\n`,
};
const ALIASES = new Map([
  ['--version', 'version'],
  ['-v', 'version'],
  ['--help', 'help'],
  ['-h', 'help'],
]);

/** The texts by which programs tell "not there" from "broken". Source: docker-credential-helpers, credentials/error.go. */
const NOT_FOUND = 'credentials not found in native keychain';
const NO_SERVER = 'no credentials server URL';
const NO_USER = 'no credentials username';

const stored = object({
  ServerURL: withDefault(string, ''),
  Username: withDefault(string, ''),
  Secret: withDefault(string, ''),
});

/**
 * Runs one action of the docker credential helper protocol: action as argument, request on stdin, answer or error text
 * on stdout. Never asks anybody anything.
 *
 * @returns the exit status.
 * @see docker-credential-helpers, "Development".
 */
export async function runCredentialHelper(world: HelperWorld, keeper: Keeper): Promise<number> {
  try {
    world.stdout.write(await answer(world, keeper));
    return 0;
  } catch (error) {
    world.stdout.write(`${textOf(error)}\n`);
    return 1;
  }
}

async function answer(world: HelperWorld, keeper: Keeper): Promise<string> {
  const [word = '', ...more] = world.argv;
  const action = ALIASES.get(word) ?? word;
  const run = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (word === '' || more.length > 0) throw plain(USAGE);
  if (run === undefined) throw plain(`${NAME}: unknown action: ${word}`);
  return run(world, keeper);
}

async function get(keeper: Keeper, host: string): Promise<string> {
  const login = await keeper.get(host);
  if (login === undefined) throw plain(NOT_FOUND);
  return `${JSON.stringify({ ServerURL: host, Username: login.username, Secret: login.password })}\n`;
}

async function store(keeper: Keeper, input: string): Promise<string> {
  const { ServerURL, Username, Secret } = decodeStored(input);
  if (Username === '') throw plain(NO_USER);
  await keeper.store(hostOf(ServerURL), { username: Username, password: Secret });
  return '';
}

/** Without the cause: a JSON error quotes its input, and that holds a secret. */
function decodeStored(input: string) {
  try {
    return stored(parseJson(input, 'it'), 'it');
  } catch {
    throw plain('the login to store is not JSON with ServerURL, Username and Secret');
  }
}

async function erase({ stderr }: HelperWorld, keeper: Keeper, host: string): Promise<string> {
  const note = await keeper.erase(host);
  if (note !== undefined) stderr.write(`${note}\n`);
  return '';
}

/** Docker gives a host, older programs a URL. */
function hostOf(server: string): string {
  const host = /^(?:https?:\/\/)?([^/\s]+)/i.exec(server.trim())?.[1];
  if (host === undefined) throw plain(NO_SERVER);
  return host.toLowerCase();
}

async function readInput(stdin: Readable): Promise<string> {
  const bytes = await readWhole(stdin, MAX_INPUT, () => plain('the request has more than 64 KiB'));
  return bytes.toString('utf8');
}

/** What the caller sees as it is. */
function plain(text: string): SwrctlError {
  return new SwrctlError('USAGE', text);
}

/** One line: programs quote it in theirs. */
function textOf(error: unknown): string {
  if (!(error instanceof SwrctlError)) return `${NAME}: internal error`;
  if (hasCode(error, 'USAGE') && error.hint === undefined) return error.message;
  const service = error.service?.text === undefined ? '' : ` (${error.service.text.slice(0, 200)})`;
  const hint = error.hint === undefined ? '' : `. ${error.hint}`;
  return `${NAME}: ${error.message}${service}${hint}`.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ');
}
