import { array, mapOf, number, object, optional, parseJson, record, string, withDefault } from '../decode.ts';
import { SwrctlError } from '../errors.ts';
import { decodeDescriptor, encodeDescriptor, type Descriptor } from './descriptor.ts';
import { digestOf } from './digest.ts';
import { isUnknownPlatform } from './platform.ts';
import { DOCKER, OCI, SCHEMA1, isIndexType, isManifestType, type MediaTypeFamily } from './media-type.ts';

/** Largest manifest or index that is read, in bytes (product.md §6). */
export const MAX_MANIFEST_SIZE = 4 * 1024 * 1024;

/** A manifest as it was stored: these exact bytes are what its digest means. */
interface Stored {
  readonly bytes: Buffer;
  readonly descriptor: Descriptor;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ImageManifest extends Stored {
  readonly kind: 'image';
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

export interface ImageIndex extends Stored {
  readonly kind: 'index';
  readonly manifests: readonly Descriptor[];
}

/** Go programs write an empty list as null. */
const descriptors = withDefault(array(decodeDescriptor), []);

const decodeImage = object({
  schemaVersion: number,
  config: decodeDescriptor,
  layers: descriptors,
  annotations: optional(mapOf(string)),
});

const decodeIndex = object({
  schemaVersion: number,
  manifests: descriptors,
  annotations: optional(mapOf(string)),
});

/**
 * Reads a manifest or index and keeps its bytes. The body's own `mediaType` wins over `typeHint` (a Content-Type or
 * the descriptor that led here); without either, the fields decide.
 *
 * @throws {SwrctlError} API_SHAPE for anything that is not a schema 2 or OCI manifest; `at` names it in the message.
 */
export function parseManifest(bytes: Buffer, typeHint: string | undefined, at: string): ImageManifest | ImageIndex {
  if (bytes.length > MAX_MANIFEST_SIZE) {
    throw new SwrctlError('API_SHAPE', `${at} has ${bytes.length} bytes, more than a manifest may have`);
  }
  const json = record(parseJson(bytes.toString('utf8'), at), at);
  const mediaType = mediaTypeOf(json, typeHint, at);
  const descriptor: Descriptor = { mediaType, digest: digestOf(bytes), size: bytes.length };
  if (isIndexType(mediaType)) {
    const { manifests, annotations } = decodeIndex(json, at);
    return { kind: 'index', bytes, descriptor, manifests, annotations: Object.fromEntries(annotations ?? []) };
  }
  const { config, layers, annotations } = decodeImage(json, at);
  return { kind: 'image', bytes, descriptor, config, layers, annotations: Object.fromEntries(annotations ?? []) };
}

function mediaTypeOf(json: Record<string, unknown>, typeHint: string | undefined, at: string): string {
  const hint = typeHint?.split(';')[0]?.trim().toLowerCase();
  const declared = typeof json['mediaType'] === 'string' ? json['mediaType'] : hint;
  if (declared !== undefined && (isIndexType(declared) || isManifestType(declared))) return declared;
  if (json['schemaVersion'] === 1 || SCHEMA1.some((type) => type === declared)) {
    throw new SwrctlError('API_SHAPE', `${at} is a schema 1 manifest, a format of Docker before 1.10`, {
      hint: 'Pull and push the image once with a current docker, then try again',
    });
  }
  const guessed = typeOfFields(json);
  if (guessed !== undefined) return guessed;
  throw new SwrctlError('API_SHAPE', `${at} is not an image manifest (type ${declared ?? 'missing'})`);
}

function typeOfFields(json: Record<string, unknown>): string | undefined {
  if (Array.isArray(json['manifests'])) return OCI.index;
  return Array.isArray(json['layers']) && json['config'] !== undefined ? OCI.manifest : undefined;
}

/** What goes into a new image manifest. */
export interface ImageManifestParts {
  readonly family: MediaTypeFamily;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Writes an image manifest: the same parts give the same bytes. Docker manifests have no annotations. */
export function buildManifest({ family, config, layers, annotations = {} }: ImageManifestParts): ImageManifest {
  const json = {
    schemaVersion: 2,
    mediaType: family === 'docker' ? DOCKER.manifest : OCI.manifest,
    config: encodeDescriptor(config),
    layers: layers.map(encodeDescriptor),
    ...(family === 'oci' && Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
  const parsed = parseManifest(Buffer.from(JSON.stringify(json)), undefined, 'the new manifest');
  if (parsed.kind !== 'image') throw new SwrctlError('FAILED', 'a new manifest came out as an index');
  return parsed;
}

/** Writes an index (OCI) or manifest list (Docker). */
export function buildIndex(
  family: MediaTypeFamily,
  manifests: readonly Descriptor[],
  annotations: Readonly<Record<string, string>> = {},
): ImageIndex {
  const json = {
    schemaVersion: 2,
    mediaType: family === 'docker' ? DOCKER.list : OCI.index,
    manifests: manifests.map(encodeDescriptor),
    ...(family === 'oci' && Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
  const parsed = parseManifest(Buffer.from(JSON.stringify(json)), undefined, 'the new index');
  if (parsed.kind !== 'index') throw new SwrctlError('FAILED', 'a new index came out as a manifest');
  return parsed;
}

/** True for an index entry that is a BuildKit provenance or SBOM manifest and no image to run. */
export function isAttestation({ annotations, platform }: Descriptor): boolean {
  return annotations?.['vnd.docker.reference.type'] === 'attestation-manifest' || isUnknownPlatform(platform);
}
