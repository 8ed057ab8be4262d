import { array, mapOf, number, object, optional, record, string, withDefault } from '../base/decode.ts';
import { SwrctlError } from '../base/errors.ts';
import { decodeDescriptor, encodeDescriptor, type Descriptor } from './descriptor.ts';
import { digestOf, type DigestAlgorithm } from './digest.ts';
import { MANIFEST_FIELDS, typeOfManifest } from './manifest-meaning.ts';
import { isUnknownPlatform } from './platform.ts';
import { DOCKER, OCI, isIndexType, type MediaTypeFamily } from './media-type.ts';
import { parseStrictJson } from './strict-json.ts';

/** Largest manifest or index that is read, in bytes. Source: docs/reference/contract.md#sizes-that-are-read. */
export const MAX_MANIFEST_SIZE = 4 * 1024 * 1024;

/** A manifest as it was stored: these exact bytes are what its digest means. */
interface Stored {
  readonly bytes: Buffer;
  readonly descriptor: Descriptor;
  readonly annotations: Readonly<Record<string, string>>;
  /** What it is, where it is no container image. */
  readonly artifactType?: string;
  /** What it is about: the manifest that a signature or an attestation refers to. */
  readonly subject?: Descriptor;
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
  artifactType: optional(string),
  subject: optional(decodeDescriptor),
});

const decodeIndex = object({
  schemaVersion: number,
  manifests: descriptors,
  annotations: optional(mapOf(string)),
  artifactType: optional(string),
  subject: optional(decodeDescriptor),
});

/**
 * Reads a manifest or index and keeps its bytes. The body's own `mediaType` wins over `typeHint` (a Content-Type or
 * the descriptor that led here) as far as both mean the same; without either, the fields decide.
 *
 * @param algorithm of the digest that it is known by. Default: sha256.
 * @throws {SwrctlError} API_SHAPE for anything that is not a schema 2 or OCI manifest, or that could be read as two
 *   different ones; `at` names it in the message.
 */
export function parseManifest(
  bytes: Buffer,
  typeHint: string | undefined,
  at: string,
  algorithm?: DigestAlgorithm,
): ImageManifest | ImageIndex {
  if (bytes.length > MAX_MANIFEST_SIZE) {
    throw new SwrctlError('API_SHAPE', `${at} has ${bytes.length} bytes, more than a manifest may have`);
  }
  const json = record(parseStrictJson(bytes, at, { fields: MANIFEST_FIELDS }), at);
  const mediaType = typeOfManifest(json, typeHint, at);
  const descriptor: Descriptor = { mediaType, digest: digestOf(bytes, algorithm), size: bytes.length };
  if (isIndexType(mediaType)) {
    const { manifests, ...more } = decodeIndex(json, at);
    return { kind: 'index', bytes, descriptor, manifests, ...storedFields(more) };
  }
  const { config, layers, ...more } = decodeImage(json, at);
  return { kind: 'image', bytes, descriptor, config, layers, ...storedFields(more) };
}

function storedFields({
  annotations,
  artifactType,
  subject,
}: Pick<ReturnType<typeof decodeIndex>, 'annotations' | 'artifactType' | 'subject'>) {
  return {
    annotations: Object.fromEntries(annotations ?? []),
    ...(artifactType ? { artifactType } : {}),
    ...(subject ? { subject } : {}),
  };
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

/**
 * Tells which entries of an index are attestations of its others. Where it has no others, it is there for what it has.
 */
export function attestationsOf(manifests: readonly Descriptor[]): (entry: Descriptor) => boolean {
  return manifests.every(isAttestation) ? () => false : isAttestation;
}

/** True for an index entry that is a BuildKit provenance or SBOM manifest and no image to run. */
export function isAttestation({ annotations, platform }: Descriptor): boolean {
  return annotations?.['vnd.docker.reference.type'] === 'attestation-manifest' || isUnknownPlatform(platform);
}
