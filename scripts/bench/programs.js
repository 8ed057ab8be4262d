// Which programs there are, and how one of them is run and measured.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { serverCpu } from './cpu.js';

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
 * @param options.started gets the child process, and may follow what it does
 * @returns what it printed
 */
export async function run([file, ...args], { env = {}, as, stdin = 'ignore', started } = {}) {
  const user = as === undefined ? {} : { uid: as, gid: as };
  const child = spawn(file, args, {
    ...user,
    env: { PATH: process.env.PATH, ...env },
    stdio: [stdin, 'pipe', 'pipe'],
  });
  const out = [];
  const err = [];
  child.stdout.on('data', (chunk) => out.push(chunk));
  child.stderr.on('data', (chunk) => err.push(chunk));
  const closed = new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  });
  const [status] = await Promise.all([closed, started?.(child)]);
  const [stdout, stderr] = [out, err].map((chunks) => Buffer.concat(chunks).toString());
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${status}:\n${stderr}`);
  return { stdout, stderr };
}

/**
 * Runs a program and measures it.
 *
 * @returns milliseconds; without time(1) undefined: the largest resident memory in bytes, and milliseconds of CPU of the
 *   program with what it started (`cpu`) and of the servers meanwhile (`server`); and what it printed
 */
export async function measure(command, options) {
  const wrapped = time === undefined ? command : [time, '-q', '-f', '%M %U %S', ...command];
  const serversBefore = serverCpu();
  const begun = process.hrtime.bigint();
  const { stdout, stderr } = await run(wrapped, options);
  const ms = Number(process.hrtime.bigint() - begun) / 1e6;
  if (time === undefined) return { ms, stdout };
  const [kilobytes, user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  const [cpu, serversNow] = [(user + system) * 1000, serverCpu()];
  const server = serversBefore === undefined || serversNow === undefined ? undefined : serversNow - serversBefore;
  return { ms, memory: kilobytes * 1024, cpu, server, stdout };
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

export const credentialHelper = (...args) => [process.execPath, join(bin, '../docker-credential-swr.js'), ...args];
