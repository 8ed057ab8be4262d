// Which programs there are, and how one of them is run and measured.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

export const bin = resolve(import.meta.dirname, '../../bin/swrctl.js');

/** The full path of a program, if it is installed. */
export function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
  return folders
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false; // not in this folder
      }
    });
}

/** First line of what a program says about its version, or 'absent'. */
export function versionOf(name, ...args) {
  const path = findProgram(name);
  if (path === undefined) return 'absent';
  const { stdout, stderr } = spawnSync(path, args.length > 0 ? args : ['--version'], { encoding: 'utf8' });
  return `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n')[0] || 'present';
}

const time = findProgram('time');

/**
 * Runs a program to its end.
 *
 * @param options.as user id to run as
 * @returns milliseconds, the largest resident memory in bytes (undefined without time(1)), and what it printed
 */
export async function measure([file, ...args], { env = {}, as, stdin = 'ignore' } = {}) {
  const wrapped = time === undefined ? [file, ...args] : [time, '-q', '-f', '%M', file, ...args];
  const user = as === undefined ? {} : { uid: as, gid: as };
  const started = process.hrtime.bigint();
  const child = spawn(wrapped[0], wrapped.slice(1), {
    ...user,
    env: { PATH: process.env.PATH, ...env },
    stdio: [stdin, 'pipe', 'pipe'],
  });
  const out = [];
  const err = [];
  child.stdout.on('data', (chunk) => out.push(chunk));
  child.stderr.on('data', (chunk) => err.push(chunk));
  const status = await new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  });
  const ms = Number(process.hrtime.bigint() - started) / 1e6;
  const errors = Buffer.concat(err).toString();
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${status}:\n${errors}`);
  const memory = time === undefined ? undefined : Number(errors.trim().split('\n').at(-1)) * 1024;
  return { ms, memory, stdout: Buffer.concat(out).toString() };
}

/** A folder in which swrctl has never run: no settings, no logins, no cache. */
export function freshHome(folder) {
  const home = mkdtempSync(join(folder, 'home-'));
  return {
    HOME: home,
    DOCKER_CONFIG: join(home, 'docker'),
    SWRCTL_CONFIG_DIR: join(home, 'config'),
    SWRCTL_CACHE_DIR: join(home, 'cache'),
  };
}

export const swrctl = (...args) => [process.execPath, bin, ...args];
