import type { ContentNode } from '../model/content.ts';

/** One image of an archive, by whatever names it has there. */
export interface ArchiveImage {
  /** Names to push it under, as written: `RepoTags`, or what annotations say. Empty when it was saved by id. */
  readonly names: readonly string[];
  /** Tags without a repository, as OCI layouts may have. They choose an image, but do not name a repository. */
  readonly bareTags: readonly string[];
  /**
   * Manifests and configs; layers stay unread.
   *
   * @throws {SwrctlError} SOURCE_INVALID naming the entry that is missing, altered or does not fit.
   */
  readonly load: () => Promise<ContentNode>;
}
