// Heap snapshots of a transfer that is under way: what its main thread holds, early and late.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './programs.js';

/** How far the data has come when a snapshot is taken. */
const MOMENTS = [0.25, 0.75];
const SIGNAL = 'SIGUSR2';
const BUFFERS = 'system / JSArrayBufferData';

/** Only Linux tells how much another process has read. */
export const canTakeHeaps = existsSync('/proc/self/io');

/** Bytes from files and sockets; none of a process that is gone, since what it read went with it. */
function bytesReadBy(pid) {
  try {
    return Number(/^rchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))[1]);
  } catch {
    return undefined;
  }
}

/** Resolves as soon as a process has read that much; false when it ended before. */
async function hasRead(pid, bytes) {
  for (;;) {
    const read = bytesReadBy(pid);
    if (read === undefined || read >= bytes) return read !== undefined;
    await new Promise((done) => setTimeout(done, 5));
  }
}

/**
 * Runs a command of `swrctl()` once more, which is neither timed nor measured: a snapshot stops it and takes memory.
 *
 * @param bytes what it reads in all
 * @returns one summary per moment that came while it ran
 */
export async function takeHeaps([node, ...args], { folder, bytes, ...options }) {
  const place = mkdtempSync(join(folder, 'heap-'));
  const snapshotAtMoments = async (child) => {
    for (const part of MOMENTS) {
      if (await hasRead(child.pid, part * bytes)) child.kill(SIGNAL);
    }
  };
  try {
    const flags = [`--heapsnapshot-signal=${SIGNAL}`, `--diagnostic-dir=${place}`];
    await run([node, ...flags, ...args], { ...options, started: snapshotAtMoments });
    // In the order in which they were taken: their names end with a number that counts up.
    const files = readdirSync(place).sort();
    return files.map((name, index) => ({ part: MOMENTS[index], ...summarize(join(place, name)) }));
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** Sizes and counts of all nodes by group; what the browser's tools call so is named the same here. */
function summarize(path) {
  const { snapshot, nodes, strings } = JSON.parse(readFileSync(path, 'utf8'));
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, name, size] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field));
  const heap = { count: 0, size: 0 };
  const groups = new Map();
  const add = (sum, bytes) => {
    sum.count += 1;
    sum.size += bytes;
  };
  for (let at = 0; at < nodes.length; at += fields.length) {
    const kind = types[type][nodes[at + type]];
    const group = kind === 'object' || kind === 'native' ? strings[nodes[at + name]] : `(${kind})`;
    if (!groups.has(group)) groups.set(group, { count: 0, size: 0 });
    add(groups.get(group), nodes[at + size]);
    // Native memory hangs on objects of the heap, and lies outside it.
    if (kind !== 'native') add(heap, nodes[at + size]);
  }
  return { heap, groups };
}

const percent = (part) => `${part * 100} %`;
const cell = (sum = { count: 0, size: 0 }) =>
  `${(sum.size / 2 ** 20).toFixed(1)} MiB in ${sum.count.toLocaleString('en-US')}`;

/**
 * All snapshots side by side, as a note of a scenario.
 *
 * @param heaps snapshots of each transfer, by its name
 */
export function heapNote(heaps) {
  const columns = Object.entries(heaps).flatMap(([name, list]) => list.map((heap) => ({ name, ...heap })));
  const sizeOf = (group) => columns.reduce((sum, { groups }) => sum + (groups.get(group)?.size ?? 0), 0);
  const others = new Set(columns.flatMap(({ groups }) => [...groups.keys()]).filter((group) => group !== BUFFERS));
  const largest = [...others].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, 6);
  const groupRow = (title, group) => [title, ...columns.map(({ groups }) => cell(groups.get(group)))];
  return {
    title:
      'what the main thread (worker threads have heaps of their own) holds after 25 % and 75 % of the data; ' +
      'garbage is collected first, so equal totals mean that nothing grows',
    head: ['bytes in objects', ...columns.map(({ name, part }) => `${name}, ${percent(part)}`)],
    rows: [
      ['JavaScript heap', ...columns.map(({ heap }) => cell(heap))],
      groupRow('array buffers, outside the heap', BUFFERS),
      ...largest.map((group) => groupRow(group, group)),
    ],
  };
}
