import type { Duplex, Readable } from 'node:stream';

/** What a stream of bytes goes through on its way into an output: verification, progress. Fresh ones for each try. */
export type Stages = () => readonly Duplex[];

/** Named files that together become an archive: the entries of a tar file, or the files of a folder. */
export interface ArchiveOutput {
  /** A private folder for temporary files, gone after `commit` or `discard`. */
  readonly folder: string;
  /** Says that an entry will come, so that entries have the order of these calls and can be written in parallel. */
  readonly reserve: (name: string, size: number) => void;
  /**
   * Writes one entry of exactly `size` bytes. May be called again for an entry that failed, unless the output is a
   * stream.
   *
   * @throws {SwrctlError} DISK, or what a stage throws.
   */
  readonly write: (name: string, size: number, open: () => Promise<Readable>, stages: Stages) => Promise<void>;
  /** Ends the archive, brings it to the disk and gives it its final name. */
  readonly commit: () => Promise<void>;
  /** Gives up: nothing stays behind. */
  readonly discard: () => Promise<void>;
}
