// Measures the contenders of a scenario in turn (A B C A B C …), so that whatever else the machine does meets all alike.

export function median(values) {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/**
 * @param scenario `{ id, title, reference, contenders: [{ name, absent?, budget?, run }] }`; `run()` gives
 *   `{ ms, memory?, bytes?, cpu?, server? }`, and does what has to be done before by itself
 * @returns one row per contender, medians
 */
export async function compare({ id, title, reference, contenders }, runs, tell) {
  const samples = new Map(contenders.map(({ name }) => [name, []]));
  for (let round = 1; round <= runs; round += 1) {
    for (const { name, absent, run } of contenders) {
      if (absent !== undefined) continue;
      const sample = await run();
      tell(`${id} ${name}: ${Math.round(sample.ms)} ms`);
      samples.get(name).push(sample);
    }
  }
  const rows = contenders.map((contender) => summarize(contender, samples.get(contender.name)));
  const against = rows.find(({ name }) => name === reference);
  return { id, title, reference, rows: rows.map((row) => ({ ...row, ...ratios(row, against) })) };
}

function summarize({ name, absent, budget = {} }, samples) {
  if (absent !== undefined) return { name, absent, budget };
  const values = (key) => samples.map((sample) => sample[key]);
  const memory = values('memory').filter((value) => value !== undefined);
  return {
    ...{ name, budget, ms: median(values('ms')), bytes: median(values('bytes')) },
    ...{ cpu: median(values('cpu')), server: median(values('server')) },
    memory: memory.length > 0 ? Math.max(...memory) : undefined,
  };
}

function ratios({ ms, bytes }, against) {
  return {
    timeRatio: ms !== undefined && against?.ms !== undefined ? ms / against.ms : undefined,
    byteRatio: bytes !== undefined && against?.bytes ? bytes / against.bytes : undefined,
    plusMs: ms !== undefined && against?.ms !== undefined ? ms - against.ms : undefined,
  };
}

/** Which budgets of a row are missed, in words; empty when all hold. */
export function missed({ budget, ms, timeRatio, byteRatio, plusMs, memory }) {
  const checks = [
    [budget.time, timeRatio, (limit, value) => `time ${value.toFixed(2)} > ${limit} ×`],
    [budget.bytes, byteRatio, (limit, value) => `bytes ${value.toFixed(3)} > ${limit} ×`],
    [budget.plusMs, plusMs, (limit, value) => `+${Math.round(value)} > +${limit} ms`],
    [budget.ms, ms, (limit, value) => `${Math.round(value)} > ${limit} ms`],
    [budget.memory, memory, (limit, value) => `${(value / 2 ** 20).toFixed(0)} > ${limit / 2 ** 20} MiB`],
  ];
  return checks.flatMap(([limit, value, words]) =>
    limit !== undefined && value !== undefined && value > limit ? [words(limit, value)] : [],
  );
}
