import type { Entries, Entry } from './entries.ts';
import { folderOf, normalizeName, printableName } from './entry-name.ts';
import { invalidSource } from './invalid-source.ts';
import type { RandomAccess } from './random-access.ts';
import { indexTar, type TarEntry, type TarIndex } from './tar-index.ts';

/** Links followed for one name before it is called a loop. */
const MAX_LINKS = 40;

export interface TarEntries extends Entries {
  readonly names: () => readonly string[];
}

/** @throws {SwrctlError} SOURCE_INVALID as `indexTar`. */
export async function openTarEntries(bytes: RandomAccess): Promise<TarEntries> {
  const index = await indexTar(bytes);
  return {
    find: (name) => Promise.resolve(find(index, bytes, name)),
    names: () => [...index.entries.keys()],
    ...(index.cutAt === undefined
      ? {}
      : { missingReason: `the archive has no end mark and is probably truncated at byte ${index.cutAt}` }),
  };
}

function find({ entries }: TarIndex, bytes: RandomAccess, wanted: string): Entry | undefined {
  const name = normalizeName(wanted);
  if (name === undefined) throw invalidSource(`"${printableName(wanted)}" lies outside the archive`);
  const resolved = resolveName(entries, name);
  const entry = resolved === undefined ? undefined : entries.get(resolved);
  if (resolved === undefined || entry === undefined) return undefined;
  if (entry.kind !== 'file') throw invalidSource(`${printableName(resolved)} is ${KINDS[entry.kind]}, not a file`);
  const { offset, size } = entry;
  return {
    name: resolved,
    size,
    open: (skip = 0, signal) => Promise.resolve(bytes.stream(offset + Math.min(skip, size), offset + size, signal)),
    head: (length) => bytes.read(offset, Math.min(length, size)),
  };
}

const KINDS = {
  directory: 'a directory',
  sparse: 'a sparse file',
  special: 'a device or another special file',
  symlink: 'a link',
  hardlink: 'a link',
} as const;

type Tree = ReadonlyMap<string, TarEntry>;

/** Follows links until a name that is none. @returns undefined when `name` itself does not exist. */
function resolveName(tree: Tree, name: string): string | undefined {
  let current = name;
  for (let followed = 0; followed <= MAX_LINKS; followed += 1) {
    const link = linkOn(tree, current);
    if (link === undefined) return tree.has(current) ? current : missing(name, current);
    const target = targetOf(tree, link);
    current = link.rest === '' ? target : `${target}/${link.rest}`;
  }
  throw invalidSource(`the link ${printableName(name)} leads in a circle`);
}

function missing(name: string, current: string): undefined {
  if (name === current) return undefined;
  throw invalidSource(
    `the link ${printableName(name)} points to ${printableName(current)}, which is not in the archive`,
  );
}

interface Link {
  readonly name: string;
  readonly entry: Extract<TarEntry, { target: string }>;
  /** What stands behind the link in the name that was asked for. */
  readonly rest: string;
}

/** The first part of the name, from the left, that is a link; folders can be links too. */
function linkOn(tree: Tree, name: string): Link | undefined {
  if (tree.get(name)?.kind === 'file') return undefined;
  const parts = name.split('/');
  for (let count = 1; count <= parts.length; count += 1) {
    const head = parts.slice(0, count).join('/');
    const entry = tree.get(head);
    if (entry && 'target' in entry) return { name: head, entry, rest: parts.slice(count).join('/') };
  }
  return undefined;
}

/**
 * Where a link points: a symbolic link from its folder and else from the root of the archive (containerd 1.x wrote
 * such), a hard link from the root and else from its folder.
 */
function targetOf(tree: Tree, { name, entry }: Link): string {
  const fromRoot = normalizeName(entry.target);
  const fromFolder = entry.target.startsWith('/') ? undefined : normalizeName(`${folderOf(name)}/${entry.target}`);
  const order = entry.kind === 'hardlink' ? [fromRoot, fromFolder] : [fromFolder, fromRoot];
  const candidates = order.filter((target) => target !== undefined);
  const target = candidates.find((candidate) => candidate !== name && exists(tree, candidate)) ?? candidates[0];
  if (target !== undefined) return target;
  throw invalidSource(
    `the link ${printableName(name)} points to "${printableName(entry.target)}", outside the archive`,
  );
}

/** True when the name, or a folder on the way to it that may be a link, is in the archive. */
function exists(tree: Tree, name: string): boolean {
  return tree.has(name) || linkOn(tree, name) !== undefined;
}
