import { createHmac, timingSafeEqual } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDigest, type Digest } from '../model/digest.ts';

/** What a layer became in a registry when it was packed. */
export interface PackedLayer {
  /** How it was packed, for example `gzip-builtin-1`. */
  readonly packing: string;
  /** Of the packed form. */
  readonly digest: Digest;
  /** Bytes of the packed form. */
  readonly size: number;
}

export interface RememberedLayer extends PackedLayer {
  /** True for evidence: whoever has our key packed this very layer. False for a hint, which anybody can have written. */
  readonly isOwn: boolean;
}

/**
 * Remembers what layers became when they were packed for one registry. Every entry carries an HMAC under a key that
 * follows from the credential, so that a folder that was kept elsewhere meanwhile is evidence only for its own writer.
 * Losing the file costs time, not correctness.
 */
export interface LayerCache {
  /** Entries for a layer, own ones first. */
  readonly find: (diffID: Digest) => Promise<readonly RememberedLayer[]>;
  /** Never fails: a full disk is no reason to fail a push. Without a key nothing is written. */
  readonly add: (diffID: Digest, packed: PackedLayer) => Promise<void>;
}

export interface LayerCacheOptions {
  /** Folder of the cache. */
  readonly dir: string;
  /** Host of the registry: each has a file of its own. */
  readonly registry: string;
  /** Undefined where nobody can be told from anybody else: then every entry is a hint. */
  readonly key: () => Promise<Buffer | undefined>;
}

/** Beyond this many bytes the file is begun anew, with the newer half of its entries. */
const MAX_FILE_SIZE = 1024 * 1024;
/** Hexadecimal digits of an HMAC that are kept: 128 bits. */
const MAC_DIGITS = 32;

export function openLayerCache({ dir, registry, key }: LayerCacheOptions): LayerCache {
  const folder = join(dir, 'layers');
  const path = join(folder, `${registry.replace(/[^A-Za-z0-9.-]/g, '_')}.txt`);
  let entries: Promise<Map<Digest, RememberedLayer[]>> | undefined;
  return {
    find: async (diffID) => {
      const known = (await (entries ??= readEntries(path, registry, key))).get(diffID) ?? [];
      return [...known.filter(({ isOwn }) => isOwn), ...known.filter(({ isOwn }) => !isOwn)];
    },
    add: async (diffID, packed) => {
      try {
        const secret = await key();
        if (secret === undefined) return;
        const text = formatEntry(diffID, packed);
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await appendFile(path, `${macOf(secret, registry, text)} ${text}\n`, { mode: 0o600 });
        await shorten(path);
      } catch {
        // only time is lost
      }
    },
  };
}

/** One line: `MAC DIFFID PACKING DIGEST SIZE`. Lines are appended whole, so processes do not disturb each other. */
function formatEntry(diffID: Digest, { packing, digest, size }: PackedLayer): string {
  return `${diffID} ${packing} ${digest} ${size}`;
}

/** The registry is part of it: an entry says nothing in the file of another. */
function macOf(key: Buffer, registry: string, text: string): string {
  return createHmac('sha256', key).update(`${registry}\n${text}`).digest('hex').slice(0, MAC_DIGITS);
}

function parseLine(
  line: string,
  registry: string,
  key: Buffer | undefined,
): readonly [Digest, RememberedLayer] | undefined {
  const [mac = '', diffID = '', packing = '', digest = '', sizeText = ''] = line.split(' ');
  const size = Number(sizeText);
  if (!isDigest(diffID) || !isDigest(digest) || !Number.isSafeInteger(size) || size < 0) return undefined;
  const packed = { packing, digest, size };
  const expected = key === undefined ? '' : macOf(key, registry, formatEntry(diffID, packed));
  return [diffID, { ...packed, isOwn: expected !== '' && isEqual(mac, expected) }];
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The last entry of a kind counts. */
async function readEntries(
  path: string,
  registry: string,
  key: LayerCacheOptions['key'],
): Promise<Map<Digest, RememberedLayer[]>> {
  const found = new Map<Digest, RememberedLayer[]>();
  const text = await readBounded(path);
  if (text === '') return found;
  const secret = await key();
  for (const line of text.split('\n')) {
    const [diffID, entry] = parseLine(line, registry, secret) ?? [];
    if (diffID === undefined || entry === undefined) continue;
    const others = found.get(diffID) ?? [];
    const rest = others.filter(({ packing, isOwn }) => packing !== entry.packing || isOwn !== entry.isOwn);
    found.set(diffID, [entry, ...rest].slice(0, MAX_PER_LAYER));
  }
  return found;
}

/** Entries that are kept for one layer: a file of others can hold any number. */
const MAX_PER_LAYER = 8;

/** Absent, unreadable or larger than any that we write: nothing is known. */
async function readBounded(path: string): Promise<string> {
  try {
    return (await stat(path)).size > 2 * MAX_FILE_SIZE ? '' : await readFile(path, 'utf8');
  } catch {
    return '';
  }
}

async function shorten(path: string): Promise<void> {
  if ((await stat(path)).size <= MAX_FILE_SIZE) return;
  const lines = (await readFile(path, 'utf8')).split('\n');
  const fresh = `${path}.${lines.length}.new`;
  try {
    await writeFile(fresh, lines.slice(Math.floor(lines.length / 2)).join('\n'), { mode: 0o600, flag: 'wx' });
    await rename(fresh, path);
  } finally {
    await rm(fresh, { force: true });
  }
}
