import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { absence, cranePull, dockerAbsence, dockerPull, freshSkopeo, skopeoPull } from '../peers.js';
import { freshHome, measure, swrctl } from '../programs.js';
import { startEngine, startFilledRegistry } from '../servers.js';

/** Measures one pull from a registry that has the image. */
async function pull({ folder }, { host }, commandFor, options) {
  const target = mkdtempSync(join(folder, 'pull-'));
  chmodSync(target, 0o777);
  try {
    return await measure(commandFor(`${host}/bench/app:v1`, join(target, 'out.tar')), options());
  } finally {
    rmSync(target, { recursive: true });
  }
}

async function dockerRun(bench, registry) {
  const engine = await startEngine(bench.folder);
  try {
    return await pull(bench, registry, dockerPull, () => ({ env: engine.env }));
  } finally {
    await engine.stop();
  }
}

export async function pullScenario(bench) {
  const { folder, images, isQuick } = bench;
  const registry = await startFilledRegistry(bench, images.image, '--compressor', 'builtin');
  const plain = () => ({ env: freshHome(folder) });
  const ours = (reference, file) => swrctl('pull', '-q', reference, '-o', file);
  const hasCrane = absence('crane') === undefined;
  // Where crane is absent: it took 0.05 of skopeo's time when both were measured (docs/benchmarks.md).
  const budget = { time: hasCrane ? 1.3 : 1.3 * 0.05, memory: 150 * 2 ** 20 };
  return {
    id: 'D',
    title: `pull to a docker-archive${hasCrane ? '' : '; crane, which the budget is about, is absent: it took 0.05 of skopeo'}`,
    reference: hasCrane ? 'crane' : 'skopeo',
    contenders: [
      { name: 'swrctl', run: () => pull(bench, registry, ours, plain), budget },
      { name: 'skopeo', run: () => pull(bench, registry, skopeoPull, () => freshSkopeo(folder)) },
      { name: 'crane', absent: absence('crane'), run: () => pull(bench, registry, cranePull, plain) },
      { name: 'docker pull + save', absent: dockerAbsence(isQuick), run: () => dockerRun(bench, registry) },
    ],
  };
}
