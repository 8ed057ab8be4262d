import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { absence, cranePull, dockerAbsence, dockerPull, freshSkopeo, skopeoPull } from '../peers.js';
import { freshHome, measure, swrctl } from '../programs.js';
import { startEngine, startRegistry } from '../servers.js';

/** Measures one pull from a registry that has the image. */
async function pull({ folder, images }, commandFor, options) {
  const registry = await startRegistry(folder);
  const target = mkdtempSync(join(folder, 'pull-'));
  chmodSync(target, 0o777);
  try {
    const reference = `${registry.host}/bench/app:v1`;
    await measure(swrctl('push', '-q', images.image, reference, '--compressor', 'builtin'), { env: freshHome(folder) });
    return await measure(commandFor(reference, join(target, 'out.tar')), options());
  } finally {
    await registry.stop();
    rmSync(target, { recursive: true });
  }
}

async function dockerRun(bench) {
  const engine = await startEngine(bench.folder);
  try {
    return await pull(bench, dockerPull, () => ({ env: engine.env }));
  } finally {
    await engine.stop();
  }
}

export function pullScenario(bench) {
  const { folder, isQuick } = bench;
  const plain = () => ({ env: freshHome(folder) });
  const ours = (reference, file) => swrctl('pull', '-q', reference, '-o', file);
  const hasCrane = absence('crane') === undefined;
  // Where crane is absent: it took 0.16 of skopeo's time when both were measured (docs/benchmarks.md).
  const budget = hasCrane ? { time: 1 } : { time: 0.16 };
  return {
    id: 'D',
    title: `pull to a docker-archive${hasCrane ? '' : '; crane, which the budget is about, is absent: it took 0.16 of skopeo'}`,
    reference: hasCrane ? 'crane' : 'skopeo',
    contenders: [
      { name: 'swrctl', run: () => pull(bench, ours, plain), budget: { ...budget, memory: 200 * 2 ** 20 } },
      { name: 'skopeo', run: () => pull(bench, skopeoPull, () => freshSkopeo(folder)) },
      { name: 'crane', absent: absence('crane'), run: () => pull(bench, cranePull, plain) },
      { name: 'docker pull + save', absent: dockerAbsence(isQuick), run: () => dockerRun(bench) },
    ],
  };
}
