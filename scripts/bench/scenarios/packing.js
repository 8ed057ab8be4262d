import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { absenceIfQuick } from '../peers.js';
import { measure } from '../programs.js';

const script = join(import.meta.dirname, '../pack.js');
const LEVELS = [1, 4, 6];
/** Node starts four threads, however many cores there are. */
const env = { UV_THREADPOOL_SIZE: String(Math.max(4, availableParallelism())) };

const packageAbsence = (name) =>
  import(name).then(
    () => undefined,
    () => 'absent',
  );

/** What a compressor alone takes for the bytes of the image: the floor for a push that packs with it. */
export async function packingScenario({ images, isQuick }) {
  const left = absenceIfQuick(isQuick);
  const rows = (packer, absent) =>
    LEVELS.map((level) => ({
      name: `${packer}, level ${level}`,
      absent,
      run: async () => {
        const result = await measure([process.execPath, script, packer, String(level), images.image], { env });
        return { ...result, bytes: Number(result.stdout) };
      },
    }));
  return {
    id: 'Z',
    title: 'packing alone, on all cores, no registry',
    reference: 'zlib, level 4',
    contenders: [...rows('zlib', left), ...rows('libdeflate', left ?? (await packageAbsence('libdeflate')))],
  };
}
