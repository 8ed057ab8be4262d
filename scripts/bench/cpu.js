// CPU time of the servers that a run talks to. Linux alone tells it of a process that still runs.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

const TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux that Node runs on
const servers = new Set();

/** Counts a server of the benchmark from now on, until it ends. */
export function watchServer(child) {
  servers.add(child.pid);
  child.once('exit', () => servers.delete(child.pid));
}

/** Milliseconds of CPU that all servers have taken so far; undefined where nobody tells. */
export function serverCpu() {
  try {
    return [...servers].reduce((sum, pid) => sum + cpuOf(pid), 0);
  } catch {
    return undefined;
  }
}

function cpuOf(pid) {
  // The name of the program stands in parentheses and may have spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

/**
 * Where the time of a run went, in milliseconds of one core.
 *
 * @param ms wall clock
 * @param cpu of the program, with what it started
 * @param server of the servers meanwhile
 * @returns `{ cpu, server, idle }`: on all cores together `idle` is what nobody used, because one waited for another one
 */
export function timeSpent({ ms, cpu, server }) {
  if (cpu === undefined || server === undefined) return undefined;
  return { cpu, server, idle: Math.max(0, ms * cpus().length - cpu - server) };
}
