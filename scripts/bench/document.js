import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readRun } from './before.js';
import { report } from './report.js';

const path = resolve(import.meta.dirname, '../../docs/benchmarks.md');

/** Images of another size have other ratios: each kind of run has its place. */
const marksOf = (isQuick) => ({
  begin: `<!-- ${isQuick ? 'quick results: npm run bench -- --quick --write' : 'results: npm run bench -- --write'} -->`,
  end: `<!-- end of ${isQuick ? 'quick ' : ''}results -->`,
});

function placeIn(text, isQuick) {
  const { begin, end } = marksOf(isQuick);
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${path} has lost its marks`);
  return { from, begin, end, to };
}

/** The run of the same kind that the document holds. */
export function earlierRun(isQuick) {
  const text = readFileSync(path, 'utf8');
  const { from, to } = placeIn(text, isQuick);
  return readRun(text.slice(from, to));
}

/** Puts the results into docs/benchmarks.md, between its marks; the words around them stay. */
export function writeDocument({ results, isQuick, runs }) {
  const text = readFileSync(path, 'utf8');
  const { from, to, begin, end } = placeIn(text, isQuick);
  const day = new Date().toISOString().slice(0, 10);
  const how = `Measured on ${day}, medians of ${runs} runs (start-up: ${runs * 5}), contenders in turn.`;
  const part = [begin, '', how, '', report(results), '', end].join('\n');
  writeFileSync(path, text.slice(0, from) + part + text.slice(to + end.length));
}
