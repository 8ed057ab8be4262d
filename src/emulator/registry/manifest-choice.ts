import { DOCKER, OCI } from '../../model/media-type.ts';
import { parseManifest } from '../../model/manifest.ts';
import { MANIFESTS, type ManifestRecord } from '../domain/records.ts';
import type { RegistryCall } from './access.ts';
import { refuse } from './errors.ts';
import type { World } from '../domain/world.ts';

/**
 * What a reader with this Accept gets, as CNCF distribution 2.8 decides: whoever does not take manifest lists gets
 * the linux/amd64 image of a list when asking by tag; OCI types are not found for whoever does not name them. Like
 * the real service and unlike distribution, schema 2 goes out whatever Accept says.
 *
 * @throws {Refusal} MANIFEST_UNKNOWN
 */
export async function chooseManifest(
  world: World,
  { request, scope }: Pick<RegistryCall, 'request' | 'scope'>,
  stored: ManifestRecord,
  isByDigest: boolean,
): Promise<ManifestRecord> {
  const accepted = (request.headers['accept'] ?? '').split(',').map((part) => part.split(';')[0]?.trim() ?? '');
  if (accepted.includes(stored.mediaType) || stored.mediaType === DOCKER.manifest) return stored;
  if (stored.mediaType === OCI.manifest) {
    throw refuse(404, 'MANIFEST_UNKNOWN', 'OCI manifest found, but accept header does not support OCI manifests');
  }
  if (stored.mediaType === OCI.index) {
    throw refuse(404, 'MANIFEST_UNKNOWN', 'OCI index found, but accept header does not support OCI indexes');
  }
  if (isByDigest) return stored;
  const list = parseManifest(await world.blobs.read(stored.digest), stored.mediaType, 'the list');
  const children = list.kind === 'index' ? list.manifests : [];
  const plain = children.find(({ platform }) => platform?.os === 'linux' && platform.architecture === 'amd64');
  const child = plain === undefined ? undefined : world.database.get(MANIFESTS, scope, plain.digest);
  if (child !== undefined) return child;
  throw refuse(404, 'MANIFEST_UNKNOWN', 'manifest unknown');
}
