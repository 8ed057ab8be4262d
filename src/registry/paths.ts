import { apiPath, checkedPart, queryPart, type ApiPath, type PathPart } from '../model/api-path.ts';
import { isDigest, type Digest } from '../model/digest.ts';
import { isRepositoryPath, isTag } from '../model/reference.ts';

/*
 * Every path of the distribution API that we ask for. They are made here and nowhere else: whoever calls, and wherever
 * the names come from, each of them is what the specification allows, or there is no request.
 * Source: OCI distribution-spec 1.1, "Endpoints".
 */

/** @throws {SwrctlError} REFERENCE_INVALID */
export function checkedRepository(repository: string): PathPart {
  return checkedPart(repository, isRepositoryPath, 'a repository name');
}

function checkedDigest(digest: string): PathPart {
  return checkedPart(digest, isDigest, 'a digest');
}

/** @param key a tag or a digest. */
export function manifestPath(repository: string, key: string): ApiPath {
  const part = checkedPart(key, (text) => isTag(text) || isDigest(text), 'a tag or a digest');
  return apiPath`/v2/${checkedRepository(repository)}/manifests/${part}`;
}

export function blobPath(repository: string, digest: Digest): ApiPath {
  return apiPath`/v2/${checkedRepository(repository)}/blobs/${checkedDigest(digest)}`;
}

/** Where an upload begins. Where it goes on is for the registry to say, in `Location`. */
export function uploadsPath(repository: string): ApiPath {
  return apiPath`/v2/${checkedRepository(repository)}/blobs/uploads/`;
}

/** An upload that has the blob with it, where the registry takes it so. */
export function wholeBlobPath(repository: string, digest: Digest): ApiPath {
  return apiPath`/v2/${checkedRepository(repository)}/blobs/uploads/?${queryPart({ digest: checkedDigest(digest) })}`;
}

/** An upload that takes the blob from another repository where the registry can. */
export function mountPath(repository: string, digest: Digest, from: string): ApiPath {
  const query = queryPart({ mount: checkedDigest(digest), from: checkedRepository(from) });
  return apiPath`/v2/${checkedRepository(repository)}/blobs/uploads/?${query}`;
}

/** Every repository that the registry wants to name. @see distribution, "Listing Repositories". */
export const CATALOG_PATH: ApiPath = apiPath`/v2/_catalog`;

export function tagsPath(repository: string): ApiPath {
  return apiPath`/v2/${checkedRepository(repository)}/tags/list`;
}

/** What names this manifest as its subject. */
export function referrersPath(repository: string, digest: Digest): ApiPath {
  return apiPath`/v2/${checkedRepository(repository)}/referrers/${checkedDigest(digest)}`;
}
