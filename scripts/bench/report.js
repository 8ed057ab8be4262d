// Results as tables: for the terminal and for docs/benchmarks.md.
import { cpus, totalmem } from 'node:os';
import { missed } from './compare.js';
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
export const report = (results) => [machine(), scenarioList(results), table(results), ...notes(results)].join('\n\n');

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
