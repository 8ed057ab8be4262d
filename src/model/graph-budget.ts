import type { SwrctlError } from '../base/errors.ts';

/** Manifests and indexes below one name. No real image comes near. */
const MAX_NODES = 1000;
/** Indexes within indexes. */
const MAX_DEPTH = 8;
/** Bytes of manifests and configs that are held at a time. */
const MAX_GRAPH_SIZE = 32 * 1024 * 1024;

/** Counts what is read of a graph of manifests, so that a small index cannot stand for endless work. */
export interface GraphBudget {
  /** A manifest or index is about to be read; a digest that was read already is not counted again. */
  readonly enter: (depth: number) => void;
  /** So many bytes of manifests or configs are about to be held. */
  readonly hold: (bytes: number) => void;
}

/** @param refuse makes the error for what went beyond a limit: `its indexes are nested deeper than 8`. */
export function createGraphBudget(refuse: (why: string) => SwrctlError, maxNodes = MAX_NODES): GraphBudget {
  let nodes = 0;
  let size = 0;
  return {
    enter: (depth) => {
      nodes += 1;
      if (depth > MAX_DEPTH) throw refuse(`its indexes are nested deeper than ${MAX_DEPTH}`);
      if (nodes > maxNodes) throw refuse(`its indexes hold more than ${maxNodes} manifests`);
    },
    hold: (bytes) => {
      size += bytes;
      if (size > MAX_GRAPH_SIZE) throw refuse(`its manifests and configs have more than ${MAX_GRAPH_SIZE} bytes`);
    },
  };
}
