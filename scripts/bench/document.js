import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { report } from './report.js';

const path = resolve(import.meta.dirname, '../../docs/benchmarks.md');
const BEGIN = '<!-- results: npm run bench -- --write -->';
const END = '<!-- end of results -->';

/** Puts the results into docs/benchmarks.md, between its marks; the words around them stay. */
export function writeDocument({ results, isQuick, runs }) {
  const text = readFileSync(path, 'utf8');
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before < 0 || after < before) throw new Error(`${path} has lost its marks`);
  const day = new Date().toISOString().slice(0, 10);
  const how = `Measured on ${day}, ${isQuick ? 'quick, ' : ''}medians of ${runs} runs (start-up: ${runs * 5}), contenders in turn.`;
  const part = [BEGIN, '', how, '', report(results), '', END].join('\n');
  writeFileSync(path, text.slice(0, before) + part + text.slice(after + END.length));
}
