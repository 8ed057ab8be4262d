// Results as tables: for the terminal and for docs/benchmarks.md.
import { cpus, totalmem } from 'node:os';
import { compareRow } from './before.js';
import { missed } from './compare.js';
import { timeSpent } from './cpu.js';
import { findProgram, versionOf } from './programs.js';

const seconds = (ms) => (ms === undefined ? '' : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`);
const mebibytes = (bytes) => (bytes === undefined ? '' : `${(bytes / 2 ** 20).toFixed(bytes < 2 ** 20 ? 2 : 0)} MiB`);
const ratio = (value) => (value === undefined ? '' : value.toFixed(2));

function budgetText({ time, bytes, plusMs, ms, memory }) {
  const parts = [
    time === undefined ? [] : [`time ≤ ${time} ×`],
    bytes === undefined ? [] : [`bytes ≤ ${bytes} ×`],
    plusMs === undefined ? [] : [`≤ +${plusMs} ms`],
    ms === undefined ? [] : [`≤ ${seconds(ms)}`],
    memory === undefined ? [] : [`≤ ${mebibytes(memory)}`],
  ];
  return parts.flat().join(', ');
}

function verdict(row) {
  if (row.absent !== undefined || budgetText(row.budget) === '') return '';
  const misses = missed(row);
  if (misses.length > 0) return `missed: ${misses.join('; ')}`;
  const isRelative = row.budget.time !== undefined || row.budget.plusMs !== undefined;
  return isRelative && row.timeRatio === undefined ? 'not known: nothing to compare with' : 'holds';
}

const HEAD = ['scenario', 'who', 'median', 'ratio', 'peak memory', 'bytes', 'ratio', 'budget', 'result'];

function cellsOf({ id }, row) {
  if (row.absent !== undefined) return [id, row.name, row.absent, '', '', '', '', budgetText(row.budget), ''];
  const { name, ms, timeRatio, memory, bytes, byteRatio, budget } = row;
  return [
    ...[id, name, seconds(ms), ratio(timeRatio), mebibytes(memory), mebibytes(bytes), ratio(byteRatio)],
    ...[budgetText(budget), verdict(row)],
  ];
}

function markdown(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((cells) => cells[column].length)));
  const padded = lines.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column])));
  const rule = widths.map((width) => '-'.repeat(width));
  return [padded[0], rule, ...padded.slice(1)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const table = (results) =>
  markdown([HEAD, ...results.flatMap((result) => result.rows.map((row) => cellsOf(result, row)))]);

/** What scenarios tell beside their measurements. */
const notes = (results) =>
  results.flatMap(({ id, notes }) =>
    notes.map(({ title, head, rows }) => `${id}: ${title}\n\n${markdown([head, ...rows])}`),
  );

/** All that was found, as it stands in the terminal and in the document. */
export const report = (results) =>
  [machine(), scenarioList(results), table(results), whereTimeGoes(results), ...notes(results)]
    .filter((part) => part !== '')
    .join('\n\n');

/** One line per scenario: swrctl, and whom it is compared with. */
function whereTimeGoes(results) {
  const lines = results.flatMap(({ id, reference, rows }) => {
    const ours = rows.find(({ name, absent }) => name.startsWith('swrctl') && absent === undefined) ?? rows[0];
    const other = rows.find(({ name }) => name === reference && name !== ours?.name);
    const parts = [ours, other].flatMap((row) => (row === undefined ? [] : spentBy(row)));
    return parts.length === 0 ? [] : [`- ${id}: ${parts.join('; ')}`];
  });
  return lines.length === 0
    ? ''
    : [`Where the time goes, in seconds of CPU on ${cpus().length} cores:`, '', ...lines].join('\n');
}

function spentBy({ name, ms, ...row }) {
  const spent = ms === undefined ? undefined : timeSpent({ ms, ...row });
  if (spent === undefined) return [];
  const [cpu, server, idle] = [spent.cpu, spent.server, spent.idle].map((part) => (part / 1000).toFixed(2));
  return [`${name} takes ${seconds(ms)} (its own ${cpu}, the servers' ${server}, nobody's ${idle})`];
}

/** How a run stands to the one before, and what became slower, in words. */
export function comparison(results, before) {
  const found = results.flatMap((result) =>
    result.rows.flatMap((row) => {
      const earlier = compareRow(before, result, row);
      return earlier === undefined ? [] : [{ who: `${result.id} ${row.name}`, now: row.timeRatio, ...earlier }];
    }),
  );
  if (found.length === 0) return 'Nothing here can be compared with the run in docs/benchmarks.md.';
  const slower = found.filter(({ isSlower }) => isSlower);
  const lines = slower.map(({ who, now, ratio: was }) => `SLOWER ${who}: ${ratio(now)} × where it was ${ratio(was)} ×`);
  const rest = `${found.length - slower.length} of ${found.length} are no more than 15 % slower than in the run in docs/benchmarks.md.`;
  return [...lines, rest].join('\n');
}

function scenarioList(results) {
  return results.map(({ id, title, reference }) => `- ${id}: ${title} (ratios to ${reference ?? 'nobody'})`).join('\n');
}

function machine() {
  const peers = ['skopeo', 'docker-registry', 'crane', 'docker', 'igzip', 'pigz'];
  const versions = peers.map((name) => [name, findProgram(name) ? versionOf(name, ...versionArgs(name)) : 'absent']);
  const size = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  return [['machine', size], ['node', process.version], ...versions]
    .map(([key, value]) => `- ${key}: ${value}`)
    .join('\n');
}

const versionArgs = (name) => (name === 'crane' ? ['version'] : ['--version']);
