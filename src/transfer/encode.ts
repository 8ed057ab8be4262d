import { pipeline, type Duplex, type Readable } from 'node:stream';
import { append } from '../content/append.ts';
import { checkLayer } from '../content/check-layer.ts';
import { decompress } from '../content/compression.ts';
import { packWith } from '../content/external-gzip.ts';
import { gzip } from '../content/gzip.ts';
import { gzipMark } from '../content/gzip-mark.ts';
import { proveGzip } from '../content/prove-gzip.ts';
import { skip } from '../content/skip.ts';
import { zstd } from '../content/zstd.ts';
import { stage, type Step } from '../content/stage.ts';
import { verified, verify } from '../content/verify.ts';
import type { LayerNode, OpenAt } from '../model/content.ts';
import type { Compression } from '../model/media-type.ts';
import { gzipPackingOf, type EncodeOptions } from './packing.ts';

/** @param before a check of the plain bytes. */
const COMPRESSORS: Record<Compression, (level: number | undefined, before: Step | undefined) => Duplex[]> = {
  none: (_level, before) => (before === undefined ? [] : [stage(before)]),
  gzip: (level, before) => [gzip(level, before)],
  zstd: (level, before) => [zstd(level, before)],
};

/**
 * A layer's bytes packed another way, checked on the way against the digest they are stored under and against the
 * diffID they unpack to. The same layer gives the same bytes each time, so it can be opened again from an offset.
 */
export function recoded(layer: LayerNode, compression: Compression, options: EncodeOptions = {}): OpenAt {
  return async (offset = 0, signal) => {
    const { digest, size, label } = layer;
    const stages = [
      ...(digest === undefined ? [] : [verify({ digest, size }, label)]),
      ...(layer.compression === 'none' ? [] : [decompress(layer.compression, label)]),
      ...packStages(layer, compression, options, signal),
      ...(offset > 0 ? [skip(offset)] : []),
    ];
    return through(await layer.open(0, signal), stages);
  };
}

/** Checks that the plain bytes are those of the diffID, and packs them. */
function packStages(
  layer: LayerNode,
  compression: Compression,
  { level, gzipProgram }: EncodeOptions,
  signal: AbortSignal | undefined,
): Duplex[] {
  const { digest, diffID, label } = layer;
  // Without a diffID nothing could tell whether a program did its work.
  if (compression === 'gzip' && gzipProgram !== undefined && diffID !== undefined) {
    // What unpacks to the diffID in the end was right from the beginning; whose fault it is if not takes a second look.
    const checkSource = (): Promise<void> => checkLayer(layer, signal ? { signal } : {});
    return [
      packWith(gzipProgram, level),
      append(gzipMark(gzipPackingOf({ level, gzipProgram }))),
      proveGzip(diffID, gzipProgram.path, label, checkSource),
    ];
  }
  // Plain bytes whose digest is the diffID were checked before.
  const isChecked = diffID === undefined || diffID === digest;
  return COMPRESSORS[compression](
    level,
    isChecked ? undefined : (source) => verified(source, { digest: diffID }, label),
  );
}

/** Runs a stream through stages; an error in any of them ends the last one with it. */
export function through(source: Readable, stages: readonly Duplex[]): Readable {
  if (stages.length === 0) return source;
  return pipeline([source, ...stages], () => undefined) as unknown as Readable;
}
