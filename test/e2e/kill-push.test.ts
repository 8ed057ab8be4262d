import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRandom, KILLS, LOOP_TIMEOUT_MS, until } from '../support/random-kills.ts';
import { spawnCli, startCli } from '../support/run.ts';
import { openSlowRegistry, saveNoise, type SlowRegistry } from '../support/slow-registry.ts';

const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

interface Manifest {
  readonly config: { readonly digest: string };
  readonly layers: readonly { readonly digest: string }[];
}

/** What a tag points to, asked for without any of the client's code: undefined when there is no such tag. */
async function layersBehind({ emulator }: SlowRegistry, tag: string): Promise<string[] | undefined> {
  const token = await emulator.token(['repository:team/app:pull']);
  const get = (path: string) =>
    fetch(`${emulator.url}/v2/team/app/${path}`, { headers: { authorization: `Bearer ${token}`, accept: MANIFEST } });
  const answer = await get(`manifests/${tag}`);
  if (answer.status === 404) return undefined;
  const { config, layers } = (await answer.json()) as Manifest;
  for (const { digest } of [config, ...layers]) {
    const blob = await get(`blobs/${digest}`);
    const { byteLength } = await blob.arrayBuffer();
    expect({ status: blob.status, isEmpty: byteLength === 0 }).toEqual({ status: 200, isEmpty: false });
  }
  return layers.map(({ digest }) => digest.slice('sha256:'.length));
}

describe('a push that is killed', () => {
  it(
    'loses nothing, and no tag ever points to half an image',
    async () => {
      const slow = await openSlowRegistry({ piece: 4096, everyMs: 8 });
      const random = createRandom();
      const push = (tag: string) => startCli(['push', 'source', `team/app:${tag}`], { env: slow.env, cwd: slow.home });
      let kills = 0;
      for (let round = 0; kills < KILLS; round += 1) {
        const tag = `v${round}`;
        const layers = await saveNoise(join(slow.home, 'source'), [250_000, 200_000, 150_000]);
        for (;;) {
          slow.front.forget();
          const { child, result } = push(tag);
          // One in three at any moment since the start, the others while layers go up.
          if (kills % 3 > 0) await until(() => child.exitCode !== null || slow.front.uploads() > 0);
          const timer = setTimeout(() => child.kill('SIGKILL'), kills < KILLS ? random() * 1_000 : 60_000);
          const { exitCode, stderr } = await result;
          clearTimeout(timer);
          const stored = await layersBehind(slow, tag);
          if (stored !== undefined) expect(stored).toEqual(layers);
          if (exitCode === 137) {
            kills += 1;
            continue;
          }
          expect(exitCode, stderr).toBe(0);
          expect(stored).toEqual(layers);
          break;
        }
      }
      const fast = { ...slow.env, SWRCTL_REGISTRY: slow.emulator.info.registry };
      const pulled = await spawnCli(['pull', 'team/app:v0', '-o', 'back.tar'], { env: fast, cwd: slow.home });
      expect(pulled).toMatchObject({ exitCode: 0 });
    },
    LOOP_TIMEOUT_MS,
  );
});
