import type { LayerNode } from '../../model/content.ts';
import type { Descriptor } from '../../model/descriptor.ts';
import type { Digest } from '../../model/digest.ts';
import { claimedCompression, isForeignLayerType, type Compression } from '../../model/media-type.ts';
import type { Entries, Entry } from '../entries.ts';
import { absentForeignLayer, invalidSource } from '../invalid-source.ts';
import { layerCompression } from './layer-compression.ts';
import { blobName } from './oci-layout.ts';

/**
 * One layer of an OCI manifest, or another blob. A foreign layer may be absent: then only opening it fails.
 *
 * @param isImage whether it is of a container image: what artifacts say about their blobs is theirs to know.
 * @returns undefined when a layer that has to be there is not.
 * @throws {SwrctlError} SOURCE_INVALID when its size is wrong.
 */
export async function loadLayer(
  entries: Entries,
  descriptor: Descriptor,
  isImage: boolean,
  diffID?: Digest,
): Promise<LayerNode | undefined> {
  const label = blobName(descriptor.digest);
  const entry = await entries.find(label);
  if (entry === undefined && !isForeignLayerType(descriptor.mediaType)) return undefined;
  if (entry !== undefined && entry.size !== descriptor.size) {
    throw invalidSource(`the layer ${label} has ${entry.size} bytes, but its manifest says ${descriptor.size}`);
  }
  const { mediaType, size, digest, annotations, urls } = descriptor;
  return {
    mediaType,
    size,
    digest,
    label,
    compression: isImage ? await compressionOf(entry, mediaType) : claimedCompression(mediaType),
    ...(diffID ? { diffID } : {}),
    ...(annotations ? { annotations } : {}),
    ...(urls ? { urls } : {}),
    ...(entry ? { open: entry.open } : { isElsewhere: true, open: () => Promise.reject(absentForeignLayer(label)) }),
  };
}

async function compressionOf(entry: Entry | undefined, mediaType: string): Promise<Compression> {
  return entry === undefined ? claimedCompression(mediaType) : layerCompression(entry);
}
