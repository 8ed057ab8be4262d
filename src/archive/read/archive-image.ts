import type { ContentNode } from '../../model/content.ts';

/** One image of an archive, by whatever names it has there. */
export interface ArchiveImage {
  /**
   * Names as written: `RepoTags`, or what annotations say. Empty when it was saved by id. Those that are digests choose
   * an image, but are nothing to push it under: see `isDigestName`.
   */
  readonly names: readonly string[];
  /** Tags without a repository, as OCI layouts may have. They choose an image, but do not name a repository. */
  readonly bareTags: readonly string[];
  /**
   * Which entries of the source are this image, counted from 0: of `index.json`, or where there is none of
   * `manifest.json`. What only `manifest.json` has comes behind the entries of `index.json`. Default: its place in the list.
   */
  readonly places?: readonly number[];
  /**
   * Manifests and configs; layers stay unread.
   *
   * @throws {SwrctlError} SOURCE_INVALID naming the entry that is missing, altered or does not fit.
   */
  readonly load: () => Promise<ContentNode>;
}
