import type { EntryBytes } from './fill-entry.ts';

/** Named files that together become an archive: the entries of a tar file, or the files of a folder. */
export interface ArchiveOutput {
  /** A private folder for temporary files, gone after `commit` or `discard`. */
  readonly folder: string;
  /**
   * Says that an entry will come, so that entries have the order of these calls and can be written in parallel.
   *
   * @returns bytes of it that an earlier run left.
   */
  readonly reserve: (name: string, size: number) => number;
  /**
   * Writes one entry of exactly `size` bytes. May be called again for an entry that failed, unless the output is a
   * stream.
   *
   * @throws {SwrctlError} DISK, CONTENT_MISMATCH, or what the source throws.
   */
  readonly write: (name: string, size: number, bytes: EntryBytes) => Promise<void>;
  /** Ends the archive, brings it to the disk and gives it its final name. */
  readonly commit: () => Promise<void>;
  /** Gives up: nothing stays behind. */
  readonly discard: () => Promise<void>;
  /** Stops: what was written stays for a later run, if there is anything. @returns whether there is. */
  readonly keep: () => Promise<boolean>;
}

/** How entries are written, whatever the output. */
export interface WriteOptions {
  /** Ends what is being written when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}
