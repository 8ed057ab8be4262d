import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDigest, type Digest } from '../model/digest.ts';

/** What a layer became in a registry: the digest and size of its packed form. */
export interface PackedLayer {
  readonly digest: Digest;
  readonly size: number;
}

/**
 * Remembers what layers became when they were packed for one registry. A hint and nothing more: whoever uses an entry
 * asks the registry for the blob and looks whether it is the layer. Losing the file costs time, not correctness.
 */
export interface LayerCache {
  /** @param packing how it was packed, for example `gzip`. */
  readonly find: (diffID: Digest, packing: string) => Promise<PackedLayer | undefined>;
  /** Never fails: a full disk is no reason to fail a push. */
  readonly add: (diffID: Digest, packing: string, packed: PackedLayer) => Promise<void>;
}

/** Beyond this many bytes the file is begun anew, with the newer half of its entries. */
const MAX_FILE_SIZE = 1024 * 1024;

const keyOf = (diffID: Digest, packing: string): string => `${diffID} ${packing}`;

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** One line: `SUM DIFFID PACKING DIGEST SIZE`. Lines are appended whole, so processes do not disturb each other. */
function formatLine(diffID: Digest, packing: string, { digest, size }: PackedLayer): string {
  const text = `${keyOf(diffID, packing)} ${digest} ${size}`;
  return `${sumOf(text)} ${text}\n`;
}

function parseLine(line: string): readonly [string, PackedLayer] | undefined {
  const [sum, diffID = '', packing = '', digest = '', size = ''] = line.split(' ');
  if (sum !== sumOf(line.slice(line.indexOf(' ') + 1)) || !isDigest(diffID) || !isDigest(digest)) return undefined;
  return [keyOf(diffID, packing), { digest, size: Number(size) }];
}

/** @param origin of the registry: each has a file of its own. */
export function openLayerCache(dir: string, origin: string): LayerCache {
  const folder = join(dir, 'layers');
  const path = join(folder, `${origin.replace(/[^A-Za-z0-9.-]+/g, '_')}.txt`);
  let entries: Promise<Map<string, PackedLayer>> | undefined;
  return {
    find: async (diffID, packing) => (await (entries ??= readEntries(path))).get(keyOf(diffID, packing)),
    add: async (diffID, packing, packed) => {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await appendFile(path, formatLine(diffID, packing, packed), { mode: 0o600 });
        await shorten(path);
      } catch {
        // only time is lost
      }
    },
  };
}

async function readEntries(path: string): Promise<Map<string, PackedLayer>> {
  const text = await readFile(path, 'utf8').catch(() => ''); // absent or unreadable: nothing is known
  const lines = text.split('\n').map(parseLine);
  return new Map(lines.filter((entry) => entry !== undefined));
}

async function shorten(path: string): Promise<void> {
  if ((await stat(path)).size <= MAX_FILE_SIZE) return;
  const lines = (await readFile(path, 'utf8')).split('\n');
  const fresh = `${path}.${sumOf(String(lines.length) + (lines.at(-2) ?? ''))}`;
  try {
    await writeFile(fresh, lines.slice(Math.floor(lines.length / 2)).join('\n'), { mode: 0o600, flag: 'wx' });
    await rename(fresh, path);
  } finally {
    await rm(fresh, { force: true });
  }
}
