import type { Readable } from 'node:stream';

/** A request body that can be produced again for another try. */
export interface BodySource {
  readonly open: () => Promise<Readable>;
  /** Bytes, when known: sent as Content-Length; otherwise the body is chunked. */
  readonly size?: number;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | BodySource;
  readonly signal?: AbortSignal | undefined;
  /** `manual` returns 3xx answers as they are. Default `follow`, for GET and HEAD only. */
  readonly redirect?: 'follow' | 'manual';
  /**
   * Milliseconds for the whole exchange, headers and body. Default with `readWhole`: the program's own; else the answer
   * has to begin in time, and its body may only not stop coming.
   */
  readonly totalTimeoutMs?: number;
  /** Bytes: reads the body, which must not be larger, as part of the exchange, so that a broken body is a reason to try again. */
  readonly readWhole?: number;
  /** True: a body that comes packed (`Content-Encoding`) is given as it comes. Default: it is unpacked. */
  readonly coded?: boolean;
  /** False: one try, because the caller has a better way to go on. Default true. */
  readonly retry?: boolean;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; repeated headers joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the answer came from, after redirects. */
  readonly url: URL;
  readonly method: string;
  /** True: an earlier try of the same request ended without a clear answer, so this one may speak of what that one did. */
  readonly isAfterFailure?: boolean;
  /** Consume it or call `discard`. */
  readonly body: Readable;
  /** The body in memory. @throws {SwrctlError} API_SHAPE when it has more than `limit` bytes. */
  readonly bytes: (limit: number) => Promise<Buffer>;
  /** The body as text, cut after `limit` bytes. Default 64 KiB. */
  readonly text: (limit?: number) => Promise<string>;
  /** Throws the body away so that the connection can be used again. */
  readonly discard: () => Promise<void>;
}

/** Sends one request. @throws {SwrctlError} NETWORK, TLS, or what `signal` was aborted with. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;
