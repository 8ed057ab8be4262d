import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../src/archive/read/archive.ts';
import { SwrctlError } from '../../src/base/errors.ts';
import { createResponse } from '../../src/http/response.ts';
import type { ContentNode } from '../../src/model/content.ts';
import { imagesOf } from '../../src/model/images-of.ts';
import { parseManifest } from '../../src/model/manifest.ts';
import type { RegistryHost } from '../../src/registry/host-types.ts';
import { loadNode } from '../../src/registry/load.ts';
import { compareNodes } from '../../src/transfer/compare.ts';
import { planCopy } from '../../src/transfer/plan.ts';
import { predictManifest } from '../../src/transfer/predict.ts';
import { addAttestation, addImage, addIndex, createLayout, json, sha256, testImage } from '../support/archives.ts';
import { createRandom, type Random } from '../support/random.ts';
import { tarOf } from '../support/tar.ts';
import { tempDir } from '../support/temp-dir.ts';

const ROUNDS = 300;
/** Requests for an image that has three manifests, whatever became of its JSON. */
const MAX_REQUESTS = 30;
/** Bytes that all rounds together may leave behind. */
const MAX_GROWTH = 100 * 1024 * 1024;

const layout = createLayout();
const image = addImage(layout, testImage({ texts: ['one', 'two'] }), {
  platform: { os: 'linux', architecture: 'amd64' },
});
const inner = addIndex(layout, [image, image]);
const root = addIndex(layout, [image, inner, addAttestation(layout, image)]);
const blobs = new Map(layout.items.map(({ name, data }) => [name, Buffer.from(data ?? '')]));
const bytesOf = ({ digest }: { digest: string }): string =>
  (blobs.get(`blobs/sha256/${digest.slice(7)}`) ?? Buffer.alloc(0)).toString();

const KEYS = [
  'manifests',
  'layers',
  'config',
  'fsLayers',
  'mediaType',
  'digest',
  'size',
  'Layers',
  'annotations',
  '__proto__',
];
const VALUES: readonly unknown[] = [
  ...[null, true, -1, 0, 1.5, 1e300, 2 ** 53, '', 'x', '..', 'a\nb', [], {}, [[]], [null], 'sha256:', 'constructor'],
  ...['sha256:../../etc/passwd', `sha256:${'0'.repeat(64)}`, `sha512:${'0'.repeat(128)}`, image.digest, root.digest],
  ...['application/vnd.oci.image.index.v1+json', 'application/vnd.oci.image.manifest.v1+json', root, image],
];
const pick = <T>(random: Random, from: readonly T[]): T => from[random(from.length)] as T;

/** Changes values, adds and drops members, repeats and empties lists, anywhere in a document. */
function change(value: unknown, random: Random): unknown {
  if (random(60) === 0) return pick(random, VALUES);
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => change(item, random));
    const kind = random(10);
    if (kind === 0) return [];
    return kind === 1 ? Array.from({ length: random(50) }, () => items).flat() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(() => random(60) !== 0);
  const more = random(25) === 0 ? [[pick(random, KEYS), pick(random, VALUES)] as const] : [];
  return Object.fromEntries([...members.map(([key, item]) => [key, change(item, random)] as const), ...more]);
}

/** The same on the text itself: members twice, cut, with odd bytes. */
function scramble(text: string, random: Random): string {
  const at = random(text.length + 1);
  const member = `"${pick(random, KEYS)}":${JSON.stringify(pick(random, VALUES))}`;
  const kind = random(12);
  if (kind === 0) return text.slice(0, at);
  if (kind === 1) return text.replace('{', `{${member},`);
  if (kind === 2) return text.replace(/}$/, `,${member}}`);
  if (kind === 3) return `${text.slice(0, at)}${String.fromCharCode(random(0x300))}${text.slice(at)}`;
  return text;
}

const mutated = (text: string, random: Random): string =>
  scramble(JSON.stringify(change(JSON.parse(text), random)), random);

/** What every command does with what it loaded. */
async function useNode(node: ContentNode): Promise<void> {
  for (const format of ['docker', 'oci', 'keep'] as const) predictManifest(planCopy(node, { format }).root);
  await compareNodes(node, node);
  for (const { layers } of imagesOf(node)) expect(layers.length).toBeLessThan(10_000);
}

/** Runs all rounds; anything but a reason in our words is a failure that names its seed. */
async function fuzz(seed: number, codes: readonly string[], round: (random: Random) => Promise<void>): Promise<void> {
  const before = process.memoryUsage().heapUsed;
  for (let count = 0; count < ROUNDS; count += 1) {
    try {
      await round(createRandom(seed + count));
    } catch (error) {
      const isOurs = error instanceof SwrctlError && codes.includes(error.code);
      if (!isOurs) throw new Error(`seed ${seed + count} gave another error`, { cause: error });
    }
  }
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(MAX_GROWTH);
}

const good = [bytesOf(image), bytesOf(inner), bytesOf(root)];

describe('JSON of a manifest or an index, changed at random', () => {
  it('is read or refused with a reason, and what is read is one thing', async () => {
    await fuzz(1_000_000, ['API_SHAPE'], (random) => {
      const bytes = Buffer.from(mutated(pick(random, good), random));
      const manifest = parseManifest(bytes, pick(random, [undefined, root.mediaType, image.mediaType]), 'it');
      const own = JSON.parse(bytes.toString()) as Record<string, unknown>;
      const fields = manifest.kind === 'index' ? ['config', 'layers'] : ['manifests'];
      for (const field of [...fields, 'fsLayers']) expect(own[field] ?? null).toBeNull();
      return Promise.resolve();
    });
  });

  it('in an archive under its right digest is read or refused with a reason', async () => {
    const path = join(await tempDir(), 'archive');
    await fuzz(2_000_000, ['SOURCE_INVALID', 'CONTENT_MISMATCH', 'REFUSED'], async (random) => {
      const text = mutated(bytesOf(pick(random, [image, inner, root])), random);
      const entry = {
        ...pick(random, [image, root]),
        digest: `sha256:${sha256(text)}`,
        size: Buffer.from(text).length,
      };
      const index = { schemaVersion: 2, manifests: [entry] };
      const items = [
        ...layout.items,
        { name: `blobs/sha256/${sha256(text)}`, data: text },
        { name: 'index.json', data: random(2) === 0 ? JSON.stringify(index) : mutated(JSON.stringify(index), random) },
        json('oci-layout', { imageLayoutVersion: '1.0.0' }),
      ];
      await writeFile(path, tarOf(items));
      const archive = await openArchive(path);
      try {
        for (const found of archive.images) await useNode(await found.load());
      } finally {
        await archive.close();
      }
    });
  });

  it('from a registry is read or refused with a reason, and costs few requests', async () => {
    let requests = 0;
    const answer = (status: number, bytes: Buffer, type = '') =>
      createResponse(
        { status, headers: { 'content-type': type }, url: new URL('https://registry.example/v2/'), method: 'GET' },
        Readable.from([bytes]),
      );
    const host = (text: string, type: string): RegistryHost =>
      ({
        host: 'registry.example',
        login: () => Promise.resolve(undefined),
        send: ({ url }: { url: string }) => {
          requests += 1;
          if (requests > MAX_REQUESTS) throw new Error(`more than ${MAX_REQUESTS} requests`);
          if (url.endsWith('/v1')) return Promise.resolve(answer(200, Buffer.from(text), type));
          const bytes = blobs.get(`blobs/sha256/${url.slice(-64)}`);
          const known = bytes === undefined ? undefined : (/"mediaType":"([^"]+)"/.exec(bytes.toString())?.[1] ?? '');
          return Promise.resolve(bytes === undefined ? answer(404, Buffer.alloc(0)) : answer(200, bytes, known));
        },
      }) as unknown as RegistryHost;
    const codes = ['API_SHAPE', 'CONTENT_MISMATCH', 'SOURCE_INVALID', 'NOT_FOUND', 'REFUSED', 'FAILED'];
    await fuzz(3_000_000, codes, async (random) => {
      requests = 0;
      const text = mutated(pick(random, good), random);
      const type = pick(random, ['', 'application/json', root.mediaType, image.mediaType]);
      await useNode(await loadNode({ host: host(text, type), repository: 'team/app', retries: 0 }, 'v1'));
    });
  });
});
