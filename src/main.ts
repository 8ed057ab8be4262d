import { readFileSync, readlinkSync, writeSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import type { World } from './commands/context.ts';
import { looksLikeJson } from './commands/output-options.ts';
import { systemCode } from './errors.ts';
import { createInterruption } from './interruption.ts';
import { asFailure, exitCodeOf, formatFailure } from './output/failure.ts';
import { writeText } from './output/screen.ts';
import { runProgram } from './program.ts';

const argv = process.argv.slice(2);

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version; // our own file
}

const interruption = createInterruption((exitCode) => process.exit(exitCode));
process.on('SIGINT', interruption.interrupt);
process.on('SIGTERM', interruption.terminate);

/** For errors that no `await` was there to see. */
function onCrash(error: unknown): never {
  const failure = asFailure(error);
  const options = { isJson: looksLikeJson(argv), isDebug: argv.includes('--debug') };
  try {
    writeSync(2, formatFailure(failure, options));
  } catch {
    // stderr is closed: the exit status has to do
  }
  process.exit(exitCodeOf(failure));
}

process.on('uncaughtException', onCrash);
process.on('unhandledRejection', onCrash);

/** Where process ids mean something: containers on one host may share its name and a disk, but not these. */
function processPlace(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname(); // not Linux
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0); // signal 0 does nothing
  } catch (error) {
    return systemCode(error) === 'EPERM'; // somebody else's
  }
}

const world: World = {
  argv,
  env: process.env,
  // Opened on first use: looking at them has costs and effects.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  get cwd() {
    return process.cwd();
  },
  homeDir: homedir(),
  platform: process.platform,
  arch: process.arch,
  now: () => new Date(),
  random: Math.random,
  signal: interruption.signal,
  onInterrupt: interruption.onInterrupt,
  lockOwner: { pid: process.pid, place: processPlace(), isRunning },
  version: readVersion(),
};

const exitCode = await runProgram(world);
await Promise.allSettled([writeText(process.stdout, ''), writeText(process.stderr, '')]);
// Idle connections must not keep a finished command waiting, and everything has been written.
process.exit(exitCode);
