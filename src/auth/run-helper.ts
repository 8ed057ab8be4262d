import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { platform } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { kill } from 'node:process';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface HelperAnswer {
  /** Null: it was ended by a signal. */
  readonly status: number | null;
  readonly stdout: string;
}

/** Why there is no answer. */
export class NoAnswer extends Error {}

/** Bytes of an answer; a helper that says more is stopped. */
const MAX_ANSWER = 1024 * 1024;

/** Variables that hold secrets of swrctl or of a CI service: a helper has no use for them. */
const SECRET_NAME = /(?:^|_)(?:SK|TOKEN|PASSWORD|PASSWD|PASS|SECRET|SECRET_KEY)$|^DOCKER_AUTH_CONFIG$/i;

/**
 * Where a program is, in folders of PATH that are absolute: an empty or relative one would be wherever somebody happens to
 * work, such as a checkout of others.
 */
export function findHelper(program: string, env: Environment): string | undefined {
  const variable = Object.keys(env).find((name) => name === 'PATH' || (isWindows() && name.toUpperCase() === 'PATH'));
  const folders = (env[variable ?? 'PATH'] ?? '').split(delimiter).filter(isAbsolute);
  const endings = isWindows() ? ['.exe', ''] : [''];
  const files = folders.flatMap((folder) => endings.map((end) => join(folder, program + end)));
  return files.find(isExecutable);
}

const isWindows = (): boolean => platform() === 'win32';

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not in this folder
  }
}

/**
 * Runs a helper: action as argument, `input` on stdin, its stdout as the answer. It gets none of our secrets, and is
 * stopped with its children when it takes too long, says too much, or `signal` ends the run.
 *
 * @throws {NoAnswer} in the last three cases, and what spawn throws.
 */
export async function runHelper(
  file: string,
  action: string,
  input: string,
  {
    env,
    timeoutMs,
    signal,
  }: { readonly env: Environment; readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<HelperAnswer> {
  signal?.throwIfAborted();
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !SECRET_NAME.test(name)));
  return new Promise((resolve, reject) => {
    // A group of its own, so that it can be stopped as a whole.
    const child = spawn(file, [action], { env: own, stdio: ['pipe', 'pipe', 'ignore'], detached: !isWindows() });
    const chunks: Buffer[] = [];
    let size = 0;
    const giveUp = (reason: Error): void => {
      stop(child);
      child.stdout.destroy();
      end();
      reject(reason);
    };
    const onAbort = (): void => giveUp(signal?.reason as Error);
    const timer = setTimeout(() => giveUp(new NoAnswer(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_ANSWER) chunks.push(chunk);
      else giveUp(new NoAnswer('an answer of more than 1 MiB'));
    });
    child.on('error', (error) => {
      end();
      reject(error);
    });
    child.on('close', (status) => {
      end();
      resolve({ status, stdout: Buffer.concat(chunks).toString('utf8') });
    });
    child.stdin.on('error', () => undefined); // a helper may answer without reading all; its status says how it went
    child.stdin.end(input);
  });
}

function stop(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && !isWindows()) kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // it has ended already
  }
}
