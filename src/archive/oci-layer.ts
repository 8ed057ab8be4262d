import type { LayerNode } from '../model/content.ts';
import type { Descriptor } from '../model/descriptor.ts';
import type { Digest } from '../model/digest.ts';
import { claimedCompression, isForeignLayerType, isImageLayerType } from '../model/media-type.ts';
import type { Entries, Entry } from './entries.ts';
import { invalidSource } from './invalid-source.ts';
import { layerCompression } from './layer-compression.ts';
import { blobName } from './oci-layout.ts';

/**
 * One layer of an OCI manifest. A foreign layer may be absent: then only opening it fails.
 *
 * @returns undefined when a layer that has to be there is not.
 * @throws {SwrctlError} SOURCE_INVALID when its size is wrong.
 */
export async function loadLayer(
  entries: Entries,
  descriptor: Descriptor,
  diffID: Digest | undefined,
): Promise<LayerNode | undefined> {
  const label = blobName(descriptor.digest);
  const entry = await entries.find(label);
  if (entry === undefined && !isForeignLayerType(descriptor.mediaType)) return undefined;
  if (entry !== undefined && entry.size !== descriptor.size) {
    throw invalidSource(`the layer ${label} has ${entry.size} bytes, but its manifest says ${descriptor.size}`);
  }
  const { mediaType, size, digest, annotations, urls } = descriptor;
  return {
    ...{ mediaType, size, digest, label },
    compression: await compressionOf(entry, mediaType),
    ...(diffID === undefined ? {} : { diffID }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(urls === undefined ? {} : { urls }),
    open: entry?.open ?? (() => Promise.reject(invalidSource(`the foreign layer ${label} is not in the archive`))),
  };
}

/** By the bytes for layers of images; artifacts keep what their type claims. */
function compressionOf(entry: Entry | undefined, mediaType: string) {
  if (entry === undefined || !isImageLayerType(mediaType)) return claimedCompression(mediaType);
  return layerCompression(entry);
}
