import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { accountEnv } from './account.ts';
import { sha256 } from './archives.ts';
import { startTestEmulator, type TestEmulator } from './emulator.ts';
import { startSlowFront, type SlowFront, type Speed } from './slow-front.ts';
import { tarOf } from './tar.ts';
import { tempDir } from './temp-dir.ts';

/** An emulator behind a slow line, and an account that uses it. */
export interface SlowRegistry {
  readonly emulator: TestEmulator;
  readonly front: SlowFront;
  /** The working folder. */
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

/** About 1 MB a second for each blob: a command on a layer of 300 KB is easily met in the middle. */
export const SLOW: Speed = { piece: 8192, everyMs: 8 };

export async function openSlowRegistry(speed: Speed = SLOW): Promise<SlowRegistry> {
  const emulator = await startTestEmulator({ organizations: ['team'] });
  const front = await startSlowFront(emulator.url, speed);
  const home = await tempDir();
  return { emulator, front, home, env: { ...accountEnv(emulator.info, home), SWRCTL_REGISTRY: front.host } };
}

/** Writes an archive of layers that do not compress, of these sizes. @returns hex digests of the packed layers. */
export async function saveNoise(path: string, sizes: readonly number[]): Promise<string[]> {
  const plain = sizes.map((size) => tarOf([{ name: 'file', data: randomBytes(size) }]));
  const packed = plain.map((layer) => gzipSync(layer));
  const content = JSON.stringify({
    ...{ os: 'linux', architecture: 'amd64', config: {} },
    rootfs: { type: 'layers', diff_ids: plain.map((layer) => `sha256:${sha256(layer)}`) },
  });
  const config = `${sha256(content)}.json`;
  const names = packed.map((layer) => `${sha256(layer)}.tar.gz`);
  const manifest = JSON.stringify([{ Config: config, RepoTags: null, Layers: names }]);
  const items = [
    ...packed.map((data, index) => ({ name: names[index] ?? '', data })),
    { name: config, data: content },
    { name: 'manifest.json', data: manifest },
  ];
  await writeFile(path, tarOf(items));
  return packed.map(sha256);
}

/** The entries of a docker-archive or the files of a layout that is being made: how much of each is noted down as there. */
export async function notedBytes(output: string): Promise<Map<string, number>> {
  const text = await readFile(join(`${output}.partial`, 'state.json'), 'utf8').catch(() => '{"entries":[]}');
  const { entries } = JSON.parse(text) as { entries: { name: string; written: number }[] };
  return new Map(entries.map(({ name, written }) => [/[0-9a-f]{64}/.exec(name)?.[0] ?? name, written]));
}
