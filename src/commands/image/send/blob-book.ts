import type { Descriptor } from '../../../model/descriptor.ts';
import type { Reference } from '../../../model/reference.ts';
import type { Ledger } from '../../../transfer/copy-session.ts';

type Place = Pick<Reference, 'registry' | 'repository'>;

/**
 * Remembers, over one run, which blob went into which repository, so that images of other repositories can mount it
 * and nothing is packed to find out its digest twice.
 *
 * @param source the repository that is copied from, which has all of its blobs already.
 */
export function createBlobBook(source?: Place): { readonly ledgerFor: (place: Place) => Ledger } {
  const entries = new Map<string, { readonly descriptor: Descriptor; readonly place: Place }>();
  const mountable = (from: Place, to: Place) =>
    from.registry === to.registry && from.repository !== to.repository ? { mountFrom: from.repository } : {};
  return {
    ledgerFor: (place) => ({
      find: (key) => {
        const known = entries.get(key);
        if (known === undefined) return undefined;
        return { descriptor: known.descriptor, ...mountable(known.place, place) };
      },
      add: (key, descriptor) => {
        if (!entries.has(key)) entries.set(key, { descriptor, place });
      },
      mountFrom: source && mountable(source, place).mountFrom,
    }),
  };
}
