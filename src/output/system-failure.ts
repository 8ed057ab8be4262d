import { SwrctlError, systemCode, type ErrorCode } from '../base/errors.ts';

interface Plain {
  readonly code: ErrorCode;
  /** @param path the file, quoted, when the system names one. */
  readonly message: (path: string) => string;
  readonly hint: string;
}

const disk = (message: Plain['message'], hint: string): Plain => ({ code: 'DISK', message, hint });
const network = (message: string, hint: string): Plain => ({ code: 'NETWORK', message: () => message, hint });

const FREE_SPACE = 'Free some space, or write to another disk';
const RIGHTS = 'Check who owns the file and its folder (ls -ld), or choose another place';
const HOST = 'Check the host name and the proxy settings (swrctl help environment)';

/** What the operating system says, in plain words. What the code at hand knows better, it reports itself. */
const SYSTEM_ERRORS: Readonly<Record<string, Plain>> = {
  ENOSPC: disk((path) => `the disk is full${at(path)}`, FREE_SPACE),
  EDQUOT: disk((path) => `the disk quota is used up${at(path)}`, FREE_SPACE),
  EFBIG: disk((path) => `the file system takes no file of this size${at(path)}`, 'Write to another file system'),
  EACCES: disk((path) => `permission denied${at(path)}`, RIGHTS),
  EPERM: disk((path) => `the system does not allow this${at(path)}`, RIGHTS),
  EROFS: disk((path) => `the file system is read-only${at(path)}`, 'Write to another place'),
  ENOENT: disk((path) => `there is no such file or folder${at(path)}`, 'Check the path'),
  EEXIST: disk((path) => `the file exists already${at(path)}`, 'Remove it, or choose another name'),
  EISDIR: disk((path) => `a file is needed, but this is a folder${at(path)}`, 'Name a file in it'),
  ENOTDIR: disk((path) => `a part of the path is not a folder${at(path)}`, 'Check the path'),
  ENAMETOOLONG: disk((path) => `the file name is too long${at(path)}`, 'Choose a shorter name'),
  ELOOP: disk((path) => `symbolic links go round in circles${at(path)}`, 'Check the path'),
  EIO: disk((path) => `the disk reports an input/output error${at(path)}`, 'Check the disk'),
  EMFILE: disk(() => 'too many files are open', 'Raise the limit with ulimit -n 4096, or lower --jobs'),
  ENFILE: disk(() => 'too many files are open on this machine', 'Close other programs, or lower --jobs'),
  EPIPE: disk(() => 'the program that reads the output has gone away', 'Check the command after the pipe'),
  ECONNREFUSED: network('the connection was refused', 'Check host and port, and that the server is running'),
  ECONNRESET: network('the connection was cut', 'Run the same command again'),
  ENOTFOUND: network('the host name is not known', HOST),
  EAI_AGAIN: network('the host name could not be looked up', HOST),
  ETIMEDOUT: network('the connection timed out', HOST),
  EADDRINUSE: network('the port is in use already', 'Choose another one with --port, or --port 0 for any'),
};

const at = (path: string): string => (path === '' ? '' : ` at "${path}"`);

/** The plain-language error for a Node system error; undefined for anything else. */
export function systemFailure(error: unknown): SwrctlError | undefined {
  const known = SYSTEM_ERRORS[systemCode(error) ?? ''];
  if (known === undefined) return undefined;
  return new SwrctlError(known.code, known.message(pathOf(error)), { hint: known.hint, cause: error });
}

function pathOf(error: unknown): string {
  const path = error instanceof Error && 'path' in error ? error.path : undefined;
  return typeof path === 'string' ? path : '';
}
