// npm run bench [-- --quick] [--write] [--runs N] [--only A,D]: swrctl beside its peers, on images made here.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, missed } from './bench/compare.js';
import { MB, makeImages } from './bench/images.js';
import { findProgram } from './bench/programs.js';
import { comparison, report } from './bench/report.js';
import { SCENARIOS } from './bench/scenarios.js';
import { earlierRun, writeDocument } from './bench/document.js';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    runs: { type: 'string' },
    only: { type: 'string' },
  },
});
const runs = Number(values.runs ?? 3);

const say = (text) => process.stdout.write(`${text}\n`);
const tell = (text) => process.stderr.write(`${text}\n`);

/** Says how long a part took with all its preparations, so that one sees where the time of a run goes. */
async function timed(part, work) {
  const started = performance.now();
  const result = await work();
  tell(`${part}: ${((performance.now() - started) / 1000).toFixed(1)} s in all`);
  return result;
}

/** The results of one scenario, which is cleared away afterwards. */
async function measured({ make, runsOf = (count) => count }, bench) {
  const ends = [];
  try {
    const scenario = await make({ ...bench, atEnd: (stop) => ends.push(stop) });
    const result = await compare(scenario, runsOf(runs, bench.isQuick), tell);
    return { ...result, notes: (await scenario.notes?.()) ?? [] };
  } finally {
    for (const stop of ends) await stop();
  }
}

for (const name of ['skopeo', 'docker-registry', 'dpkg-query', 'tar']) {
  if (findProgram(name) !== undefined) continue;
  tell(`The benchmark needs ${name}: apt-get install ${name}`);
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'swrctl-bench-'));
chmodSync(folder, 0o755); // a peer may run as somebody else
try {
  const wanted = values.only?.split(',').map((id) => id.toUpperCase());
  const chosen = SCENARIOS.filter(({ id }) => wanted?.includes(id) ?? true);
  const images = await timed('images', () => makeImages(folder, (values.quick ? 100 : 710) * MB));
  const bench = { folder, images, isQuick: values.quick };
  const results = [];
  for (const entry of chosen) results.push(await timed(entry.id, () => measured(entry, bench)));
  say(`\n${report(results)}`);
  const misses = results.flatMap(({ id, rows }) =>
    rows.flatMap((row) => missed(row).map((text) => `${id} ${row.name}: ${text}`)),
  );
  say(misses.length === 0 ? '\nEvery budget that could be measured holds.' : `\nMissed:\n${misses.join('\n')}`);
  say(`\n${comparison(results, earlierRun(values.quick))}`);
  if (values.write) writeDocument({ results, isQuick: values.quick, runs });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
