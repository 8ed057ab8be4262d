import type { SparseFile } from './sparse-map.ts';

/** What stands under a name in a tar file. */
export type TarEntry = PlainFile | SparseFile | TarLink | { readonly kind: 'directory' | 'special' | 'unknown-sparse' };

interface PlainFile {
  readonly kind: 'file';
  /** Where its bytes begin. */
  readonly offset: number;
  readonly size: number;
}

export interface TarLink {
  readonly kind: 'symlink' | 'hardlink';
  readonly target: string;
}

/** The entries of a tar file by normalized name; of those with one name, the last. */
export interface TarTree {
  readonly get: (name: string) => TarEntry | undefined;
  readonly linkAt: (name: string) => TarLink | undefined;
  readonly hasLinks: () => boolean;
  /** In the order of the entries. */
  readonly names: () => Iterable<string>;
}

export interface GrowingTree extends TarTree {
  readonly set: (name: string, entry: TarEntry) => void;
  /** About how many bytes of memory it takes: of all that was ever set. */
  readonly memory: () => number;
}

/** What an entry takes besides its name: its place in the map, its numbers, and room to grow. */
const ENTRY_COST = 100;

/** Made for a million files: those are two numbers each, not an object. */
export function createTarTree(): GrowingTree {
  /** Of a plain file, its place in the two lists below; of others the place in `others`, counted from -1 down. */
  const places = new Map<string, number>();
  const offsets: number[] = [];
  const sizes: number[] = [];
  const others: TarEntry[] = [];
  let links = 0;
  let memory = 0;
  const get = (name: string): TarEntry | undefined => {
    const place = places.get(name);
    if (place === undefined) return undefined;
    if (place < 0) return others[-1 - place];
    return { kind: 'file', offset: offsets[place] ?? 0, size: sizes[place] ?? 0 };
  };
  return {
    get,
    linkAt: (name) => {
      const entry = get(name);
      return entry !== undefined && 'target' in entry ? entry : undefined;
    },
    hasLinks: () => links > 0,
    names: () => places.keys(),
    set: (name, entry) => {
      places.delete(name); // so that the map's order is the order of the winning entries
      memory += ENTRY_COST + memoryOf(name);
      if (entry.kind === 'file') {
        places.set(name, offsets.length);
        offsets.push(entry.offset);
        sizes.push(entry.size);
        return;
      }
      others.push(entry);
      places.set(name, -others.length);
      if ('target' in entry) {
        links += 1;
        memory += ENTRY_COST + memoryOf(entry.target);
      } else if (entry.kind === 'sparse') memory += ENTRY_COST;
    },
    memory: () => memory,
  };
}

/** Characters beyond Latin-1 make the whole text take two bytes each. */
function memoryOf(text: string): number {
  return /^[\0-\xff]*$/.test(text) ? text.length : text.length * 2;
}
