import type { Readable } from 'node:stream';
import { relay } from '../http/relay.ts';
import { isTransient } from '../http/failure.ts';
import { backoffMs } from '../http/retry.ts';
import type { Digest } from '../model/digest.ts';
import { openBlob } from './blob.ts';
import type { RegistryHost } from './host-types.ts';

export interface DownloadOptions {
  readonly host: RegistryHost;
  readonly repository: string;
  readonly digest: Digest;
  /** Bytes of the whole blob, where that is known. */
  readonly size?: number | undefined;
  /** Where to begin. Default 0. */
  readonly offset?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Tries after the first that brought no bytes. Default 5. */
  readonly retries?: number | undefined;
}

/**
 * A blob's bytes, which go on by Range where a connection broke off. Whether they are the right ones is for the
 * consumer to check.
 *
 * @throws {SwrctlError} through the stream: NETWORK after the last try, NOT_FOUND, AUTH_DENIED …
 */
export async function downloadBlob(options: DownloadOptions): Promise<Readable> {
  const { host, repository, digest, size, signal, offset = 0, retries = 5 } = options;
  let position = offset;
  let failures = 0;
  const openHere = (): Promise<Readable> => openBlob(host, repository, digest, position, signal, size);
  const goOn = async (reason: unknown): Promise<Readable> => {
    failures += 1;
    if (!isTransient(reason) || failures > retries || signal?.aborted === true) throw reason;
    await host.http.sleep(backoffMs(failures, host.http.random), signal);
    return openHere().catch(goOn);
  };
  // The first answer decides whether there is a blob at all.
  return relay(await openHere(), {
    part: (chunk) => {
      position += chunk.length;
      failures = 0;
      return chunk;
    },
    goOn,
  });
}
