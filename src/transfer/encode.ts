import { PassThrough, pipeline, type Duplex, type Readable } from 'node:stream';
import { decompress } from '../content/compression.ts';
import { packWith, type GzipProgram } from '../content/external-gzip.ts';
import { gzip } from '../content/gzip.ts';
import { proveGzip } from '../content/prove-gzip.ts';
import { skip } from '../content/skip.ts';
import { zstd } from '../content/zstd.ts';
import { verify } from '../content/verify.ts';
import type { LayerNode, OpenAt } from '../model/content.ts';
import type { Compression } from '../model/media-type.ts';

export interface EncodeOptions {
  /** Level of the compressor. Default: the compressor's own. */
  readonly level?: number;
  /** Packs gzip instead of ourselves. What it makes is unpacked and checked on the way. */
  readonly gzipProgram?: GzipProgram | undefined;
}

const COMPRESSORS: Record<Compression, (layer: LayerNode, options: EncodeOptions) => Duplex[]> = {
  none: () => [],
  gzip: ({ diffID, label }, { level, gzipProgram }) =>
    // Without a diffID nothing could tell whether the program did its work.
    gzipProgram === undefined || diffID === undefined
      ? [gzip(level)]
      : [packWith(gzipProgram, level), proveGzip({ digest: diffID }, gzipProgram.path, label)],
  zstd: (_layer, { level }) => [zstd(level)],
};

/**
 * A layer's bytes packed another way, checked on the way against the digest they are stored under and against the
 * diffID they unpack to. The same layer gives the same bytes each time, so it can be opened again from an offset.
 */
export function recoded(layer: LayerNode, compression: Compression, options: EncodeOptions = {}): OpenAt {
  return async (offset = 0, signal) => {
    const { digest, size, diffID, label } = layer;
    const stages = [
      ...(digest === undefined ? [] : [verify({ digest, size }, label)]),
      ...(layer.compression === 'none' ? [] : [decompress(layer.compression, label)]),
      // Plain bytes whose digest is the diffID were checked just now.
      ...(diffID === undefined || diffID === digest ? [] : [verify({ digest: diffID }, label)]),
      ...COMPRESSORS[compression](layer, options),
      ...(offset > 0 ? [skip(offset)] : []),
    ];
    return through(await layer.open(0, signal), stages);
  };
}

/** Runs a stream through stages; an error in any of them ends the last one with it. */
export function through(source: Readable, stages: readonly Duplex[]): Readable {
  if (stages.length === 0) return source;
  // A stage made of an async generator never ends when one before it fails while it waits for bytes (Node 20): its reader
  // would wait for ever. The last stage is therefore a plain one, which ends with the first error.
  return pipeline([source, ...stages, new PassThrough()], () => undefined) as unknown as Readable;
}
