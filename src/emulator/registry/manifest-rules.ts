import { hasCode } from '../../base/errors.ts';
import type { Descriptor } from '../../model/descriptor.ts';
import { parseManifest, type ImageIndex, type ImageManifest } from '../../model/manifest.ts';
import { claimedCompression, isIndexType, isManifestType, OCI } from '../../model/media-type.ts';
import { isUnknownPlatform } from '../../model/platform.ts';
import { BLOBS, MANIFESTS } from '../domain/records.ts';
import { refuse } from './errors.ts';
import type { World } from '../domain/world.ts';

const IN_TOTO = 'application/vnd.in-toto+json';
const ATTESTATION = 'vnd.docker.reference.type';

/**
 * Reads a pushed manifest and applies the service's rules to it.
 *
 * @throws {Refusal} MANIFEST_INVALID in the service's own words, or MANIFEST_BLOB_UNKNOWN for what was not uploaded.
 */
export function checkManifest(
  world: World,
  scope: string,
  bytes: Buffer,
  contentType: string,
): ImageManifest | ImageIndex {
  const manifest = readManifest(bytes, contentType);
  if (isRefusedType(world, manifest)) throw invalid();
  const missing =
    manifest.kind === 'index'
      ? manifest.manifests.find(({ digest }) => world.database.get(MANIFESTS, scope, digest) === undefined)
      : [manifest.config, ...manifest.layers].find(
          ({ digest }) => world.database.get(BLOBS, scope, digest) === undefined,
        );
  if (missing === undefined) return manifest;
  const what = manifest.kind === 'index' ? 'manifest' : 'blob';
  throw refuse(400, 'MANIFEST_BLOB_UNKNOWN', `Database Not found ${what}: ${missing.digest}`);
}

function invalid(): Error {
  return refuse(400, 'MANIFEST_INVALID', "Invalid image, fail to parse 'manifest.json'");
}

function readManifest(bytes: Buffer, contentType: string): ImageManifest | ImageIndex {
  const type = contentType.split(';')[0]?.trim() ?? '';
  if (!isIndexType(type) && !isManifestType(type)) throw invalid();
  try {
    const manifest = parseManifest(bytes, type, 'the manifest');
    if (manifest.descriptor.mediaType === type) return manifest;
  } catch (error) {
    if (!hasCode(error, 'API_SHAPE')) throw error;
  }
  throw invalid();
}

function isRefusedType({ quirks }: World, manifest: ImageManifest | ImageIndex): boolean {
  const { mediaType } = manifest.descriptor;
  if (mediaType === OCI.index && quirks['oci-index-refused']) return true;
  if (mediaType === OCI.manifest && quirks['oci-manifest-refused']) return true;
  if (quirks['attestation-refused'] && isAttested(manifest)) return true;
  const layers = manifest.kind === 'image' ? manifest.layers : [];
  return quirks['zstd-refused'] && layers.some((layer) => claimedCompression(layer.mediaType) === 'zstd');
}

/** An attestation, or a list that names one. */
function isAttested(manifest: ImageManifest | ImageIndex): boolean {
  if (manifest.kind === 'image') return manifest.layers.some(({ mediaType }) => mediaType === IN_TOTO);
  return manifest.manifests.some(
    ({ annotations, platform }: Descriptor) => annotations?.[ATTESTATION] !== undefined || isUnknownPlatform(platform),
  );
}
