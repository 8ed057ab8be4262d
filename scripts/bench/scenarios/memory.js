import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeSparseImage } from '../images.js';
import { freshHome, measure, swrctl } from '../programs.js';
import { startRegistry } from '../servers.js';

const GB = 1024 ** 3;

/** One huge layer of zeros: it takes no room in the archive, and its size is all that matters here. */
export function memoryScenario(bench) {
  const { folder } = bench;
  const size = bench.isQuick ? GB / 4 : 4 * GB;
  const archive = makeSparseImage(folder, size);
  bench.atEnd(() => rmSync(archive));
  const inRegistry = async (flags, measured) => {
    const registry = await startRegistry(folder);
    const target = mkdtempSync(join(folder, 'pull-'));
    try {
      const reference = `${registry.host}/bench/sparse:v1`;
      const push = () => measure(swrctl('push', '-q', archive, reference, ...flags), { env: freshHome(folder) });
      const pull = () =>
        measure(swrctl('pull', '-q', reference, '-o', join(target, 'out.tar')), { env: freshHome(folder) });
      const pushed = await push();
      return measured === 'push' ? pushed : await pull();
    } finally {
      await registry.stop();
      rmSync(target, { recursive: true });
    }
  };
  const budget = { memory: 200 * 2 ** 20 };
  return {
    id: 'F',
    title: `one layer of ${size / GB} GiB: peak memory`,
    contenders: [
      { name: 'swrctl push, gzip', run: () => inRegistry(['--compressor', 'builtin'], 'push'), budget },
      { name: 'swrctl push, plain', run: () => inRegistry(['--compression', 'none'], 'push'), budget },
      { name: 'swrctl pull, plain', run: () => inRegistry(['--compression', 'none'], 'pull'), budget },
    ],
  };
}
