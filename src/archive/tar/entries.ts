import type { Entries, Entry, MetadataCount } from '../entries.ts';
import { folderOf, normalizeName, printableName } from '../entry-name.ts';
import { invalidSource } from '../invalid-source.ts';
import type { RandomAccess } from '../random-access.ts';
import { sparseEntry } from './sparse-entry.ts';
import { MAX_NAME_SIZE } from './header.ts';
import { indexTar, type TarIndex } from './entry-index.ts';
import type { TarLink, TarTree } from './tree.ts';

/** Links followed for one name before it is called a loop. */
const MAX_LINKS = 40;

export interface TarEntries extends Entries {
  readonly names: () => readonly string[];
}

/** @throws {SwrctlError} SOURCE_INVALID as `indexTar`. */
export async function openTarEntries(bytes: RandomAccess): Promise<TarEntries> {
  const index = await indexTar(bytes);
  const metadata: MetadataCount = { values: 0 };
  const find = (name: string): Entry | undefined => {
    const file = findFile(index, bytes, name);
    return file === undefined ? undefined : { ...file, metadata };
  };
  return {
    find: (name) => Promise.resolve(find(name)),
    names: () => [...index.tree.names()],
    ...(index.cutAt === undefined
      ? {}
      : { missingReason: `the archive has no end mark and is probably truncated at byte ${index.cutAt}` }),
  };
}

function findFile({ tree }: TarIndex, bytes: RandomAccess, wanted: string): Omit<Entry, 'metadata'> | undefined {
  const name = normalizeName(wanted);
  if (name === undefined) throw invalidSource(`"${printableName(wanted)}" lies outside the archive`);
  const resolved = resolveName(tree, name);
  const entry = resolved === undefined ? undefined : tree.get(resolved);
  if (resolved === undefined || entry === undefined) return undefined;
  if (entry.kind === 'sparse') return sparseEntry(bytes, resolved, entry);
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
  special: 'a device or another special file',
  'unknown-sparse': 'a sparse file of an unknown form',
  symlink: 'a link',
  hardlink: 'a link',
} as const;

/** Follows links until a name that is none. @returns undefined when `name` itself does not exist. */
function resolveName(tree: TarTree, name: string): string | undefined {
  let current = name;
  for (let followed = 0; followed <= MAX_LINKS; followed += 1) {
    const link = linkOn(tree, current);
    if (link === undefined) return tree.get(current) === undefined ? missing(name, current) : current;
    const target = targetOf(tree, link);
    current = link.rest === '' ? target : `${target}/${link.rest}`;
    if (current.length > MAX_NAME_SIZE) {
      throw invalidSource(`the link ${printableName(name)} leads to a name longer than ${MAX_NAME_SIZE} characters`);
    }
  }
  throw invalidSource(`the link ${printableName(name)} leads in a circle, or through more than ${MAX_LINKS} others`);
}

function missing(name: string, current: string): undefined {
  if (name === current) return undefined;
  throw invalidSource(
    `the link ${printableName(name)} points to ${printableName(current)}, which is not in the archive`,
  );
}

interface Link {
  readonly name: string;
  readonly entry: TarLink;
  /** What stands behind the link in the name that was asked for. */
  readonly rest: string;
}

/** The first part of the name, from the left, that is a link; folders can be links too. */
function linkOn(tree: TarTree, name: string): Link | undefined {
  if (!tree.hasLinks() || tree.get(name)?.kind === 'file') return undefined;
  for (let slash = name.indexOf('/'); ; slash = name.indexOf('/', slash + 1)) {
    const head = slash === -1 ? name : name.slice(0, slash);
    const entry = tree.linkAt(head);
    if (entry !== undefined) return { name: head, entry, rest: slash === -1 ? '' : name.slice(slash + 1) };
    if (slash === -1) return undefined;
  }
}

/**
 * Where a link points: a symbolic link from its folder and else from the root of the archive (containerd 1.x wrote
 * such), a hard link from the root and else from its folder.
 */
function targetOf(tree: TarTree, { name, entry }: Link): string {
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
function exists(tree: TarTree, name: string): boolean {
  return tree.get(name) !== undefined || linkOn(tree, name) !== undefined;
}
