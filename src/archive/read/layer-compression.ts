import { SNIFF_LENGTH, sniffCompression } from '../../content/compression.ts';
import type { Compression } from '../../model/media-type.ts';
import type { Entry } from '../entries.ts';
import { invalidSource } from '../invalid-source.ts';

/** How a layer is packed, by its bytes. @throws {SwrctlError} SOURCE_INVALID for packings that layers cannot have. */
export async function layerCompression(entry: Entry): Promise<Compression> {
  const packing = sniffCompression(await entry.head(SNIFF_LENGTH));
  if (packing === 'none' || packing === 'gzip' || packing === 'zstd') return packing;
  throw invalidSource(`the layer ${entry.name} is packed with ${packing}, which no registry takes`);
}
