import type { ErrorCode } from '../../base/errors.ts';

/**
 * What another try could change, whatever the HTTP status says: it may help exactly `once`; it helps later (`throttled`:
 * too many requests); it changes nothing (`final`).
 */
export type Retry = 'once' | 'throttled' | 'final';

/** A code that decides something, or that a call site asks for. */
export interface CodeFacts {
  /** In plain words, without a full stop. Absent where the server's own words say enough. */
  readonly meaning?: string;
  /** What call sites say instead of digits. A code that is a word is its own name. */
  readonly name?: string;
  /** Absent: the HTTP status decides. */
  readonly retry?: Retry;
  /** Absent: the HTTP status says it. */
  readonly standsFor?: ErrorCode;
}

/** Codes with the same advice. */
export interface CodeGroup {
  /** One imperative line; absent for codes that `swrctl explain` does not tell of. */
  readonly hint?: string | undefined;
  /** By digits without a prefix, or by word: what is known, or only the meaning. */
  readonly codes: Readonly<Record<string, string | CodeFacts>>;
}
