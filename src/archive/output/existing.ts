import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { object, parseJson, string } from '../../base/decode.ts';
import { systemCode } from '../../base/errors.ts';
import { OCI_INDEX, OCI_LAYOUT } from '../read/oci-layout.ts';

/** What stands at a path, as far as an output may take its place. */
export type Existing =
  | { readonly kind: 'nothing' }
  /** Only these are ever replaced. */
  | { readonly kind: 'file' | 'empty folder' | 'layout'; readonly mode: number }
  /** `what` ends a sentence that begins with the path: "is a folder that holds main.c". */
  | { readonly kind: 'other'; readonly what: string };

const MAX_MARKER_SIZE = 4096;
const MAX_NAMES = 3;
/** Lengths of the names that blobs have, in hex digits. */
const ALGORITHMS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };
/** What oras leaves empty in its layouts. */
const INGEST = 'ingest';

/** Looks at a path without following links. Nothing is read but the names in a layout. */
export async function lookAt(path: string): Promise<Existing> {
  const info = await lstat(path).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return undefined;
    throw error;
  });
  if (info === undefined) return { kind: 'nothing' };
  if (!info.isFile() && !info.isDirectory()) return { kind: 'other', what: `is ${kindOf(info)}` };
  if (await isMountPoint(path, info)) return { kind: 'other', what: 'is a mount point' };
  const found = info.isFile() ? ({ kind: 'file' } as const) : await lookInto(path);
  return found.kind === 'other' ? found : { ...found, mode: info.mode & 0o777 };
}

function kindOf(info: Stats): string {
  if (info.isBlockDevice()) return 'a block device';
  if (info.isSocket()) return 'a socket';
  return info.isSymbolicLink() ? 'a link' : 'no file';
}

/** A folder on which a file system is mounted cannot be replaced, nor can a file that a container was given. */
async function isMountPoint(path: string, { dev }: Stats): Promise<boolean> {
  const parent = dirname(path);
  if (parent === path || (await lstat(parent)).dev !== dev) return true;
  const mounts = await readFile('/proc/self/mountinfo', 'utf8').catch(() => ''); // not Linux
  return mounts.split('\n').some((line) => unescape(line.split(' ')[4] ?? '') === path);
}

/** Blanks and the like are octal in that file: `\040`. */
const unescape = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));

type Folder = { readonly kind: 'empty folder' | 'layout' } | Extract<Existing, { kind: 'other' }>;

async function lookInto(folder: string): Promise<Folder> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.length === 0) return { kind: 'empty folder' };
  if (!(await hasMarker(folder))) {
    return { kind: 'other', what: `is a folder that holds ${listed(entries.map(({ name }) => name))}` };
  }
  const foreign = await foreignIn(folder, entries);
  if (foreign.length === 0) return { kind: 'layout' };
  return { kind: 'other', what: `is an OCI layout that holds other things: ${listed(foreign)}` };
}

const decodeMarker = object({ imageLayoutVersion: string });

async function hasMarker(folder: string): Promise<boolean> {
  const path = join(folder, OCI_LAYOUT);
  const info = await lstat(path).catch(() => undefined);
  if (info?.isFile() !== true || info.size > MAX_MARKER_SIZE) return false;
  try {
    decodeMarker(parseJson(await readFile(path, 'utf8'), OCI_LAYOUT), OCI_LAYOUT);
    return true;
  } catch {
    return false; // somebody's file of that name
  }
}

/** Names in a layout that no layout has. */
async function foreignIn(root: string, entries: readonly Dirent[]): Promise<string[]> {
  const foreign = entries.map(async (entry) => {
    const { name } = entry;
    if (name === OCI_LAYOUT || name === OCI_INDEX) return isLeaf(entry) ? [] : [name];
    if (name === 'blobs' && entry.isDirectory()) return foreignBlobs(root);
    if (name === INGEST && entry.isDirectory()) return (await readdir(join(root, INGEST))).map(under(INGEST));
    return [name];
  });
  return (await Promise.all(foreign)).flat();
}

async function foreignBlobs(root: string): Promise<string[]> {
  const foreign: string[] = [];
  for (const folder of await readdir(join(root, 'blobs'), { withFileTypes: true })) {
    const path = `blobs/${folder.name}`;
    const length = ALGORITHMS[folder.name];
    if (length === undefined || !folder.isDirectory()) {
      foreign.push(path);
      continue;
    }
    const isBlob = (entry: Dirent): boolean =>
      isLeaf(entry) && entry.name.length === length && /^[0-9a-f]+$/.test(entry.name);
    const blobs = await readdir(join(root, path), { withFileTypes: true });
    foreign.push(...blobs.filter((entry) => !isBlob(entry)).map(({ name }) => `${path}/${name}`));
  }
  return foreign;
}

const under =
  (folder: string) =>
  (name: string): string =>
    `${folder}/${name}`;

/** Build tools make layouts of links; removing one leaves alone what it leads to. */
const isLeaf = (entry: Dirent): boolean => entry.isFile() || entry.isSymbolicLink();

/** Some names, for a message. */
export function listed(names: readonly string[]): string {
  const shown = [...names].sort().slice(0, MAX_NAMES).join(', ');
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown;
}
