export type ProgressState =
  'waiting' | 'comparing' | 'uploading' | 'downloading' | 'reading' | 'exists' | 'mounted' | 'done' | 'failed';

/** One blob on its way. Begins as `waiting`. */
export interface ProgressItem {
  /** Bytes that went over the wire since the last call. */
  readonly add: (bytes: number) => void;
  /** A new try: the bytes of this item count from 0 again. */
  readonly restart: () => void;
  /** Bytes in all, when that is known only later. */
  readonly setTotal: (bytes: number) => void;
  /** Of what is packed on the way: bytes that were read of it before packing, and how many there are. */
  readonly setRead: (bytes: number, total: number) => void;
  readonly setState: (state: ProgressState) => void;
}
