import { array, map, mapOf, number, object, optional, string, type Decoder } from '../base/decode.ts';
import { SwrctlError } from '../base/errors.ts';
import { isDigest, type Digest } from './digest.ts';
import { decodePlatform, type Platform } from './platform.ts';

/** Points at content. Source: OCI image-spec 1.1, "Content Descriptors". */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  /** Bytes, exactly. */
  readonly size: number;
  readonly platform?: Platform;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Where a foreign layer can be fetched. */
  readonly urls?: readonly string[];
}

export const digestText: Decoder<Digest> = (value, at) => {
  const text = string(value, at);
  if (isDigest(text)) return text;
  throw new SwrctlError('API_SHAPE', `${at} is not a digest`);
};

const byteCount: Decoder<number> = (value, at) => {
  const size = number(value, at);
  if (Number.isSafeInteger(size) && size >= 0) return size;
  throw new SwrctlError('API_SHAPE', `${at} is not a size in bytes`);
};

export const decodeDescriptor: Decoder<Descriptor> = map(
  object({
    mediaType: optional(string),
    digest: digestText,
    size: byteCount,
    platform: optional(decodePlatform),
    annotations: optional(mapOf(string)),
    urls: optional(array(string)),
  }),
  (wire) => ({
    mediaType: wire.mediaType ?? '',
    digest: wire.digest,
    size: wire.size,
    // One that says nothing is none: the config tells then.
    ...(wire.platform?.os || wire.platform?.architecture ? { platform: wire.platform } : {}),
    ...(wire.annotations ? { annotations: Object.fromEntries(wire.annotations) } : {}),
    ...(wire.urls && wire.urls.length > 0 ? { urls: wire.urls } : {}),
  }),
);

/** Wire form, keys in the order docker and skopeo write them. */
export function encodeDescriptor(descriptor: Descriptor): Record<string, unknown> {
  const { mediaType, size, digest, urls, annotations, platform } = descriptor;
  return {
    mediaType,
    size,
    digest,
    ...(urls && urls.length > 0 ? { urls } : {}),
    ...(annotations && Object.keys(annotations).length > 0 ? { annotations } : {}),
    ...(platform ? { platform: encodePlatform(platform) } : {}),
  };
}

function encodePlatform({ architecture, os, osVersion, osFeatures, variant }: Platform): Record<string, unknown> {
  return {
    architecture,
    os,
    ...(osVersion === undefined ? {} : { 'os.version': osVersion }),
    ...(osFeatures === undefined ? {} : { 'os.features': osFeatures }),
    ...(variant === undefined ? {} : { variant }),
  };
}
