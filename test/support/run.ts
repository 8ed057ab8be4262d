import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { World } from '../../src/app/world.ts';
import { refusedCommands } from './hints.ts';
import { runProgram, type BuildCommands, type BuildContext } from '../../src/bin/program.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface RunOptions {
  /** The whole environment; nothing of the machine's is added. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Buffer | Readable;
  /** True: stdin, stdout and stderr say that they are a terminal. Default false. */
  readonly tty?: boolean;
  readonly columns?: number;
  readonly cwd?: string;
  readonly homeDir?: string;
  readonly now?: () => Date;
  readonly signal?: AbortSignal;
  readonly buildContext?: BuildContext;
  /** Other commands than the program's own. */
  readonly commands?: BuildCommands;
  /** Takes what is written to stdout instead of the result. */
  readonly stdout?: Writable;
}

interface Sink {
  readonly stream: Writable;
  readonly text: () => string;
}

function createSink(): Sink {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

const asStream = (stdin: RunOptions['stdin']): Readable =>
  stdin instanceof Readable ? stdin : Readable.from(stdin === undefined ? [] : [Buffer.from(stdin)]);

/** Whatever a test is about: a command that a message tells is one that can be run as it stands. */
async function checkHints(stderr: string): Promise<void> {
  const refused = await refusedCommands(stderr.replaceAll('\\"', '"'));
  if (refused.length > 0) throw new Error(`a hint cannot be run as printed: ${refused.join('; ')}\n${stderr}`);
}

/** Runs one command line inside this process, with streams of its own. */
export async function runCli(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const out = createSink();
  const err = createSink();
  const terminal = options.tty === true ? { isTTY: true, columns: options.columns ?? 80, rows: 24 } : {};
  const world: World = {
    argv: args,
    env: options.env ?? {},
    stdin: Object.assign(asStream(options.stdin), options.tty === true ? { isTTY: true } : {}),
    stdout: Object.assign(options.stdout ?? out.stream, terminal),
    stderr: Object.assign(err.stream, terminal),
    cwd: options.cwd ?? process.cwd(),
    homeDir: options.homeDir ?? join(tmpdir(), 'swrctl-test-no-home'),
    platform: process.platform,
    arch: process.arch,
    now: options.now ?? (() => new Date()),
    random: Math.random,
    signal: options.signal ?? new AbortController().signal,
    lockOwner: { pid: process.pid, place: 'here', isRunning: (pid) => pid === process.pid },
    version: '0.0.0-test',
  };
  const exitCode = await runProgram(world, options.buildContext, options.commands);
  if (options.commands === undefined) await checkHints(err.text());
  return { stdout: out.text(), stderr: err.text(), exitCode };
}

export interface SpawnOptions {
  /** Added to PATH and HOME; nothing else of the machine's environment is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Buffer;
  readonly cwd?: string;
  /** Arguments for node itself. */
  readonly nodeArgs?: readonly string[];
  /** Runs as this user; only root can. Default: as oneself. */
  readonly userId?: number;
}

/** The program as a user has it. Needs dist/, which `npm test` builds first. */
export const BIN = join(ROOT, 'bin/swrctl.js');

/** Runs bin/swrctl.js as a process of its own. */
export function spawnCli(args: readonly string[], options: SpawnOptions = {}): Promise<RunResult> {
  return startCli(args, options).result;
}

/** Like `spawnCli`, but gives the process too, for signals. Exit status as a shell has it: 137 after SIGKILL. */
export function startCli(
  args: readonly string[],
  options: SpawnOptions = {},
): { readonly child: ChildProcess; readonly result: Promise<RunResult> } {
  if (!existsSync(join(ROOT, 'dist/swrctl.cjs'))) throw new Error('dist/ is missing; run: npm run build');
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), BIN, ...args], {
    cwd: options.cwd,
    ...(options.userId === undefined ? {} : { uid: options.userId, gid: options.userId }),
    // A test must neither fill somebody's keychain nor ask the machine's cloud for a key.
    env: {
      ...{ PATH: process.env['PATH'], HOME: tmpdir(), SWRCTL_KEYCHAIN: 'off', SWRCTL_METADATA_ENDPOINT: 'off' },
      ...options.env,
    },
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.on('error', () => undefined); // a program may end without reading its input
  child.stdin.end(options.stdin);
  const result = new Promise<RunResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
        exitCode: code ?? 128 + (signal === null ? 0 : constants.signals[signal]),
      }),
    );
  });
  return { child, result };
}
