// The run that docs/benchmarks.md holds, to compare another one with.
const SLOWER = 1.15;

const cellsOf = (line) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** Milliseconds of what `report.js` wrote: `347 ms`, `4.70 s`. */
function millisecondsOf(text) {
  const [, number, unit] = /^([\d.]+) (ms|s)$/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (unit === 's' ? 1000 : 1);
}

/**
 * Reads the tables that `report.js` wrote.
 *
 * @returns `Map` of `A` → `{ reference, rows: Map(who → { ms, ratio }) }`; empty when there is no run
 */
export function readRun(text) {
  const run = new Map();
  for (const line of text.split('\n')) {
    const [, id, reference] = /^- ([A-Z]): .*\(ratios to (.*)\)$/.exec(line) ?? [];
    if (id !== undefined) run.set(id, { reference, rows: new Map() });
    const [scenario, who, median, ratio] = line.startsWith('| ') ? cellsOf(line) : [];
    const ms = millisecondsOf(median ?? '');
    if (ms !== undefined) run.get(scenario)?.rows.set(who, { ms, ratio: ratio === '' ? undefined : Number(ratio) });
  }
  return run;
}

/**
 * What a row has in the earlier run. Machines and days differ, so only ratios to the same contender are compared.
 *
 * @returns `{ ratio, isSlower }`, or undefined where nothing can be compared
 */
export function compareRow(before, { id, reference }, { name, timeRatio }) {
  const earlier = before.get(id);
  if (earlier === undefined || earlier.reference !== reference) return undefined;
  const ratio = earlier.rows.get(name)?.ratio;
  if (ratio === undefined || timeRatio === undefined || name === reference || ratio === 0) return undefined;
  // The document has two places: what is lost there is no reason to call something slower.
  return { ratio, isSlower: timeRatio > (ratio + 0.005) * SLOWER };
}
