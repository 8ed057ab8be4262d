import { Readable } from 'node:stream';
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
  // The first answer decides whether there is a blob at all.
  const first = await openAt(options, options.offset ?? 0);
  return Readable.from(resuming(options, first), { objectMode: false });
}

function openAt({ host, repository, digest, signal, size }: DownloadOptions, offset: number): Promise<Readable> {
  return openBlob(host, repository, digest, offset, signal, size);
}

async function* resuming(options: DownloadOptions, first: Readable): AsyncGenerator<Buffer> {
  const { host, retries = 5, signal, offset = 0 } = options;
  let position = offset;
  let failures = 0;
  let source: Readable | undefined = first;
  for (;;) {
    try {
      source ??= await openAt(options, position);
      for await (const chunk of source as AsyncIterable<Buffer>) {
        position += chunk.length;
        failures = 0;
        yield chunk;
      }
      return;
    } catch (error) {
      source = undefined;
      failures += 1;
      if (!isTransient(error) || failures > retries || signal?.aborted === true) throw error;
      await host.http.sleep(backoffMs(failures, host.http.random), signal);
    }
  }
}
