// The same work at three sizes: the cost may grow no faster than the size.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeTinyImage, makeTinyIndex } from '../images.js';
import { freshHome, measure, swrctl } from '../programs.js';
import { startRegistry } from '../servers.js';

/** Ten times the size may cost ten times as much; the smallest size is the measure. */
function growth(bench, { id, title, sizes, unit, make, run }) {
  const { folder } = bench;
  const files = sizes.map((size) => make(join(folder, `${id}-${size}.tar`), size));
  bench.atEnd(() => files.forEach((file) => rmSync(file)));
  return {
    id,
    title,
    reference: `${sizes[0]} ${unit}`,
    contenders: sizes.map((size, index) => ({
      name: `${size} ${unit}`,
      budget: index === 0 ? {} : { time: Math.ceil(size / sizes[0]) },
      run: () => run(files[index]),
    })),
  };
}

async function push(folder, file) {
  const registry = await startRegistry(folder);
  try {
    const command = swrctl('push', '-q', file, `${registry.host}/bench/tiny:v1`);
    return await measure(command, { env: freshHome(folder) });
  } finally {
    await registry.stop();
  }
}

export const layerScenario = (bench) =>
  growth(bench, {
    id: 'J',
    title: 'push of an image with many tiny layers',
    unit: 'layers',
    sizes: bench.isQuick ? [10, 30, 100] : [30, 100, 300],
    make: (path, layers) => makeTinyImage(path, { layers }),
    run: (file) => push(bench.folder, file),
  });

export const entryScenario = (bench) =>
  growth(bench, {
    id: 'K',
    title: 'inspect of an archive with many entries',
    unit: 'entries',
    sizes: [1000, 10_000, 100_000],
    make: (path, entries) => makeTinyImage(path, { entries }),
    run: (file) => measure(swrctl('inspect', file), { env: freshHome(bench.folder) }),
  });

export const platformScenario = (bench) =>
  growth(bench, {
    id: 'L',
    title: 'push of an OCI archive with an index',
    unit: 'platforms',
    sizes: [5, 10, 20],
    make: makeTinyIndex,
    run: (file) => push(bench.folder, file),
  });
