// npm run bench [-- --quick] [--write] [--runs N] [--only A,D]: swrctl beside its peers, on images made here.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, missed } from './bench/compare.js';
import { MB, makeImages } from './bench/images.js';
import { findProgram } from './bench/programs.js';
import { machine, scenarioList, table } from './bench/report.js';
import { SCENARIOS } from './bench/scenarios.js';
import { writeDocument } from './bench/document.js';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    runs: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
});

const say = (text) => process.stdout.write(`${text}\n`);
const tell = (text) => process.stderr.write(`${text}\n`);

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
  tell('Making images …');
  const images = await makeImages(folder, (values.quick ? 100 : 710) * MB);
  const bench = { folder, images, isQuick: values.quick };
  const results = [];
  for (const { make, runsOf = (runs) => runs } of chosen) {
    const ends = [];
    try {
      const scenario = await make({ ...bench, atEnd: (stop) => ends.push(stop) });
      results.push(await compare(scenario, runsOf(Number(values.runs), values.quick), tell));
    } finally {
      for (const stop of ends) await stop();
    }
  }
  say(`\n${machine()}\n\n${scenarioList(results)}\n\n${table(results)}`);
  const misses = results.flatMap(({ id, rows }) =>
    rows.flatMap((row) => missed(row).map((text) => `${id} ${row.name}: ${text}`)),
  );
  say(misses.length === 0 ? '\nEvery budget that could be measured holds.' : `\nMissed:\n${misses.join('\n')}`);
  if (values.write) writeDocument({ results, isQuick: values.quick, runs: Number(values.runs) });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
