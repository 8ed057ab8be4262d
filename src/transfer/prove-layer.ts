import { once } from 'node:events';
import { PassThrough, type Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { decompress, type Packing } from '../content/compression.ts';
import { discard } from '../content/discard.ts';
import { skip } from '../content/skip.ts';
import { stage } from '../content/stage.ts';
import { verify } from '../content/verify.ts';
import type { LayerNode, OpenAt } from '../model/content.ts';
import type { Digest } from '../model/digest.ts';
import { packingOf } from './diff-id.ts';
import { through } from './encode.ts';

/**
 * A layer's stored bytes, unpacked on the side: the stream fails before its end when they do not unpack to the diffID.
 * A layer without a diffID is opened as it is.
 */
export function proved(layer: LayerNode): OpenAt {
  const { diffID, label } = layer;
  if (diffID === undefined) return layer.open;
  return async (offset = 0, signal) => {
    const packing = await packingOf(layer, signal); // registries hold layers whose type says something else
    const stages = [proving(diffID, packing, label), ...(offset > 0 ? [skip(offset)] : [])];
    return through(await layer.open(0, signal), stages);
  };
}

function proving(diffID: Digest, packing: Packing, label: string): Duplex {
  return stage(async function* (source) {
    const side = new PassThrough();
    const unpack = packing === 'none' ? [] : [decompress(packing, label)];
    const proof = pipeline([side, ...unpack, verify({ digest: diffID }, label), discard()]);
    proof.catch(() => undefined); // thrown below
    try {
      for await (const chunk of source) {
        if (!side.write(chunk)) await Promise.race([once(side, 'drain'), proof]);
        yield chunk;
      }
      side.end();
      await proof;
    } finally {
      side.destroy();
    }
  });
}
