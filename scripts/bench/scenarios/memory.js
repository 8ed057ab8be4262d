import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { canTakeHeaps, heapNote, takeHeaps } from '../heap.js';
import { makeSparseImage } from '../images.js';
import { freshHome, measure, swrctl } from '../programs.js';
import { startFilledRegistry, startRegistry } from '../servers.js';

const GB = 1024 ** 3;

/** One huge layer of zeros: it takes no room in the archive, and its size is all that matters here. */
export async function memoryScenario(bench) {
  const { folder } = bench;
  const size = bench.isQuick ? GB / 4 : 4 * GB;
  const archive = makeSparseImage(folder, size);
  bench.atEnd(() => rmSync(archive));
  const filled = await startFilledRegistry(bench, archive, '--compression', 'none');
  const push = async (watch, ...flags) => {
    const registry = await startRegistry(folder);
    try {
      const command = swrctl('push', '-q', archive, `${registry.host}/bench/sparse:v1`, ...flags);
      return await watch(command, { env: freshHome(folder) });
    } finally {
      await registry.stop();
    }
  };
  const pull = async (watch) => {
    const target = mkdtempSync(join(folder, 'pull-'));
    try {
      const command = swrctl('pull', '-q', `${filled.host}/bench/app:v1`, '-o', join(target, 'out.tar'));
      return await watch(command, { env: freshHome(folder) });
    } finally {
      rmSync(target, { recursive: true });
    }
  };
  const gzip = ['--compressor', 'builtin'];
  const heaps = (command, options) => takeHeaps(command, { ...options, folder, bytes: size });
  const takeAll = async () => [
    heapNote({ 'push, gzip': await push(heaps, ...gzip), 'pull, plain': await pull(heaps) }),
  ];
  const budget = { memory: 150 * 2 ** 20 };
  return {
    id: 'F',
    title: `one layer of ${size / GB} GiB: peak memory`,
    contenders: [
      { name: 'swrctl push, gzip', run: () => push(measure, ...gzip), budget },
      { name: 'swrctl push, plain', run: () => push(measure, '--compression', 'none'), budget },
      { name: 'swrctl pull, plain', run: () => pull(measure), budget },
    ],
    notes: canTakeHeaps ? takeAll : undefined,
  };
}
