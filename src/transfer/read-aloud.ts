import { count } from '../content/count.ts';
import type { LayerNode } from '../model/content.ts';
import { through } from './encode.ts';

/** The same layer, which tells how many of its bytes were read; each opening counts anew. */
export function readAloud(layer: LayerNode, onRead: ((bytes: number) => void) | undefined): LayerNode {
  if (onRead === undefined) return layer;
  const open: LayerNode['open'] = async (offset = 0, signal) => {
    let bytes = offset;
    return through(await layer.open(offset, signal), [count((more) => onRead((bytes += more)))]);
  };
  return { ...layer, open };
}
