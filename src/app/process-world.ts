import { readFileSync, readlinkSync, writeSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import type { World } from './world.ts';
import { systemCode, SwrctlError } from '../base/errors.ts';
import { createInterruption, orInterruption } from './interruption.ts';
import { exitCodeOf, formatFailure } from '../output/failure.ts';
import { writeText } from '../output/screen.ts';
import { removeTemporaryFolders } from '../base/temporary-folder.ts';

/** How errors that no `await` was there to see are rendered. */
export interface CrashFormat {
  readonly isJson: boolean;
  readonly isDebug: boolean;
}

const METADATA_ENDPOINT = 'http://169.254.169.254';

/** Makes a world of this process: its signals, its streams, its environment. Called once. */
export function openProcess(crashFormat: CrashFormat): World {
  const interruption = createInterruption((exitCode) => process.exit(exitCode));
  const onCrash = (error: unknown): never => crash(orInterruption(error, interruption.signal), crashFormat);
  process.on('uncaughtException', onCrash);
  process.on('unhandledRejection', onCrash);
  process.on('SIGINT', interruption.interrupt);
  process.on('SIGTERM', interruption.terminate);
  process.on('exit', removeTemporaryFolders);
  return {
    argv: process.argv.slice(2),
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
    lockOwner: { pid: process.pid, place: processPlace(), isRunning },
    hasKeychain: true,
    metadataEndpoint: METADATA_ENDPOINT,
    version: readVersion(),
  };
}

/** Ends the process with the exit status of its work. Nothing left to wait for before that is a fault, not success. */
export function endWith(work: Promise<number>): void {
  process.once('beforeExit', () => {
    const failure = new SwrctlError('FAILED', 'The command ended before its work was done', {
      hint: 'Try again with --debug, and report what it prints',
    });
    crash(failure, { isJson: false, isDebug: false });
  });
  void work.then(closeProcess);
}

/** Waits until the streams have taken everything, then ends: idle connections must not keep anybody waiting. */
async function closeProcess(exitCode: number): Promise<never> {
  await Promise.allSettled([writeText(process.stdout, ''), writeText(process.stderr, '')]);
  process.exit(exitCode);
}

function crash(failure: SwrctlError, format: CrashFormat): never {
  try {
    writeSync(2, formatFailure(failure, format));
  } catch {
    // stderr is closed: the exit status has to do
  }
  process.exit(exitCodeOf(failure));
}

function readVersion(): string {
  // From the bundle, which lies in a folder beside package.json.
  const text = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version; // our own file
}

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
